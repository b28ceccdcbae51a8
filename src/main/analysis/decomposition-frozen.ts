/** γ, β and ε of a norm; see `NormKind` for the formulas. */
export interface NormParameters {
  readonly kind: 'layer' | 'rms'
  readonly eps: number
  readonly gain: Float32Array
  readonly shift: Float32Array | null
}

type Vector = Float32Array | Float64Array

/**
 * A norm with its scale held at the value that one vector gives it, which makes it affine: x ↦ gain ∘ (x − mean) / scale + shift.
 * Parts of a sum can then be followed through it one by one (direct logit attribution; Elhage et al. 2021).
 */
export interface Frozen {
  /** gain / scale, [d_model]. */
  readonly factors: Float64Array
  readonly centred: boolean
  readonly shift: Vector | null
}

/** A norm frozen at x. */
export function freezeNorm({ kind, eps, gain, shift }: NormParameters, x: Vector): Frozen {
  const centred = kind === 'layer'
  const mean = centred ? meanOf(x) : 0
  let squares = 0
  for (let i = 0; i < x.length; i++) squares += (x[i]! - mean) ** 2
  return freezeNormAt({ kind, eps, gain, shift }, Math.sqrt(squares / x.length + eps))
}

/** A norm whose scale, what it divides by, is known. */
export function freezeNormAt({ kind, gain, shift }: NormParameters, scale: number): Frozen {
  return { factors: Float64Array.from(gain, (value) => value / scale), centred: kind === 'layer', shift }
}

/** Division by the length of x; zero for a vector without length, as the view `unit` shows it. */
export function freezeLength(x: Vector): Frozen {
  const length = lengthOf(x)
  return { factors: new Float64Array(x.length).fill(length === 0 ? 0 : 1 / length), centred: false, shift: null }
}

/** Without the shift: what becomes of a part. */
export function linearly({ factors, centred }: Frozen, x: Vector): Float64Array {
  const mean = centred ? meanOf(x) : 0
  const y = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) y[i] = (x[i]! - mean) * factors[i]!
  return y
}

/** With the shift: what becomes of the whole. */
export function affinely(frozen: Frozen, x: Vector): Float64Array {
  const y = linearly(frozen, x)
  if (frozen.shift) for (let i = 0; i < y.length; i++) y[i]! += frozen.shift[i]!
  return y
}

/** The direction before the norm whose product with a part is that of `direction` with the part after it. */
export function pulledBack({ factors, centred }: Frozen, direction: Vector): Float64Array {
  const y = new Float64Array(direction.length)
  for (let i = 0; i < y.length; i++) y[i] = direction[i]! * factors[i]!
  if (!centred) return y
  const mean = meanOf(y)
  return y.map((value) => value - mean)
}

export function dotOf(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

export function lengthOf(x: Vector): number {
  return Math.sqrt(dotOf(x, x))
}

function meanOf(x: Vector): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]!
  return sum / x.length
}

/** How near two rows are to be by their distance x in the layout: 1 / (1 + a x²ᵇ). */
export interface Curve {
  readonly a: number
  readonly b: number
}

const points = 300
const reach = 3

/**
 * The a and b whose curve is nearest, in the least squares over 0 to 3, to 1 up to the minimum distance and exp(−(x − that)) beyond it, as in
 * umap-learn with its spread of 1: Gauss and Newton's steps, damped after Levenberg and Marquardt.
 */
export function curveFor(minimumDistance: number): Curve {
  const xs = Array.from({ length: points }, (_, at) => (reach * at) / (points - 1))
  const wanted = xs.map((x) => (x < minimumDistance ? 1 : Math.exp(-(x - minimumDistance))))
  const squaresOf = (a: number, b: number) =>
    xs.reduce((sum, x, at) => sum + (1 / (1 + a * x ** (2 * b)) - wanted[at]!) ** 2, 0)
  let [a, b, damping] = [1, 1, 1e-3]
  let squares = squaresOf(a, b)
  for (let step = 0; step < 200; step++) {
    let [aa, ab, bb, ar, br] = [0, 0, 0, 0, 0]
    for (const [at, x] of xs.entries()) {
      if (x === 0) continue
      const power = x ** (2 * b)
      const value = 1 / (1 + a * power)
      const byA = -value * value * power
      const byB = byA * a * 2 * Math.log(x)
      const rest = wanted[at]! - value
      aa += byA * byA
      ab += byA * byB
      bb += byB * byB
      ar += byA * rest
      br += byB * rest
    }
    const [first, last] = [aa * (1 + damping), bb * (1 + damping)]
    const determinant = first * last - ab * ab
    const [nextA, nextB] = [a + (last * ar - ab * br) / determinant, b + (first * br - ab * ar) / determinant]
    const next = nextA > 0 && nextB > 0 ? squaresOf(nextA, nextB) : Number.POSITIVE_INFINITY
    if (next >= squares) {
      if (damping > 1e9) break
      damping *= 10
      continue
    }
    const gained = squares - next
    ;[a, b, squares, damping] = [nextA, nextB, next, damping / 10]
    if (gained < 1e-14) break
  }
  return { a, b }
}

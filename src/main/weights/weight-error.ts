/** How far values lie from those they stand for. */
export interface WeightError {
  /** Root of the mean of (aᵢ − bᵢ)², in the values' own unit. */
  readonly rms: number
  /** ‖a − b‖ / ‖b‖: 0 where both are zero, infinite where b alone is. */
  readonly relative: number
  /** Largest |aᵢ − bᵢ|. */
  readonly largest: number
  /** Of the angle between a and b as vectors; 1 for two zero vectors, 0 where one alone is zero. */
  readonly cosine: number
}

/**
 * The error of values a, a quantised tensor's say, against reference values b, gathered piece by piece so that neither tensor
 * is ever in memory as a whole. Sums are taken in F64. A value that is not finite makes every measure NaN, as it should.
 */
export class WeightErrorSum {
  #count = 0
  #largest = 0
  #differences = 0
  #ofA = 0
  #ofB = 0
  #products = 0

  /** Adds a piece of both, of one length and at the same place. */
  add(a: Float32Array, b: Float32Array): void {
    if (a.length !== b.length)
      throw new RangeError(`A piece of ${a.length} values is compared with one of ${b.length}.`)
    let largest = this.#largest
    let differences = 0
    let ofA = 0
    let ofB = 0
    let products = 0
    for (let i = 0; i < a.length; i++) {
      const x = a[i]!
      const y = b[i]!
      const difference = Math.abs(x - y)
      largest = Math.max(largest, difference)
      differences += difference * difference
      ofA += x * x
      ofB += y * y
      products += x * y
    }
    this.#largest = largest
    this.#count += a.length
    this.#differences += differences
    this.#ofA += ofA
    this.#ofB += ofB
    this.#products += products
  }

  /** Of all pieces so far; zero of none. */
  error(): WeightError {
    const rms = this.#count === 0 ? 0 : Math.sqrt(this.#differences / this.#count)
    const relative = this.#differences === 0 ? 0 : Math.sqrt(this.#differences / this.#ofB)
    // The root of the product: exactly 1 for a vector and itself. Squares of F32 cannot overflow F64.
    const lengths = Math.sqrt(this.#ofA * this.#ofB)
    const cosine = this.#ofA === 0 && this.#ofB === 0 ? 1 : lengths === 0 ? 0 : this.#products / lengths
    return { rms, relative, largest: this.#largest, cosine: Math.max(-1, Math.min(1, cosine)) }
  }
}

/** The error of a against b as wholes. */
export function weightError(a: Float32Array, b: Float32Array): WeightError {
  const sum = new WeightErrorSum()
  sum.add(a, b)
  return sum.error()
}

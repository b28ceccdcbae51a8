import type { Scatter } from './basis'

/**
 * Sums the scatter of many rows in F64 out of pieces taken around a point near their mean, and moves it to the mean at the end:
 * Σ(x − μ)(x − μ)ᵀ = Σ(x − c)(x − c)ᵀ − n (μ − c)(μ − c)ᵀ.
 */
export class ScatterSum {
  readonly #width: number
  /** The point near their mean, [width]. */
  readonly around: Float32Array
  readonly #values: Float64Array
  readonly #sums: Float64Array
  #count = 0

  constructor(around: Float32Array) {
    this.#width = around.length
    this.around = around
    this.#values = new Float64Array(around.length ** 2)
    this.#sums = new Float64Array(around.length)
  }

  /** `rows` [some, width] and their scatter around the point, [width, width]. */
  add(rows: Float32Array, scatter: Float32Array): void {
    const width = this.#width
    for (let at = 0; at < scatter.length; at++) this.#values[at]! += scatter[at]!
    for (let start = 0; start < rows.length; start += width) {
      for (let i = 0; i < width; i++) this.#sums[i]! += rows[start + i]!
    }
    this.#count += rows.length / width
  }

  end(): Scatter {
    const width = this.#width
    const origin = this.#sums.map((sum) => sum / this.#count)
    const away = origin.map((value, i) => value - this.around[i]!)
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) this.#values[i * width + j]! -= this.#count * away[i]! * away[j]!
    }
    return { width, origin, values: this.#values }
  }
}

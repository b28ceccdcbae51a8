/** Takes a matrix to cells of so many rows and columns, some rows at a time: the mean of each one's values, or of their sizes. */
export class CellMeans {
  readonly #wide: number
  readonly #tall: number
  readonly #width: number
  readonly #sizes: boolean
  readonly #sums: Float64Array
  readonly #counts: Float64Array

  constructor(cells: { height: number; width: number; tall: number; wide: number }, measure: 'mean' | 'magnitude') {
    this.#wide = cells.wide
    this.#tall = cells.tall
    this.#width = cells.width
    this.#sizes = measure === 'magnitude'
    this.#sums = new Float64Array(cells.height * cells.width)
    this.#counts = new Float64Array(cells.height * cells.width)
  }

  /** Rows from `row` on, counted from the window's first: [rows, columns]. */
  add(row: number, values: Float32Array, columns: number): void {
    for (let at = 0; at < values.length; at++) {
      const line = row + Math.floor(at / columns)
      const cell = Math.floor(line / this.#tall) * this.#width + Math.floor((at % columns) / this.#wide)
      const value = values[at]!
      this.#sums[cell]! += this.#sizes ? Math.abs(value) : value
      this.#counts[cell]!++
    }
  }

  /** [height, width] */
  means(): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.#sums, (sum, cell) => sum / Math.max(1, this.#counts[cell]!))
  }
}

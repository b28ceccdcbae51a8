interface Range {
  readonly from: number
  readonly to: number
}

/** Which bytes of a file have come, in whatever order and however often. */
export class ByteRanges {
  /** Neither overlapping nor touching. */
  #ranges: readonly Range[] = []

  /** From `from` up to but without `to`. */
  add(from: number, to: number): void {
    if (from >= to) return
    const touches = (range: Range) => range.from <= to && range.to >= from
    const joined = this.#ranges.filter(touches)
    const one = {
      from: joined.reduce((least, range) => Math.min(least, range.from), from),
      to: joined.reduce((most, range) => Math.max(most, range.to), to),
    }
    this.#ranges = [...this.#ranges.filter((range) => !touches(range)), one]
  }

  /** How many bytes have come. */
  get covered(): number {
    return this.#ranges.reduce((sum, { from, to }) => sum + to - from, 0)
  }
}

/** Adds up what there is to say of a matrix's numbers, some of them at a time; sums are taken in F64. */
export class MatrixSums {
  #count = 0
  #sum = 0
  #squares = 0
  smallest = Number.POSITIVE_INFINITY
  largest = Number.NEGATIVE_INFINITY
  zeros = 0
  /** Infinities and NaNs, which are in no other number here. */
  notFinite = 0

  add(values: Float32Array): void {
    for (const value of values) {
      if (!Number.isFinite(value)) {
        this.notFinite++
        continue
      }
      this.#count++
      this.#sum += value
      this.#squares += value * value
      if (value === 0) this.zeros++
      if (value < this.smallest) this.smallest = value
      if (value > this.largest) this.largest = value
    }
  }

  get frobenius(): number {
    return Math.sqrt(this.#squares)
  }

  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count
  }

  get deviation(): number {
    return this.#count === 0 ? 0 : Math.sqrt(Math.max(0, this.#squares / this.#count - this.mean ** 2))
  }

  /** The largest size of a number. */
  get edge(): number {
    return this.#count === 0 ? 0 : Math.max(-this.smallest, this.largest)
  }
}

/** Adds to the counts how many of the values lie in each of equally wide bins between −edge and edge, which the last holds too. */
export function countInBins(values: Float32Array, edge: number, counts: number[]): void {
  const bins = counts.length
  const perBin = edge === 0 ? 0 : bins / (2 * edge)
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    const bin = edge === 0 ? bins >> 1 : Math.floor((value + edge) * perBin)
    counts[Math.min(bins - 1, bin)]!++
  }
}

/** Awaited now and then in long work, so that a stop is heard; throws to break it off. Told how many operations were done. */
export type Pause = (operations: number) => Promise<void>

/** So many operations are done between two pauses: about a hundredth of a second. */
const between = 2e7

/**
 * Sums the products of n vectors with one another, all of them a piece of their lengths at a time, in F64: the matrix from which
 * singular values are taken. Products of F32 numbers are exact in it.
 */
export class GramSum {
  readonly size: number
  /** [size, size]; the lower triangle holds the sums. */
  readonly sums: Float64Array

  constructor(size: number) {
    this.size = size
    this.sums = new Float64Array(size * size)
  }

  /** `vectors`: [size, length], a piece of each vector. */
  async add(vectors: Float64Array, length: number, pause: Pause): Promise<void> {
    const { size, sums } = this
    let done = 0
    for (let i = 0; i < size; i += 2) {
      const [a, b] = [i * length, (i + 1 < size ? i + 1 : i) * length]
      for (let j = 0; j <= i + 1 && j < size; j += 2) {
        const [c, d] = [j * length, (j + 1 < size ? j + 1 : j) * length]
        let [ac, ad, bc, bd] = [0, 0, 0, 0]
        for (let k = 0; k < length; k++) {
          const x = vectors[a + k]!
          const y = vectors[b + k]!
          const z = vectors[c + k]!
          const w = vectors[d + k]!
          ac += x * z
          ad += x * w
          bc += y * z
          bd += y * w
        }
        sums[i * size + j]! += ac
        if (j + 1 < size) sums[i * size + j + 1]! += ad
        if (i + 1 < size) sums[(i + 1) * size + j]! += bc
        if (i + 1 < size && j + 1 < size) sums[(i + 1) * size + j + 1]! += bd
        done += 8 * length
      }
      if (done > between) {
        await pause(done)
        done = 0
      }
    }
    await pause(done)
  }
}

/**
 * Singular values of the matrix whose vectors' products were summed, largest first: roots of the eigenvalues. What lies below
 * 3 · 10⁻⁸ of the largest is rounding, as it is in an SVD of F32 numbers.
 */
export async function singularValues({ sums, size }: GramSum, pause: Pause): Promise<Float64Array> {
  const { diagonal, beside } = await threeDiagonals(sums, size, pause)
  const values = await eigenvalues(diagonal, beside, pause)
  return values.map((value) => Math.sqrt(Math.max(0, value)))
}

/**
 * Brings a symmetric matrix to three diagonals with the same eigenvalues by Householder reflections (Golub and Van Loan, "Matrix
 * Computations", algorithm 8.3.1). Only the lower triangle is read, and it is overwritten.
 */
async function threeDiagonals(matrix: Float64Array, size: number, pause: Pause) {
  const diagonal = new Float64Array(size)
  /** `beside[i]` stands between i − 1 and i. */
  const beside = new Float64Array(size)
  const [v, p] = [new Float64Array(size), new Float64Array(size)]
  let done = 0
  for (let k = size - 1; k > 0; k--) {
    diagonal[k] = matrix[k * size + k]!
    let largest = 0
    for (let j = 0; j < k; j++) largest = Math.max(largest, Math.abs(matrix[k * size + j]!))
    if (k === 1 || largest === 0) {
      beside[k] = matrix[k * size + k - 1]!
      continue
    }
    let squares = 0
    for (let j = 0; j < k; j++) {
      v[j] = matrix[k * size + j]! / largest
      squares += v[j]! * v[j]!
    }
    const length = v[k - 1]! > 0 ? -Math.sqrt(squares) : Math.sqrt(squares)
    beside[k] = largest * length
    const half = squares - v[k - 1]! * length
    v[k - 1]! -= length
    p.fill(0, 0, k)
    for (let i = 0; i < k; i++) {
      const line = i * size
      const vi = v[i]!
      let sum = 0
      for (let j = 0; j < i; j++) {
        sum += matrix[line + j]! * v[j]!
        p[j]! += matrix[line + j]! * vi
      }
      p[i]! += sum + matrix[line + i]! * vi
    }
    let along = 0
    for (let i = 0; i < k; i++) {
      p[i]! /= half
      along += p[i]! * v[i]!
    }
    const shift = along / (2 * half)
    for (let i = 0; i < k; i++) p[i]! -= shift * v[i]!
    for (let i = 0; i < k; i++) {
      const line = i * size
      const vi = v[i]!
      const pi = p[i]!
      for (let j = 0; j <= i; j++) matrix[line + j]! -= vi * p[j]! + pi * v[j]!
    }
    done += 4 * k * k
    if (done > between) {
      await pause(done)
      done = 0
    }
  }
  diagonal[0] = matrix[0]!
  await pause(done)
  return { diagonal, beside }
}

/**
 * Eigenvalues of a symmetric matrix of three diagonals, largest first, each by bisection: signs in its Sturm sequence tell how
 * many lie below a number (Golub and Van Loan, section 8.4.1). Exact to the last bits of the largest.
 */
async function eigenvalues(diagonal: Float64Array, beside: Float64Array, pause: Pause): Promise<Float64Array> {
  const size = diagonal.length
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < size; i++) {
    const reach = Math.abs(beside[i]!) + (i + 1 < size ? Math.abs(beside[i + 1]!) : 0)
    low = Math.min(low, diagonal[i]! - reach)
    high = Math.max(high, diagonal[i]! + reach)
  }
  const scale = Math.max(Math.abs(low), Math.abs(high))
  const tiny = Math.max(Number.MIN_VALUE, scale * 1e-30)
  const below = (number: number) => {
    let count = 0
    let pivot = 1
    for (let i = 0; i < size; i++) {
      const off = beside[i]!
      pivot = diagonal[i]! - number - (i > 0 ? (off * off) / pivot : 0)
      if (Math.abs(pivot) < tiny) pivot = -tiny
      if (pivot < 0) count++
    }
    return count
  }
  const values = new Float64Array(size)
  let done = 0
  let top = high
  for (let index = 0; index < size; index++) {
    // The index-th largest has size − index − 1 below it; none is larger than the one found before.
    let [from, to] = [low, top]
    while (to - from > 1e-16 * scale) {
      const middle = (from + to) / 2
      if (middle <= from || middle >= to) break
      if (below(middle) <= size - index - 1) from = middle
      else to = middle
      done += 4 * size
    }
    values[index] = (from + to) / 2
    top = to
    if (done > between) {
      await pause(done)
      done = 0
    }
  }
  return values
}

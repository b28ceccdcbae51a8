import type { FloatTensor } from '../../shared/tensor'

/** Mean of rows [n, d_model] at the places that are asked for: [d_model]. */
export function meanRow({ data, shape }: FloatTensor, places: readonly number[]): Float64Array {
  const width = shape[1]!
  const mean = new Float64Array(width)
  for (const place of places) for (let i = 0; i < width; i++) mean[i]! += data[place * width + i]!
  return mean.map((sum) => sum / places.length)
}

/**
 * The difference of two lists' means, from `minus` to `plus` (the mean-difference direction; Marks and Tegmark 2023, "The
 * Geometry of Truth", arXiv 2310.06824, call it the mass-mean direction): [d_model].
 */
export function meanDifference(minus: FloatTensor, plus: FloatTensor): Float32Array {
  const [from, to] = [minus, plus].map((rows) => meanRow(rows, every(rows))) as [Float64Array, Float64Array]
  return Float32Array.from(to, (value, i) => value - from[i]!)
}

/** What of it each entry is left out of: [minus rows], [plus rows] of where they lie along the rest's direction. */
export interface AlongRest {
  readonly minus: number[]
  readonly plus: number[]
}

/**
 * Each entry's scalar product with the unit direction that the other entries make, since entries that a direction was made of
 * lie apart along it in any case once d_model is large. Of pairs, the partner is left out as well. Null where one entry of a list
 * would leave none.
 */
export function alongTheRest(minus: FloatTensor, plus: FloatTensor, paired: boolean): AlongRest | null {
  const [n, m] = [minus.shape[0]!, plus.shape[0]!]
  if (n < 2 || m < 2) return null
  const but = (count: number, left: number) => Array.from({ length: count }, (_, at) => at).filter((at) => at !== left)
  const along = (rows: FloatTensor, place: number, from: Float64Array, to: Float64Array) => {
    const width = from.length
    let [sum, squares] = [0, 0]
    for (let i = 0; i < width; i++) {
      const step = to[i]! - from[i]!
      sum += rows.data[place * width + i]! * step
      squares += step * step
    }
    return squares === 0 ? 0 : sum / Math.sqrt(squares)
  }
  const [whole, other] = [meanRow(minus, every(minus)), meanRow(plus, every(plus))]
  return {
    minus: every(minus).map((at) =>
      along(minus, at, meanRow(minus, but(n, at)), paired ? meanRow(plus, but(m, at)) : other),
    ),
    plus: every(plus).map((at) =>
      along(plus, at, paired ? meanRow(minus, but(n, at)) : whole, meanRow(plus, but(m, at))),
    ),
  }
}

function every({ shape }: FloatTensor): number[] {
  return Array.from({ length: shape[0]! }, (_, at) => at)
}

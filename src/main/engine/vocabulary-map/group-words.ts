import type { FloatTensor } from '../../../shared/tensor'
import { kMeans } from '../../analysis'
import type { RowProducts } from '../../inference'
import { breathe } from '../long-call'
import type { RunOptions } from '../run-options'

/** Words that stand for a group. */
export const wordsOfGroup = 6

export interface Groups {
  /** Group of each word, the largest group 0. */
  readonly of: Uint16Array
  /** Ids of the words nearest to each group's mean: at most `wordsOfGroup`. */
  readonly nearest: readonly (readonly number[])[]
}

/** Puts every word to the nearest of some centres, piece by piece, and remembers for each those nearest to it. */
export class WordGroups {
  readonly #products: RowProducts
  readonly #centres: FloatTensor
  readonly #of: Uint16Array
  readonly #near: { id: number; square: number }[][]

  constructor(products: RowProducts, centres: FloatTensor, words: number) {
    this.#products = products
    this.#centres = centres
    this.#of = new Uint16Array(words)
    this.#near = Array.from({ length: centres.shape[0]! }, () => [])
  }

  async add(first: number, rows: FloatTensor): Promise<void> {
    const { ids, squares } = await this.#products.nearestCentre(rows, this.#centres)
    for (const [at, group] of ids.entries()) {
      this.#of[first + at] = group
      const near = this.#near[group]!
      if (near.length === wordsOfGroup && squares[at]! >= near.at(-1)!.square) continue
      near.push({ id: first + at, square: squares[at]! })
      near.sort((a, b) => a.square - b.square)
      if (near.length > wordsOfGroup) near.pop()
    }
  }

  end(): Groups {
    const sizes = this.#near.map(() => 0)
    for (const group of this.#of) sizes[group]!++
    const order = [...sizes.keys()].filter((group) => sizes[group]! > 0).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
    const place = new Map(order.map((group, at) => [group, at]))
    return {
      of: this.#of.map((group) => place.get(group)!),
      nearest: order.map((group) => this.#near[group]!.map(({ id }) => id)),
    }
  }
}

/** Centres of k-means over a sample of the rows. */
export async function groupCentres(
  sample: FloatTensor,
  clusters: { readonly count: number; readonly seed: number },
  products: RowProducts,
  { onProgress, signal }: RunOptions,
): Promise<FloatTensor> {
  return kMeans(
    sample,
    clusters,
    (rows, centres) => products.nearestCentre(rows, centres),
    async (done, total) => {
      onProgress?.({ stage: 'grouping', done, total })
      await breathe(signal)
    },
  )
}

/** The mean of rows. */
export function meanOfRows({ data, shape }: FloatTensor): Float32Array {
  const [count, width] = shape as [number, number]
  const sums = new Float64Array(width)
  for (let at = 0; at < data.length; at++) sums[at % width]! += data[at]!
  return Float32Array.from(sums, (sum) => sum / count)
}

import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { evenlyTaken } from './evenly-taken'
import { kMeans, type NearestCentre } from './k-means'
import { refineNearRows } from './refine-near-rows'
import type { NearRows } from './umap/near-rows'

/** Large products, handed in. */
export interface NearProducts {
  readonly nearestCentre: NearestCentre
  /**
   * For each of `rows` [n, width] the places of the `k` nearest among others [m, width], [n, k]. `halves` are half their squared
   * lengths.
   */
  nearestAmong(rows: FloatTensor, among: FloatTensor, halves: Float32Array, k: number): Promise<Int32Array>
}

export interface FoundNear {
  readonly near: NearRows
  /** Null where all are the nearest; else the share of the true ones that was found for a sample of so many rows. */
  readonly checked: { readonly recall: number; readonly sample: number } | null
}

export interface FindNear {
  readonly k: number
  /** Products of two numbers that comparing every row with every other may take; beyond it, near groups alone are compared. */
  readonly mostProducts?: number
  /** Rows that each is compared with, at least, where not with all. */
  readonly compared?: number
  /** Awaited now and then with what is done, from 0 to 1. */
  pause(done: number): Promise<void>
}

/** Half a minute on two cores: all pairs of 50,000 rows of 576 numbers. */
const usual = 1.5e12
/** Of a call that holds the thread: some hundredths of a second. */
const productsAtOnce = 2e9
const rowsOfGroup = 256
const usuallyCompared = 6144
const checkedRows = 256
/** Of k-means, and then of asking near rows for theirs. */
const rounds = { ofGroups: 8, ofAsking: 2 } as const
/** Rows from which groups are made. */
const sampled = 65_536

/**
 * The nearest others of every row by Euclidean distance: of all rows, or, where that would take too long, of the rows in the groups
 * nearest to its own. Those come of k-means, as in inverted files (Jégou, Douze and Schmid 2011), which needs nothing but the
 * products that find exact neighbours, and finds the same ones every time; then rows ask near rows for theirs. How many were missed is
 * measured and answered.
 */
export async function findNearRows(
  rows: FloatTensor,
  { k, mostProducts = usual, compared = usuallyCompared, pause }: FindNear,
  products: NearProducts,
): Promise<FoundNear> {
  const [count, width] = rows.shape as [number, number]
  const wanted = Math.min(k, count - 1)
  const finder = new Finder(rows, wanted, products)
  if (count * count * width <= mostProducts || count <= 2 * compared) {
    const all = Int32Array.from({ length: count }, (_, id) => id)
    await finder.compare(all, null, (done) => pause(done / count))
    return { near: finder.near, checked: null }
  }
  const parts = 2 + rounds.ofAsking
  const { members, neighbours } = await groupsOf(rows, products, (done) => pause(done / parts))
  let done = 0
  for (const [group, own] of members.entries()) {
    const among: number[] = []
    for (const other of neighbours(group)) {
      if (among.length >= compared) break
      for (const id of members[other]!) among.push(id)
    }
    await finder.compare(own, Int32Array.from(among), (some) => pause((1 + (done + some) / count) / parts))
    done += own.length
  }
  let changed: Uint8Array = new Uint8Array(count).fill(1)
  for (let round = 2; round < parts; round++) {
    changed = await refineNearRows(rows, finder.near, changed, (some) => pause((round + some / count) / parts))
  }
  return { near: finder.near, checked: await finder.check() }
}

class Finder {
  readonly near: NearRows
  readonly #rows: FloatTensor
  readonly #halves: Float32Array
  readonly #products: NearProducts

  constructor(rows: FloatTensor, k: number, products: NearProducts) {
    const [count, width] = rows.shape as [number, number]
    this.#rows = rows
    this.#products = products
    this.near = { k, ids: new Int32Array(count * k), distances: new Float32Array(count * k) }
    this.#halves = new Float32Array(count)
    for (let row = 0, at = 0; row < count; row++) {
      let sum = 0
      for (const end = at + width; at < end; at++) sum += rows.data[at]! ** 2
      this.#halves[row] = sum / 2
    }
  }

  /** Compares rows with some others, or with all. */
  async compare(own: Int32Array, others: Int32Array | null, pause: (done: number) => Promise<void>): Promise<void> {
    const { k, ids, distances } = this.near
    await this.#each(own, others, pause, (row, found) => {
      for (const [place, { id, distance }] of found.entries()) {
        ids[row * k + place] = id
        distances[row * k + place] = distance
      }
    })
  }

  async check(): Promise<{ recall: number; sample: number }> {
    const { k, ids } = this.near
    const count = this.#rows.shape[0]!
    const sample = Int32Array.from(evenlyTaken(count, checkedRows))
    let kept = 0
    await this.#each(
      sample,
      null,
      async () => {},
      (row, found) => {
        const own = new Set(ids.subarray(row * k, (row + 1) * k))
        for (const { id } of found) if (own.has(id)) kept++
      },
    )
    return { recall: kept / (k * sample.length), sample: sample.length }
  }

  async #each(
    own: Int32Array,
    others: Int32Array | null,
    pause: (done: number) => Promise<void>,
    take: (row: number, found: readonly { id: number; distance: number }[]) => void,
  ): Promise<void> {
    const { k } = this.near
    const width = this.#rows.shape[1]!
    const among = others === null ? this.#rows : taken(this.#rows, others)
    const halves = others === null ? this.#halves : Float32Array.from(others, (id) => this.#halves[id]!)
    const size = halves.length
    // One more, since a row is its own nearest; among equal rows it may be missing.
    const places = Math.min(size, k + 1)
    const atOnce = Math.max(1, Math.floor(productsAtOnce / (size * width)))
    for (let from = 0; from < own.length; from += atOnce) {
      await pause(from)
      const some = own.subarray(from, from + atOnce)
      const found = await this.#products.nearestAmong(taken(this.#rows, some), among, halves, places)
      for (const [at, row] of some.entries()) {
        const near: { id: number; distance: number }[] = []
        for (let place = at * places; place < (at + 1) * places; place++) {
          const id = others === null ? found[place]! : others[found[place]!]!
          if (id !== row) near.push({ id, distance: this.#distance(row, id) })
        }
        near.sort((a, b) => a.distance - b.distance || a.id - b.id)
        take(row, near.slice(0, k))
      }
    }
  }

  /** From the numbers themselves: what products of F32 leave of small differences is no distance. */
  #distance(a: number, b: number): number {
    const { data, shape } = this.#rows
    const width = shape[1]!
    let sum = 0
    for (let i = a * width, j = b * width; i < (a + 1) * width; i++, j++) sum += (data[i]! - data[j]!) ** 2
    return Math.sqrt(sum)
  }
}

/** Rows by the group that they are in, and the groups in the order of how near they are to one, itself the first. */
async function groupsOf(rows: FloatTensor, { nearestCentre }: NearProducts, pause: (done: number) => Promise<void>) {
  const [count, width] = rows.shape as [number, number]
  const wanted = Math.ceil(count / rowsOfGroup)
  const sample = taken(rows, evenlyTaken(count, sampled))
  const all = rounds.ofGroups * sample.shape[0]! + count
  let done = 0
  // Some rows at a time: all their products at once would take gigabytes.
  const nearest: NearestCentre = async (some, centres) => {
    const size = some.shape[0]!
    const ids = new Int32Array(size)
    const squares = new Float64Array(size)
    const atOnce = Math.max(1, Math.floor(productsAtOnce / (centres.shape[0]! * width)))
    for (let from = 0; from < size; from += atOnce) {
      await pause(done / all)
      const end = Math.min(size, from + atOnce)
      const found = await nearestCentre(
        floatTensor(some.data.subarray(from * width, end * width), [end - from, width]),
        centres,
      )
      ids.set(found.ids, from)
      squares.set(found.squares, from)
      done += end - from
    }
    return { ids, squares }
  }
  const means = { count: wanted, seed: 1, start: 'any', rounds: rounds.ofGroups } as const
  const centres = await kMeans(sample, means, nearest, async () => {})
  const groups = centres.shape[0]!
  const members: number[][] = Array.from({ length: groups }, () => [])
  const { ids } = await nearest(rows, centres)
  for (let id = 0; id < count; id++) members[ids[id]!]!.push(id)
  const neighbours = (group: number) => {
    const squares = new Float64Array(groups)
    for (let other = 0; other < groups; other++) {
      for (let i = 0; i < width; i++)
        squares[other]! += (centres.data[group * width + i]! - centres.data[other * width + i]!) ** 2
    }
    return [...squares.keys()].sort((a, b) => squares[a]! - squares[b]! || a - b)
  }
  return { members: members.map((ids) => Int32Array.from(ids)), neighbours }
}

function taken({ data, shape }: FloatTensor, ids: ArrayLike<number>): FloatTensor {
  const width = shape[1]!
  const out = new Float32Array(ids.length * width)
  for (let at = 0; at < ids.length; at++) out.set(data.subarray(ids[at]! * width, (ids[at]! + 1) * width), at * width)
  return floatTensor(out, [ids.length, width])
}

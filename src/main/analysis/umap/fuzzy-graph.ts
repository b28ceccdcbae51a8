import type { Sliced } from '../../../shared/slices'
import type { NearRows } from './near-rows'
import { smoothDistances } from './smooth-distances'

/** Edges between rows with their strengths, in (0, 1]: both ways, by the row that they come from. */
export interface FuzzyGraph {
  readonly rows: number
  readonly from: Int32Array
  readonly to: Int32Array
  readonly strengths: Float32Array
}

/** Of a step. */
const rowsAtOnce = 4096

/**
 * The fuzzy graph of UMAP (McInnes, Healy and Melville 2018, algorithms 1 and 2): each row is joined to its neighbours with
 * exp(−(d − ρ)/σ), and what two rows say of each other is put together as a + b − ab.
 */
export function* fuzzyGraph(near: NearRows): Sliced<FuzzyGraph> {
  const { k, ids, distances } = near
  const rows = ids.length / k
  const { nearest, scale } = yield* smoothDistances(near)
  const own = new Float32Array(distances.length)
  for (let row = 0; row < rows; row++) {
    if (row % rowsAtOnce === 0) yield 1
    for (let at = row * k; at < (row + 1) * k; at++) {
      const beyond = distances[at]! - nearest[row]!
      own[at] = beyond <= 0 || scale[row] === 0 ? 1 : Math.exp(-beyond / scale[row]!)
    }
  }
  const other = yield* turnedOver(ids, own, k, rows)
  const [from, to, strengths] = [
    new Int32Array(2 * ids.length),
    new Int32Array(2 * ids.length),
    new Float32Array(2 * ids.length),
  ]
  /** Where this row's edge to another stands; of an earlier row where it is below `begin`. */
  const place = new Int32Array(rows).fill(-1)
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (row % rowsAtOnce === 0) yield 1
    const begin = count
    const add = (id: number, strength: number) => {
      const at = place[id]!
      if (at >= begin) {
        strengths[at] = strengths[at]! + strength - strengths[at]! * strength
        return
      }
      place[id] = count
      from[count] = row
      to[count] = id
      strengths[count++] = strength
    }
    for (let at = row * k; at < (row + 1) * k; at++) if (own[at]! > 0) add(ids[at]!, own[at]!)
    for (let at = other.begins[row]!; at < other.begins[row + 1]!; at++) add(other.from[at]!, other.strengths[at]!)
  }
  return { rows, from: from.slice(0, count), to: to.slice(0, count), strengths: strengths.slice(0, count) }
}

/** Edges by the row that they go to. */
function* turnedOver(ids: Int32Array, own: Float32Array, k: number, rows: number) {
  const begins = new Int32Array(rows + 1)
  for (let at = 0; at < ids.length; at++) if (own[at]! > 0) begins[ids[at]! + 1]!++
  for (let row = 0; row < rows; row++) begins[row + 1]! += begins[row]!
  const next = begins.slice()
  const [from, strengths] = [new Int32Array(ids.length), new Float32Array(ids.length)]
  for (let row = 0; row < rows; row++) {
    if (row % rowsAtOnce === 0) yield 1
    for (let at = row * k; at < (row + 1) * k; at++) {
      if (!(own[at]! > 0)) continue
      const place = next[ids[at]!]!++
      from[place] = row
      strengths[place] = own[at]!
    }
  }
  return { begins, from, strengths }
}

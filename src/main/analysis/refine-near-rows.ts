import type { FloatTensor } from '../../shared/tensor'
import type { NearRows } from './umap/near-rows'

/** Of rows that name a row as near, so many are asked for theirs. */
const mostReverse = 16
const rowsAtOnce = 64
/** A distance is given up as soon as it is too long, looked at every so many numbers. */
const stride = 32

/**
 * Looks for nearer rows among the near rows of near rows, and of rows that name a row as near, in place, one row after the other: a
 * round of NN-descent (Dong, Moses and Li 2011). `changed` says whose lists are new to those that ask; answers the same of the next
 * round. `distances` are Euclidean.
 */
export async function refineNearRows(
  { data, shape }: FloatTensor,
  { k, ids, distances }: NearRows,
  changed: Uint8Array,
  pause: (done: number) => Promise<void>,
): Promise<Uint8Array> {
  const [count, width] = shape as [number, number]
  const next = new Uint8Array(count)
  const reverse = reverseOf(ids, k, count)
  const seen = new Int32Array(count).fill(-1)

  /** The square of the distance, or of what it is longer than. */
  const square = (a: number, b: number, most: number) => {
    let sum = 0
    for (let from = 0; from < width && sum <= most; from += stride) {
      const end = a * width + Math.min(width, from + stride)
      for (let i = a * width + from, j = b * width + from; i < end; i++, j++) {
        const away = data[i]! - data[j]!
        sum += away * away
      }
    }
    return sum
  }

  const look = (row: number) => {
    const begin = row * k
    const last = begin + k - 1
    seen[row] = row
    for (let at = begin; at <= last; at++) seen[ids[at]!] = row
    const ask = (other: number) => {
      if (changed[other] === 0) return
      for (let at = other * k; at < (other + 1) * k; at++) {
        const id = ids[at]!
        if (seen[id] === row) continue
        seen[id] = row
        const most = distances[last]! ** 2
        const found = square(row, id, most)
        if (found >= most) continue
        const distance = Math.sqrt(found)
        let place = last
        for (; place > begin && distances[place - 1]! > distance; place--) {
          distances[place] = distances[place - 1]!
          ids[place] = ids[place - 1]!
        }
        distances[place] = distance
        ids[place] = id
        next[row] = 1
      }
    }
    const own = ids.slice(begin, last + 1)
    for (const id of own) ask(id)
    for (let at = reverse.begins[row]!; at < reverse.begins[row + 1]!; at++) ask(reverse.from[at]!)
  }

  for (let from = 0; from < count; from += rowsAtOnce) {
    await pause(from)
    for (let row = from; row < Math.min(count, from + rowsAtOnce); row++) look(row)
  }
  return next
}

/** The rows that name each row as near, the first of them. */
function reverseOf(ids: Int32Array, k: number, count: number) {
  const sizes = new Int32Array(count)
  for (const id of ids) sizes[id] = Math.min(mostReverse, sizes[id]! + 1)
  const begins = new Int32Array(count + 1)
  for (let row = 0; row < count; row++) begins[row + 1] = begins[row]! + sizes[row]!
  const from = new Int32Array(begins[count]!)
  const next = begins.slice(0, count)
  for (const [at, id] of ids.entries()) {
    if (next[id]! < begins[id + 1]!) from[next[id]!++] = Math.floor(at / k)
  }
  return { begins, from }
}

import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { evenlyTaken } from './evenly-taken'
import { seededRandom } from './sampling-random'

/** For each row the nearest of some centres, and its squared distance to it. */
export type NearestCentre = (
  rows: FloatTensor,
  centres: FloatTensor,
) => Promise<{ readonly ids: Int32Array; readonly squares: Float64Array }>

export interface KMeans {
  readonly count: number
  readonly seed: number
  /** Whether the first centres are dealt out by how far they are from one another, or any rows, evenly taken. */
  readonly start?: 'far apart' | 'any'
  /** At most so many. */
  readonly rounds?: number
}

/**
 * k-means by Lloyd's rounds (Lloyd 1982) from centres dealt out by k-means++ (Arthur and Vassilvitskii 2007), until no row
 * changes its centre: [k, width], fewer where there are fewer distinct rows. Equal seeds give equal centres.
 */
export async function kMeans(
  rows: FloatTensor,
  { count, seed, start = 'far apart', rounds = 40 }: KMeans,
  nearest: NearestCentre,
  pause: (done: number, total: number) => Promise<void>,
): Promise<FloatTensor> {
  let centres = start === 'any' ? someRows(rows, count) : firstCentres(rows, count, seededRandom(seed))
  let before: Int32Array | null = null
  for (let round = 0; round < rounds; round++) {
    await pause(round, rounds)
    const { ids, squares } = await nearest(rows, centres)
    if (before?.every((id, at) => id === ids[at])) break
    before = ids
    centres = meansOf(rows, ids, squares, centres.shape[0]!)
  }
  return centres
}

/** Each further centre is a row dealt out by its squared distance to the nearest one before it. */
function firstCentres(rows: FloatTensor, count: number, random: () => number): FloatTensor {
  const [rowCount, width] = rows.shape as [number, number]
  const chosen: number[] = [Math.min(rowCount - 1, Math.floor(random() * rowCount))]
  const squares = new Float64Array(rowCount).fill(Number.POSITIVE_INFINITY)
  while (chosen.length < Math.min(count, rowCount)) {
    const last = row(rows, chosen.at(-1)!)
    let sum = 0
    for (let at = 0; at < rowCount; at++) {
      const own = rows.data.subarray(at * width, (at + 1) * width)
      let square = 0
      for (let i = 0; i < width; i++) square += (own[i]! - last[i]!) ** 2
      if (square < squares[at]!) squares[at] = square
      sum += squares[at]!
    }
    if (!(sum > 0)) break
    let left = random() * sum
    let next = squares.findIndex((square) => {
      left -= square
      return left < 0
    })
    if (next < 0) next = squares.findLastIndex((square) => square > 0)
    chosen.push(next)
  }
  return rowsAt(rows, chosen)
}

function someRows(rows: FloatTensor, count: number): FloatTensor {
  return rowsAt(rows, evenlyTaken(rows.shape[0]!, count))
}

function rowsAt(rows: FloatTensor, places: readonly number[]): FloatTensor {
  const width = rows.shape[1]!
  const data = new Float32Array(places.length * width)
  for (const [at, place] of places.entries()) data.set(row(rows, place), at * width)
  return floatTensor(data, [places.length, width])
}

/** A centre that no row is near to becomes the row farthest from its own. */
function meansOf(rows: FloatTensor, ids: Int32Array, squares: Float64Array, count: number): FloatTensor {
  const width = rows.shape[1]!
  const sums = new Float64Array(count * width)
  const members = new Int32Array(count)
  for (const [at, id] of ids.entries()) {
    members[id]!++
    for (let i = 0; i < width; i++) sums[id * width + i]! += rows.data[at * width + i]!
  }
  const data = new Float32Array(count * width)
  const far = members.includes(0) ? [...squares.keys()].sort((a, b) => squares[b]! - squares[a]! || a - b) : []
  let empty = 0
  for (let id = 0; id < count; id++) {
    if (members[id] === 0) data.set(row(rows, far[empty++]!), id * width)
    else for (let i = 0; i < width; i++) data[id * width + i] = sums[id * width + i]! / members[id]!
  }
  return floatTensor(data, [count, width])
}

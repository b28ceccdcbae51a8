import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { rowProductGraphs } from '../graph'
import { KeptSessions } from './kept-sessions'
import { floats, ints } from './tensors'

/** Products of rows that are handed in some at a time, F32 [rows, width], on the CPU. */
export class RowProducts {
  readonly #sessions = new KeptSessions('cpu')

  /** The sum over the rows of (x − origin)(x − origin)ᵀ: [width, width]. */
  async scatter(rows: FloatTensor, origin: Float32Array): Promise<Float32Array> {
    const results = await this.#sessions.run('scatter', rowProductGraphs.scatter, {
      rows: floats(rows),
      origin: floats(floatTensor(origin, [origin.length])),
    })
    return results.get('scatter')!.data as Float32Array
  }

  /** For each row the nearest of some centres [centres, width] by Euclidean distance, and the square of that. */
  async nearestCentre(rows: FloatTensor, centres: FloatTensor): Promise<{ ids: Int32Array; squares: Float64Array }> {
    const count = centres.shape[0]!
    const halves = Float32Array.from(squaresOf(centres), (square) => square / 2)
    const results = await this.#sessions.run('nearestCentre', rowProductGraphs.nearestCentre, {
      rows: floats(rows),
      centres: floats(centres),
      halves: floats(floatTensor(halves, [count])),
    })
    const values = results.get('values')!.data as Float32Array
    const squares = squaresOf(rows).map((square, row) => Math.max(0, square - 2 * values[row]!))
    return { ids: Int32Array.from(results.get('ids')!.data as BigInt64Array, Number), squares }
  }

  /** Places of the `k` nearest among some rows [others, width], the nearest first: [rows, k]. */
  async nearestAmong(rows: FloatTensor, among: FloatTensor, halves: Float32Array, k: number): Promise<Int32Array> {
    const results = await this.#sessions.run('nearestAmong', rowProductGraphs.nearestAmong, {
      rows: floats(rows),
      among: floats(among),
      halves: floats(floatTensor(halves, [halves.length])),
      k: ints([k]),
    })
    return Int32Array.from(results.get('ids')!.data as BigInt64Array, Number)
  }

  async release(): Promise<void> {
    await this.#sessions.release()
  }
}

/** Squared lengths of rows. */
function squaresOf({ data, shape }: FloatTensor): Float64Array {
  const [count, width] = shape as [number, number]
  const squares = new Float64Array(count)
  for (let row = 0, at = 0; row < count; row++) {
    let sum = 0
    for (const end = at + width; at < end; at++) sum += data[at]! * data[at]!
    squares[row] = sum
  }
  return squares
}

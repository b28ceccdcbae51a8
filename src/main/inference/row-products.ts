import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { rowProductGraphs } from '../graph'
import { KeptSessions } from './kept-sessions'
import { floats } from './tensors'

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
    const [count, width] = centres.shape as [number, number]
    const halves = new Float32Array(count)
    for (let at = 0; at < centres.data.length; at++) halves[Math.floor(at / width)]! += centres.data[at]! ** 2 / 2
    const results = await this.#sessions.run('nearestCentre', rowProductGraphs.nearestCentre, {
      rows: floats(rows),
      centres: floats(centres),
      halves: floats(floatTensor(halves, [count])),
    })
    const values = results.get('values')!.data as Float32Array
    const squares = Float64Array.from(values, (value) => -2 * value)
    for (let at = 0; at < rows.data.length; at++) squares[Math.floor(at / width)]! += rows.data[at]! ** 2
    return { ids: Int32Array.from(results.get('ids')!.data as BigInt64Array, Number), squares }
  }

  async release(): Promise<void> {
    await this.#sessions.release()
  }
}

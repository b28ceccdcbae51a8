import { describe, expect, it } from 'vitest'
import { floatTensor, row } from '../../shared/tensor'
import { kMeans, type NearestCentre } from './k-means'
import { seededRandom } from './sampling-random'

const nearest: NearestCentre = async (rows, centres) => {
  const found = Array.from({ length: rows.shape[0]! }, (_, at) => {
    const squares = Array.from({ length: centres.shape[0]! }, (_, centre) =>
      row(rows, at).reduce((sum, value, i) => sum + (value - row(centres, centre)[i]!) ** 2, 0),
    )
    const id = squares.indexOf(Math.min(...squares))
    return { id, square: squares[id]! }
  })
  return { ids: Int32Array.from(found, ({ id }) => id), squares: Float64Array.from(found, ({ square }) => square) }
}
const pause = async () => {}

/** Three heaps of 20 around 0, 100 and 200. */
function heaps() {
  const random = seededRandom(3)
  return floatTensor(
    Float32Array.from({ length: 120 }, (_, at) => 100 * Math.floor(at / 40) + random()),
    [60, 2],
  )
}

describe('k-means', () => {
  it('finds heaps that lie apart, whatever the seed', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const { data, shape } = await kMeans(heaps(), { count: 3, seed }, nearest, pause)
      expect(shape).toEqual([3, 2])
      const firsts = [data[0]!, data[2]!, data[4]!].sort((a, b) => a - b)
      for (const [at, first] of firsts.entries()) expect(Math.abs(first - (100 * at + 0.5))).toBeLessThan(0.3)
    }
  })

  it('gives equal centres for equal seeds', async () => {
    const run = () => kMeans(heaps(), { count: 7, seed: 5 }, nearest, pause)
    expect(await run()).toEqual(await run())
  })

  it('has no more centres than there are distinct rows', async () => {
    const same = floatTensor(new Float32Array(20).fill(2), [10, 2])
    expect((await kMeans(same, { count: 4, seed: 1 }, nearest, pause)).shape).toEqual([1, 2])
  })

  it('stops where it is told to', async () => {
    const stop = async () => {
      throw new Error('stopped')
    }
    await expect(kMeans(heaps(), { count: 3, seed: 1 }, nearest, stop)).rejects.toThrow('stopped')
  })
})

import { describe, expect, it } from 'vitest'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { findNearRows, type NearProducts } from './find-near-rows'
import { seededRandom } from './sampling-random'

function square(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0)
}

function nearestOf(vector: Float32Array, among: FloatTensor, k: number): number[] {
  const squares = Array.from({ length: among.shape[0]! }, (_, at) => square(vector, row(among, at)))
  return [...squares.keys()].sort((a, b) => squares[a]! - squares[b]! || a - b).slice(0, k)
}

/** Loops in the place of matrix products. */
const loops: NearProducts = {
  async nearestCentre(rows, centres) {
    const found = Array.from({ length: rows.shape[0]! }, (_, at) => nearestOf(row(rows, at), centres, 1)[0]!)
    const squares = Float64Array.from(found, (id, at) => square(row(rows, at), row(centres, id)))
    return { ids: Int32Array.from(found), squares }
  },
  async nearestAmong(rows, among, _, k) {
    return Int32Array.from(Array.from({ length: rows.shape[0]! }, (_, at) => nearestOf(row(rows, at), among, k)).flat())
  },
}

function clustered(count: number, width: number): FloatTensor {
  const random = seededRandom(7)
  const centres = Array.from({ length: 8 * width }, () => 6 * random())
  const data = Float32Array.from({ length: count * width }, (_, at) => {
    const cluster = Math.floor(at / width) % 8
    return centres[cluster * width + (at % width)]! + random()
  })
  return floatTensor(data, [count, width])
}

const pause = async () => {}

describe('the nearest rows', () => {
  it('are those of a loop over all pairs, nearest first, with their distances', async () => {
    const rows = clustered(120, 5)
    const { near, checked } = await findNearRows(rows, { k: 4, pause }, loops)
    expect(checked).toBeNull()
    for (let at = 0; at < 120; at++) {
      const wanted = nearestOf(row(rows, at), rows, 5).filter((id) => id !== at)
      expect([...near.ids.subarray(4 * at, 4 * at + 4)]).toEqual(wanted.slice(0, 4))
      for (const [place, id] of wanted.slice(0, 4).entries()) {
        expect(near.distances[4 * at + place]).toBeCloseTo(Math.sqrt(square(row(rows, at), row(rows, id))), 5)
      }
    }
  })

  it('are all others where there are fewer rows than were asked for', async () => {
    const { near } = await findNearRows(clustered(3, 2), { k: 10, pause }, loops)
    expect(near.k).toBe(2)
    expect([...near.ids.subarray(0, 2)].sort()).toEqual([1, 2])
  })

  it('do not have a row among its own, were others the same', async () => {
    const same = floatTensor(new Float32Array(12).fill(1), [6, 2])
    const { near } = await findNearRows(same, { k: 3, pause }, loops)
    for (let at = 0; at < 6; at++) expect(near.ids.subarray(3 * at, 3 * at + 3)).not.toContain(at)
    expect([...near.distances]).toEqual(Array(18).fill(0))
  })

  it('are looked for among near groups where all pairs would be too many, and how many were found is told', async () => {
    const rows = clustered(600, 6)
    const asked = { k: 5, mostProducts: 1, compared: 60, pause }
    const { near, checked } = await findNearRows(rows, asked, loops)
    expect(checked!.sample).toBeGreaterThan(100)
    let kept = 0
    for (let at = 0; at < 600; at++) {
      const wanted = nearestOf(row(rows, at), rows, 6).filter((id) => id !== at)
      const own = near.ids.subarray(5 * at, 5 * at + 5)
      expect(new Set(own).size).toBe(5)
      kept += wanted.slice(0, 5).filter((id) => own.includes(id)).length
    }
    expect(kept / 3000).toBeGreaterThan(0.95)
    expect(Math.abs(kept / 3000 - checked!.recall)).toBeLessThan(0.05)
    expect(await findNearRows(rows, asked, loops)).toEqual({ near, checked })
  })
})

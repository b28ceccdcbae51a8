import { describe, expect, it } from 'vitest'
import type { Decomposition } from '../decomposition'
import { cellsOf, stillParts } from './decomposition-map'

const placeOf = (layer: number) => ({ name: `${layer}`, layer, queries: 'all', keys: 'all' }) as const
const cell = (value: number) => ({ value, length: Math.abs(value) + 1 })
const map: Decomposition['map'] = {
  rows: [
    { layer: 0, place: placeOf(0), heads: [cell(1), cell(-2)], bias: cell(0.25), mlp: cell(3), shift: 0.5 },
    { layer: 1, place: placeOf(1), heads: [cell(4), cell(5)], bias: cell(-0.75), mlp: cell(-1), shift: 0 },
  ],
  start: cell(2),
  finalShift: 0,
  wordBias: -0.5,
  total: 11.5,
  off: 0,
}

describe('the parts beside heads and MLPs', () => {
  it('make the sum whole, with what the cells of heads and MLPs say', () => {
    const { start, rows, end } = stillParts({ map }, true)
    const cells = map.rows.flatMap(cellsOf).reduce((sum, cell) => sum + cell!.value, 0)
    const still = [start, ...rows.flat(), ...end].reduce((sum, { number }) => sum + number, 0)
    expect(cells + still).toBeCloseTo(map.total, 12)
    expect(end.map(({ key }) => key)).toEqual(['wordBias'])
  })

  it('are as many in each layer, also where a layer’s own is zero', () => {
    expect(stillParts({ map }, true).rows.map((parts) => parts.map(({ key }) => key))).toEqual([
      ['bias', 'shift'],
      ['bias', 'shift'],
    ])
  })

  it('are those with a length where length is what is counted', () => {
    const { start, rows, end } = stillParts({ map }, false)
    expect(start.number).toBe(3)
    expect(rows.map((parts) => parts.map(({ number }) => number))).toEqual([[1.25], [1.75]])
    expect(end).toEqual([])
  })
})

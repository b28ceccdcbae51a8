import { describe, expect, it } from 'vitest'
import { patternCost, weightsAt } from './head-detail'

const row = [
  { score: 1000, masked: false },
  { score: 1001, masked: false },
  { score: 5000, masked: true },
]

describe('weights at a temperature', () => {
  it('are the logistic function of two scores’ difference by the temperature, and 0 where masked', () => {
    for (const temperature of [0.1, 1, 4]) {
      const second = 1 / (1 + Math.exp(-1 / temperature))
      const weights = weightsAt({ row, sink: null }, temperature)
      expect(weights[0]).toBeCloseTo(1 - second, 12)
      expect(weights[1]).toBeCloseTo(second, 12)
      expect(weights[2]).toBe(0)
    }
  })
})

describe('weights beside a sink', () => {
  it('are those of the softmax over keys and the sink, and leave out the sink’s', () => {
    const scores = [
      { score: 1, masked: false },
      { score: 0, masked: false },
    ]
    const sum = Math.exp(1) + 1 + Math.exp(2)
    const weights = weightsAt({ row: scores, sink: 2 }, 1)
    expect(weights[0]).toBeCloseTo(Math.exp(1) / sum, 12)
    expect(weights[1]).toBeCloseTo(1 / sum, 12)
  })
})

describe('the cost of a context', () => {
  it('grows with the square of its length, four bytes a weight', () => {
    const places = Array.from({ length: 6 }, () => ({ heads: 4, queries: 'all', keys: 'all' }) as const)
    expect(patternCost(places, () => 6)).toEqual({ weights: 864, bytes: 3456 })
    expect(patternCost(places, () => 1024).bytes).toBe(100_663_296)
  })

  it('is of the queries by the keys where these are of two texts', () => {
    const cross = { heads: 2, queries: 'decoder', keys: 'encoder' } as const
    expect(patternCost([cross], (side) => (side === 'encoder' ? 7 : 3)).weights).toBe(42)
  })
})

import { describe, expect, it } from 'vitest'
import { rowDifferences } from './pattern-difference'

const rows = (p: number[], q: number[], keys: number) => [
  ...rowDifferences(Float32Array.from(p), Float32Array.from(q), keys),
]

describe('the difference of two rows of a pattern', () => {
  it('is 0 for equal rows, and 1 for rows that share no key', () => {
    expect(rows([0.25, 0.75, 0, 1], [0.25, 0.75, 1, 0], 2)).toEqual([0, 1])
  })

  it('is the weight that moves from one key to another', () => {
    expect(rows([0.5, 0.3, 0.2], [0.2, 0.3, 0.5], 3)[0]).toBeCloseTo(0.3, 6)
  })

  it('counts what a sink takes as one key more', () => {
    // The one gives half of its weight to the sink, and the other none of what it reads.
    expect(rows([0.5, 0], [0.25, 0.25], 2)[0]).toBeCloseTo(0.25, 6)
    expect(rows([0.5, 0], [0.25, 0], 2)[0]).toBeCloseTo(0.25, 6)
  })

  it('is not made larger by rows that sum to 1 but for rounding', () => {
    expect(rows([0.4999999, 0.5], [0.5, 0.5], 2)[0]).toBeLessThan(1e-7)
  })
})

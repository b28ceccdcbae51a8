import { describe, expect, it } from 'vitest'
import type { Composition } from '../../shared/circuits'
import { strongestCompositions } from './compositions'

const between = (kind: Composition['kind'], from: number, to: number, score: number): Composition => ({
  kind,
  from: { layer: 0, head: from },
  to: { layer: 1, head: to },
  score,
})

describe('what is told of many compositions', () => {
  // 20 heads before 20 others, the score falling with the number of the pair from 1 to 0.0025.
  const all = Array.from({ length: 400 }, (_, at) => between('k', Math.floor(at / 20), at % 20, 1 - at / 400))

  it('is the strongest of each kind, from a score that is said, and under it four of each head', () => {
    const { compositions, spread } = strongestCompositions([...all, between('v', 0, 0, 0.25)])
    expect(spread.k.toldFrom).toBeCloseTo(1 - 239 / 400, 9)
    const ofKeys = compositions.filter(({ kind }) => kind === 'k')
    expect(ofKeys.filter(({ score }) => score >= spread.k.toldFrom)).toHaveLength(240)
    // Heads 12 to 19 of the first layer are below it, with their four strongest each.
    expect(ofKeys).toHaveLength(240 + 8 * 4)
    expect(spread.k.mean).toBeCloseTo(0.50125, 9)
  })

  it('is all of a kind that has few', () => {
    const { compositions, spread } = strongestCompositions(all.slice(0, 240))
    expect(compositions).toHaveLength(240)
    expect(spread.k.toldFrom).toBe(0)
    expect(spread.q).toEqual({ pairs: 0, mean: 0, deviation: 0, toldFrom: 0 })
  })
})

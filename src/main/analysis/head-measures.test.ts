import { describe, expect, it } from 'vitest'
import { meanPattern, rollout } from '../../shared/attention'
import { inductionOnRepeat, measureHead, repeatedIds } from './head-measures'
import { seededRandom } from './sampling-random'

/** A pattern whose query `i` puts all its weight on `keys[i]`. */
const pointing = (keys: readonly number[]) => {
  const pattern = new Float32Array(keys.length ** 2)
  for (const [query, key] of keys.entries()) pattern[query * keys.length + key] = 1
  return pattern
}

describe('what a head does', () => {
  it('is all previous token where each looks at the one before it', () => {
    const measures = measureHead(pointing([0, 0, 1, 2]), [5, 6, 7, 8], true)
    expect(measures).toEqual({
      previous: 1,
      first: expect.closeTo(1 / 3),
      duplicate: null,
      induction: null,
      entropy: 0,
      entropyShare: 0,
    })
  })

  it('counts duplicates and what followed them, from the tokens that have some', () => {
    // a b a b: position 2 has an a at 0, position 3 a b at 1.
    const ids = [1, 2, 1, 2]
    const duplicate = measureHead(pointing([0, 0, 0, 1]), ids, true)
    expect(duplicate.duplicate).toBe(1)
    expect(duplicate.induction).toBe(0)
    const induction = measureHead(pointing([0, 0, 1, 2]), ids, true)
    expect(induction.induction).toBe(1)
    expect(induction.duplicate).toBe(0)
  })

  it('does not take a token itself for what followed its twin', () => {
    expect(measureHead(pointing([0, 1]), [3, 3], true).induction).toBeNull()
  })

  it('has the entropy of even weights as the most that its keys allow', () => {
    const even = new Float32Array([1, 0, 0, 0.5, 0.5, 0, 1 / 3, 1 / 3, 1 / 3])
    const { entropy, entropyShare } = measureHead(even, [1, 2, 3], true)
    expect(entropy).toBeCloseTo((0 + 1 + Math.log2(3)) / 3, 6)
    expect(entropyShare).toBeCloseTo(1, 6)
    expect(measureHead(even, [1, 2, 3], false).entropyShare).toBeCloseTo((1 + Math.log2(3)) / (3 * Math.log2(3)), 6)
  })

  it('is undefined where one token has nothing before it', () => {
    const measures = measureHead(new Float32Array([1]), [4], true)
    expect(measures).toMatchObject({ previous: null, first: null, entropy: 0, entropyShare: null })
  })
})

describe('induction on a sequence said twice', () => {
  it('is 1 where each second occurrence looks at what followed the first', () => {
    expect(inductionOnRepeat(pointing([0, 0, 0, 1, 2, 3]), 3)).toBe(1)
    expect(inductionOnRepeat(pointing([0, 0, 0, 0, 1, 2]), 3)).toBe(0)
  })

  it('is drawn from the seed, without a token twice in a half', () => {
    const ids = repeatedIds(25, 30, seededRandom(1))
    expect(ids).toEqual(repeatedIds(25, 30, seededRandom(1)))
    expect(ids.slice(0, 25)).toEqual(ids.slice(25))
    expect(new Set(ids).size).toBe(25)
    expect(Math.max(...ids)).toBeLessThan(30)
  })
})

describe('patterns of several heads', () => {
  it('roll out to the product of half patterns and half identities', () => {
    const first = new Float32Array([1, 0, 0.4, 0.6])
    const second = new Float32Array([1, 0, 0.2, 0.8])
    // [[1, 0], [0.1, 0.9]] · [[1, 0], [0.2, 0.8]]
    const flow = rollout([first, second], 2)
    for (const [at, value] of [1, 0, 0.28, 0.72].entries()) expect(flow[at]).toBeCloseTo(value, 6)
  })

  it('have their mean weight by weight', () => {
    const mean = meanPattern([new Float32Array([1, 0, 0.5, 0.5]), new Float32Array([1, 0, 0, 1])])
    expect([...mean]).toEqual([1, 0, 0.25, 0.75])
  })
})

import { describe, expect, it } from 'vitest'
import { drawToken } from './sampling'
import { pcg32, seededRandom } from './sampling-random'

/** Probabilities ½, ¼, ⅛, ⅛ for the ids 2, 0, 3, 1. */
const logits = Float32Array.from([1 / 4, 1 / 8, 1 / 2, 1 / 8], Math.log)
const all = { temperature: 1, topK: 0, topP: 1 }

/** The ids drawn where the random number is in the middle of each of `pieces` equal parts of [0, 1). */
const drawn = (filters: typeof all, pieces = 80) =>
  Array.from({ length: pieces }, (_, at) => drawToken(logits, filters, () => (at + 0.5) / pieces).id)
const shareOf = (ids: number[], id: number) => ids.filter((one) => one === id).length / ids.length

describe('a token drawn', () => {
  it('comes as often as it is likely', () => {
    const ids = drawn(all)
    expect([0, 1, 2, 3].map((id) => shareOf(ids, id))).toEqual([1 / 4, 1 / 8, 1 / 2, 1 / 8])
  })

  it('at temperature ½ comes by the squares of the probabilities', () => {
    // ¼, 1⁄16, 1⁄64, 1⁄64 sum to 22⁄64.
    const { id, probability, sampled } = drawToken(logits, { ...all, temperature: 0.5 }, () => 0)
    expect(id).toBe(2)
    expect(probability).toBeCloseTo(1 / 2, 6)
    expect(sampled).toBeCloseTo(16 / 22, 6)
  })

  it('at temperature 0 is the likeliest, and no random number is asked for', () => {
    const draw = drawToken(logits, { ...all, temperature: 0 }, () => {
      throw new Error('asked')
    })
    expect(draw).toMatchObject({ id: 2, sampled: 1 })
    expect(draw.probability).toBeCloseTo(1 / 2, 6)
  })

  it('with top-k is one of the k likeliest, and of equals the first', () => {
    const ids = drawn({ ...all, topK: 3 }, 70)
    expect(shareOf(ids, 2)).toBeCloseTo(4 / 7, 6)
    expect(shareOf(ids, 1)).toBeCloseTo(1 / 7, 6)
    expect(ids).not.toContain(3)
  })

  it.each([
    [0.5, [2]],
    [0.51, [0, 2]],
    [0.75, [0, 2]],
    [0.76, [0, 1, 2]],
    [1, [0, 1, 2, 3]],
  ])('with top-p %f is one of the smallest set whose mass is at least that', (topP, expected) => {
    expect([...new Set(drawn({ ...all, topP }))].sort()).toEqual(expected)
  })

  it('with top-k and top-p takes the mass of the k that stay', () => {
    // ½ and ¼ of ¾: the first alone has two thirds.
    expect([...new Set(drawn({ ...all, topK: 2, topP: 0.66 }))]).toEqual([2])
    expect([...new Set(drawn({ ...all, topK: 2, topP: 0.67 }))].sort()).toEqual([0, 2])
  })

  it('comes with the likeliest others, also those that could not have been drawn', () => {
    const { alternatives } = drawToken(logits, { ...all, topK: 2 }, () => 0.99, 2)
    expect(alternatives.map(({ id }) => id)).toEqual([2, 1])
    expect(alternatives[0]!.sampled).toBeCloseTo(2 / 3, 6)
    expect(alternatives[1]).toMatchObject({ sampled: 0 })
    expect(alternatives[1]!.probability).toBeCloseTo(1 / 8, 6)
  })
})

describe('the random numbers', () => {
  it('are those of the reference implementation of PCG32', () => {
    // pcg32-demo of the C library, seed 42 on stream 54.
    const next = pcg32(42)
    expect(Array.from({ length: 6 }, () => next().toString(16))).toEqual([
      'a15c02b7',
      '7b47f409',
      'ba1d3330',
      '83d2f293',
      'bfa4784b',
      'cbed606e',
    ])
  })

  it('lie in [0, 1), are equal for equal seeds and other for others', () => {
    const take = (seed: number) => Array.from({ length: 200 }, seededRandom(seed))
    expect(take(1)).toEqual(take(1))
    expect(take(1)).not.toEqual(take(2))
    expect(Math.min(...take(1))).toBeGreaterThanOrEqual(0)
    expect(Math.max(...take(1))).toBeLessThan(1)
  })
})

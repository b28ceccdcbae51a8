import { describe, expect, it } from 'vitest'
import { compareNextWords } from './next-words'

const logits = (shares: number[]) => Float32Array.from(shares, Math.log)
const text = (id: number) => `w${id}`

describe('what two models say', () => {
  it('diverges by the bits that the model loses against the reference', () => {
    const answer = compareNextWords([logits([0.5, 0.25, 0.25]), logits([0.25, 0.5, 0.25])], 'next', text)
    // ¼ log₂ ½ + ½ log₂ 2 + ¼ log₂ 1
    expect(answer.divergence).toBeCloseTo(0.25, 6)
    expect(answer.entropies[0]).toBeCloseTo(1.5, 6)
    expect(answer.largest).toMatchObject({ id: 0, text: 'w0' })
    expect(answer.largest.difference).toBeCloseTo(Math.LN2, 6)
  })

  it('does not diverge where logits differ by a constant, which the softmax does not see', () => {
    const [own, reference] = [Float32Array.of(1, 2, 3), Float32Array.of(11, 12, 13)]
    const answer = compareNextWords([own, reference], 'here', text)
    expect(answer.divergence).toBeLessThan(1e-12)
    expect(answer.largest.difference).toBe(10)
  })

  it('lists the likeliest of either, with both shares and ranks', () => {
    const many = Array.from({ length: 40 }, (_, id) => id / 10)
    const answer = compareNextWords([Float32Array.from(many), Float32Array.from(many).reverse()], 'next', text)
    expect(answer.words).toHaveLength(24)
    expect(answer.words[0]!.probabilities[0]).toBeGreaterThan(answer.words[1]!.probabilities[0])
    for (const { id, ranks } of answer.words) expect(ranks).toEqual([39 - id, id])
  })

  it('is refused where a logit is not finite', () => {
    expect(() => compareNextWords([Float32Array.of(1, NaN), Float32Array.of(1, 2)], 'next', text)).toThrow(/not finite/)
  })
})

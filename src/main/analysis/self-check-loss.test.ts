import { describe, expect, it } from 'vitest'
import { judgeLoss, surprisal } from './self-check-loss'

describe('the surprisal of a token', () => {
  it('is −ln of its softmax', () => {
    const logits = Float32Array.of(0.5, -1.25, 3, 2)
    const powers = [0.5, -1.25, 3, 2].map(Math.exp)
    const whole = powers.reduce((a, b) => a + b)
    for (const [id, power] of powers.entries()) expect(surprisal(logits, id)).toBeCloseTo(-Math.log(power / whole), 12)
  })

  it('is ln of the vocabulary where all are equal, also where their powers overflow', () => {
    expect(surprisal(new Float32Array(50257).fill(2000), 7)).toBeCloseTo(Math.log(50257), 10)
    expect(surprisal(Float32Array.of(-3000, 0), 0)).toBeCloseTo(3000, 10)
  })

  it('is not finite where a logit is not', () => {
    expect(surprisal(Float32Array.of(Number.NaN, 1), 1)).toBeNaN()
  })
})

describe('a loss', () => {
  const loss = (nats: number, vocabulary = 50257) =>
    judgeLoss({ about: 'next', text: 'english', nats: nats * 200, tokens: 200, bytes: 900, vocabulary })

  it('comes a token in nats and a byte in bits', () => {
    expect(loss(3)).toMatchObject({ nats: 3, tokens: 200, uniformNats: Math.log(50257) })
    expect(loss(3).bitsPerByte).toBeCloseTo((3 * 200 * Math.log2(Math.E)) / 900, 12)
  })

  it.each([
    [3.3, 'trained'],
    [5, 'between'],
    [10.8, 'chance'],
    [14, 'chance'],
  ])('of %d nats a token is one of “%s”', (nats, verdict) => {
    expect(loss(nats).verdict).toBe(verdict)
  })

  it('of guessing evenly is chance also where tokens are so long that it takes few bits a byte', () => {
    const even = judgeLoss({
      about: 'next',
      text: 'english',
      nats: 100 * Math.log(5),
      tokens: 100,
      bytes: 900,
      vocabulary: 5,
    })
    expect(even.bitsPerByte).toBeLessThan(even.trainedBitsPerByte)
    expect(even.verdict).toBe('chance')
  })
})

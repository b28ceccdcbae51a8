import { describe, expect, it } from 'vitest'
import { alibiBiases, alibiSlopes } from './alibi'

describe('ALiBi’s slopes', () => {
  it('halve from one half to 1/256 for eight heads, as the paper has them', () => {
    expect(alibiSlopes(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((power) => 2 ** -power))
  })

  it('of six heads are those of four, and every second one of eight', () => {
    expect(alibiSlopes(6)).toEqual([1 / 4, 1 / 16, 1 / 64, 1 / 256, 1 / 2, 1 / 8])
  })
})

describe('ALiBi’s biases', () => {
  it('grow by the head’s slope with each position', () => {
    const biases = alibiBiases({ heads: 2, scale: 1, rounded: false }, 4)
    expect([...biases]).toEqual([0, 1 / 16, 2 / 16, 3 / 16, 0, 1 / 256, 2 / 256, 3 / 256])
  })

  it('are rounded to eight significant bits where the model was trained so, and then scaled', () => {
    // 0.25 · 1027 = 256.75, between the bfloat16s 256 and 258.
    const biases = alibiBiases({ heads: 4, scale: 0.5, rounded: true }, 1028)
    expect(biases[1027]).toBe(128)
    expect(biases[1026]).toBe(128)
    // 0.25 · 1029 = 257.25 is nearer to 258.
    expect(alibiBiases({ heads: 4, scale: 0.5, rounded: true }, 1030)[1029]).toBe(129)
  })
})

import { describe, expect, it } from 'vitest'
import { entropyText, shareText } from './share-text'

describe('a probability', () => {
  it('has three decimals, and is never rounded to certain or impossible', () => {
    expect([0, 0.0004, 0.0006, 0.41234, 0.9994, 0.9999, 1].map(shareText)).toEqual([
      ...['0.000', '<0.001', '0.001', '0.412', '0.999', '>0.999', '1.000'],
    ])
  })
})

describe('an entropy', () => {
  it('is told in bits and in equally likely words', () => {
    expect(entropyText(2)).toBe('2.00 bits, as unsure as between 4.0 equally likely words')
    expect(entropyText(0)).toBe('0.00 bits, as unsure as between 1.0 equally likely words')
    expect(entropyText(Math.log2(3116))).toBe('11.61 bits, as unsure as between 3,116 equally likely words')
  })
})

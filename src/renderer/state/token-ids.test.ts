import { describe, expect, it } from 'vitest'
import { parseTokenIds } from './token-ids'

describe('token ids typed by hand', () => {
  it('may be separated by commas, spaces or line ends', () => {
    expect(parseTokenIds(' 5,17 42\n3 ', 100)).toEqual([5, 17, 42, 3])
  })

  it('may be none at all', () => {
    expect(parseTokenIds('  ', 100)).toEqual([])
  })

  it('are refused with their place when they are not whole numbers', () => {
    expect(() => parseTokenIds('5, x', 100)).toThrow(/“x” is not a token id \(at token 2\)/)
    expect(() => parseTokenIds('1.5', 100)).toThrow(/not a token id/)
  })

  it('are refused when the vocabulary has no such entry', () => {
    expect(() => parseTokenIds('100', 100)).toThrow(/outside the vocabulary.*from 0 to 99/)
  })
})

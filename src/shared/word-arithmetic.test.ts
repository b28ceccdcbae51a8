import { describe, expect, it } from 'vitest'
import { readTerms, termsText } from './word-arithmetic'

describe('a sum of words', () => {
  it.each([
    [
      'king - man + woman',
      [
        [1, 'king'],
        [-1, 'man'],
        [1, 'woman'],
      ],
    ],
    [
      'king −man +woman',
      [
        [1, 'king'],
        [-1, 'man'],
        [1, 'woman'],
      ],
    ],
    [
      '−2 small + big',
      [
        [-2, 'small'],
        [1, 'big'],
      ],
    ],
    [
      '0.5 New York – well-known',
      [
        [0.5, 'New York'],
        [-1, 'well-known'],
      ],
    ],
    ['queen', [[1, 'queen']]],
  ])('is read from “%s”', (text, terms) => {
    expect(readTerms(text)).toEqual(terms.map(([weight, word]) => ({ weight, word })))
  })

  it.each(['', '  ', 'king -', '+ - man', '2'])('is not “%s”', (text) => {
    expect(readTerms(text)).toBeNull()
  })

  it('is written with signs and weights', () => {
    expect(termsText(readTerms('king - 2 man + woman')!)).toBe('king − 2 man + woman')
    expect(termsText(readTerms('- man')!)).toBe('−man')
  })
})

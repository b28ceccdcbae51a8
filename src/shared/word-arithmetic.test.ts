import { describe, expect, it } from 'vitest'
import { frameOf, inFrame, readTerms, sumFault, termsText } from './word-arithmetic'

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

describe('why a line is no sum', () => {
  it.each([
    ['', 'Write words with signs between them.'],
    ['king -', 'A sign or a weight stands without a word.'],
    ['king + 2', 'A sign or a weight stands without a word.'],
    [Array(13).fill('cat').join(' + '), 'A sum may have 12 words, and these are 13.'],
  ])('%j is told', (text, fault) => {
    expect(sumFault(text)).toBe(fault)
    expect(readTerms(text)).toBeNull()
  })
})

describe('the sentence that terms stand in', () => {
  const inOne = (frame: string, ...words: string[]) => words.map((word) => ({ word, sentence: inFrame(frame, word) }))

  it('is found where a word stands in it by itself too', () => {
    expect(frameOf(inOne('The he said … is', 'he', 'she'))).toBe('The he said … is')
    expect(frameOf(inOne('… costs $1', '$&', 'cat'))).toBe('… costs $1')
  })

  it('is none where each stands in its own, or in none', () => {
    expect(
      frameOf([
        { word: 'king', sentence: 'A king' },
        { word: 'man', sentence: 'The man' },
      ]),
    ).toBeNull()
    expect(frameOf([{ word: 'king', sentence: null }])).toBeNull()
  })
})

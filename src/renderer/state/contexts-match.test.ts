import { describe, expect, it } from 'vitest'
import { positionIn, wantedOf } from './contexts-match'

/** Tokens whose ids are told by their text, so that equal texts are equal tokens. */
function sentence(...texts: string[]) {
  const idOf = (text: string) => [...text].reduce((sum, character) => (sum * 31 + character.codePointAt(0)!) % 99991, 7)
  return texts.map((text) => ({ id: idOf(text), text, special: /^\[.*\]$/.test(text) }))
}

const eiffel = sentence('The', ' E', 'iff', 'el', ' Tower', ' is')

describe('a token in another sentence', () => {
  it('is found by its id, wherever it stands', () => {
    const wanted = wantedOf(eiffel, 4)!
    expect(positionIn(sentence('Tokyo', ' Tower', ' is'), wanted, 'token')).toBe(1)
    expect(positionIn(sentence(' a', ' tower'), wanted, 'token')).toBeNull()
  })

  it('is found by its word whatever its case and the space before it', () => {
    const wanted = wantedOf(eiffel, 4)!
    expect(positionIn(sentence('Tower', ' of', ' London'), wanted, 'word')).toBe(0)
    expect(positionIn(sentence(' a', ' tower'), wanted, 'word')).toBe(1)
    expect(positionIn(sentence(' the', ' towers'), wanted, 'word')).toBeNull()
  })

  it('is the last of a word that is made of several tokens', () => {
    const wanted = wantedOf(eiffel, 2)!
    expect(wanted.word).toBe('eiffel')
    expect(positionIn(sentence(' old', ' Eif', 'fel', '!'), wanted, 'word')).toBe(2)
    expect(positionIn(sentence('[CLS]', 'ei', '##ffe', '##l', 'tower', '[SEP]'), wanted, 'word')).toBe(3)
  })

  it('is the one of the same turn, or the last where there are fewer', () => {
    const twice = sentence('A', ' mole', ' and', ' a', ' mole')
    const second = wantedOf(twice, 4)!
    for (const match of ['token', 'word'] as const) {
      expect(positionIn(twice, second, match)).toBe(4)
      expect(positionIn(twice, wantedOf(twice, 1)!, match)).toBe(1)
      expect(positionIn(sentence('One', ' mole'), second, match)).toBe(1)
    }
  })

  it('ends its word at punctuation', () => {
    const wanted = wantedOf(sentence(' the', ' mole', ',', ' then'), 1)!
    expect(wanted.word).toBe('mole')
    expect(positionIn(sentence(' a', ' Mole', '.'), wanted, 'word')).toBe(1)
  })

  it('is none past the end of the sentence', () => {
    expect(wantedOf(eiffel, 6)).toBeNull()
  })
})

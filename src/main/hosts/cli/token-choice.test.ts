import { describe, expect, it } from 'vitest'
import { chooseToken } from './token-choice'
import { WrongUse } from './wrong-use'

const tokens = (...texts: string[]) => texts.map((text, id) => ({ id, text, special: /^\[.+\]$|^<.+>$/.test(text) }))

const eiffel = tokens('The', ' E', 'iff', 'el', ' Tower', ' is', ' a', ' Tower', '.')
const bert = tokens('[CLS]', 'e', '##iff', '##el', 'tower', '[SEP]')
const signs = tokens('C', '#', '2', ' @', '3', '\n', '  ', ' #2', '@3', 'x#2', ' x')

describe('a token', () => {
  it.each([
    ['by its text', eiffel, 'The', 0],
    ['without its leading space', eiffel, 'is', 5],
    ['with its leading space', eiffel, ' is', 5],
    ['as a table shows it', eiffel, '·is', 5],
    ['by position', eiffel, '@7', 7],
    ['by its count, the first', eiffel, 'Tower#1', 4],
    ['by its count, the second', eiffel, 'Tower#2', 7],
    ['by its count with its leading space', eiffel, ' Tower#2', 7],
    ['by its count though there is one alone', eiffel, 'is#1', 5],
    ['with a leading space that the tokenizer drops', bert, ' tower', 4],
    ['that is special', bert, '[CLS]', 0],
    ['that goes on within a word', bert, '##el', 3],
    ['that is a # itself', signs, '#', 1],
    ['that ends in #2 itself', signs, '#2', 7],
    ['that ends in #2 itself before a count', signs, 'x#2', 9],
    ['that is an @', signs, '@', 3],
    ['whose text looks like a position, by its sign', signs, '@8', 8],
    ['that is a line end', signs, '\n', 5],
    ['that is a line end, as a table shows it', signs, '↵', 5],
    ['of spaces alone', signs, '  ', 6],
  ])('is found %s', (_, all, wanted, position) => {
    expect(chooseToken(all, wanted)).toBe(position)
  })
})

function refusal(all: ReturnType<typeof tokens>, wanted: string): string[] {
  try {
    chooseToken(all, wanted)
  } catch (error) {
    expect(error).toBeInstanceOf(WrongUse)
    const { message, choices } = error as WrongUse
    return [message, ...choices]
  }
  throw new Error('It was found.')
}

describe('the choices are listed', () => {
  it('where several tokens have the text', () => {
    expect(refusal(eiffel, 'Tower')).toEqual([
      '“Tower” occurs 2 times; name one by its position, as @4, or by its count, as Tower#1:',
      '  @4  “·Tower”',
      '  @7  “·Tower”',
    ])
  })

  it('where there are not so many', () => {
    expect(refusal(eiffel, 'Tower#3')[0]).toBe('“Tower” occurs 2 times, so there is no #3:')
    expect(refusal(eiffel, 'is#0')).toEqual(['“is” occurs once, so there is no #0:', '  @5  “·is”'])
  })

  it('where a word is spread over several, as those that hold it', () => {
    expect(refusal(eiffel, 'Eiffel')).toEqual([
      '“Eiffel” is not one token here; choose among:',
      '  @1  “·E”',
      '  @2  “iff”',
      '  @3  “el”',
    ])
    expect(refusal(bert, 'Eiffel')).toHaveLength(4)
    expect(refusal(eiffel, 'eiffel tower')).toHaveLength(5)
  })

  it('where a word differs in case or is a part, as those that hold it', () => {
    expect(refusal(eiffel, 'tow').slice(1)).toEqual(['  @4  “·Tower”', '  @7  “·Tower”'])
  })

  it('where nothing holds it, as all of them', () => {
    const lines = refusal(bert, 'Rome')
    expect(lines[0]).toBe('No token reads “Rome”. The tokens are:')
    expect(lines).toHaveLength(7)
    expect(lines[1]).toBe('  @0  “[CLS]”  special')
  })

  it('where a position is past the end', () => {
    expect(refusal(eiffel, '@9')[0]).toBe('There is no token @9; the last is @8. The tokens are:')
  })

  it('of a long prompt in part', () => {
    const long = refusal(tokens(...Array.from({ length: 1000 }, (_, at) => ` w${at}x`)), 'Rome')
    expect(long).toHaveLength(42)
    expect(long.at(-1)).toBe('  and 960 more')
  })
})

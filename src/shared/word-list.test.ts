import { describe, expect, it } from 'vitest'
import { listsOf, readList } from './word-list'

describe('a list that a person gives', () => {
  it('is words on lines or with commas between them', () => {
    expect(readList('\uFEFFking, queen;prince\r\n\r\n princess \n', 'words')).toEqual([
      'king',
      'queen',
      'prince',
      'princess',
    ])
  })

  it('is a sentence a line, in quotes or not', () => {
    expect(readList('One, two.\n"Three, four."\n"Five.",\n', 'sentences')).toEqual([
      'One, two.',
      'Three, four.',
      'Five.',
    ])
  })

  it('is two lists where it is pairs', () => {
    expect(
      listsOf({
        pairs: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      }),
    ).toEqual({ minus: ['a', 'c'], plus: ['b', 'd'] })
  })
})

import { describe, expect, it } from 'vitest'
import { cutToWidth, displayWidth } from './display-width'
import { factLines, textTable } from './text-table'

describe('the width of a text in a terminal', () => {
  it.each([
    ['Tower', 5],
    ['naïve', 5],
    ['nai\u0308ve', 5],
    ['日本', 4],
    ['한국', 4],
    ['Ａ', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['', 0],
    ['−·“”…', 5],
  ])('of %s is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  it('is kept by cutting, which leaves characters whole', () => {
    expect(cutToWidth('Tower', 5)).toBe('Tower')
    expect(cutToWidth('Tower', 4)).toBe('Tow…')
    expect(cutToWidth('日本語', 4)).toBe('日…')
    expect(cutToWidth('Tower', 1)).toBe('…')
    expect(cutToWidth('Tower', 0)).toBe('')
  })
})

describe('a table', () => {
  const columns = [
    { title: 'n', align: 'right' },
    { title: 'words', align: 'left', gives: true },
  ] as const
  const rows = [
    ['1', '日本 tower of words'],
    ['20', 'x'],
  ]

  it('aligns its cells by what they take on the screen', () => {
    expect(textTable(columns, rows, null)).toBe(' n  words\n 1  日本 tower of words\n20  x\n')
  })

  it('cuts what may be cut to a terminal, and no more than needed', () => {
    expect(textTable(columns, rows, 18)).toBe(' n  words\n 1  日本 tower of…\n20  x\n')
    expect(textTable(columns, rows, 200)).toBe(textTable(columns, rows, null))
  })

  it('keeps some of every word where there is no room at all', () => {
    expect(textTable(columns, rows, 3)).toContain('日本 towe…')
  })

  it('of facts puts the values under each other', () => {
    const facts = [
      ['a', 'x'],
      ['name', 'y'],
    ] as const
    expect(factLines(facts)).toBe('a     x\nname  y\n')
  })
})

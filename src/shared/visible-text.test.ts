import { describe, expect, it } from 'vitest'
import { quoted, visibleParts, visibleText } from './visible-text'

describe("a token's text on the screen", () => {
  it('shows its leading space as a dot, told apart from letters', () => {
    expect(visibleParts(' Tower')).toEqual([
      { text: '·', sign: true },
      { text: 'Tower', sign: false },
    ])
  })

  it('shows line ends and tabs', () => {
    expect(visibleText('\n\t')).toBe('↵→')
  })

  it('leaves a space between letters alone', () => {
    expect(visibleText('New York')).toBe('New York')
  })

  it('marks trailing spaces and tokens of spaces only', () => {
    expect(visibleText('a ')).toBe('a·')
    expect(visibleText('   ')).toBe('···')
  })

  it('names characters that have no picture', () => {
    expect(visibleText('\u200b')).toBe('U+200B')
    expect(visibleText('\u0000')).toBe('U+0000')
    expect(visibleText('\r')).toBe('U+000D')
  })

  it('shows an empty token as such', () => {
    expect(visibleText('')).toBe('∅')
  })

  it('is quoted with its space to be seen', () => {
    expect(quoted(' Tower')).toBe('“·Tower”')
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quoted, visibleText } from './visible-text'

it.each([
  [' Tower', '·Tower'],
  ['  a ', '··a·'],
  ['New York', 'New York'],
  ['   ', '···'],
  ['\n\t\r', '↵→␍'],
  ['\u00a0', '⍽'],
  ['', '∅'],
  ['\u001b[31m', '␛[31m'],
  ['\u202eabc', 'U+202Eabc'],
  ['\u200b', 'U+200B'],
])('%j is shown as %s', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
  expect(quoted(text)).toBe(`“${shown}”`)
})

it('no text leaves a character that controls the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
    }),
  )
})

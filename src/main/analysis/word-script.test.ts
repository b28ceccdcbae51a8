import { expect, it } from 'vitest'
import { scriptOfWord } from './word-script'

it.each([
  [' house', 'Latin'],
  ['Straße', 'Latin'],
  [' дом', 'Cyrillic'],
  ['家', 'Han'],
  ['食べる', 'Hiragana'],
  ['データ', 'Katakana'],
  ['집', 'Hangul'],
  ['घर', 'Devanagari'],
  ['בית', 'Hebrew'],
  ['بيت', 'Arabic'],
  ['σ', 'Greek'],
  ['x²', 'Latin'],
  [' 1999', 'digit'],
  ['3.5', 'digit'],
  ['();', 'punctuation'],
  ['€', 'punctuation'],
  ['\n\n', 'space'],
  ['   ', 'space'],
  ['<0xE2><0x80>', 'bytes'],
  ['', 'none'],
])('%j is written in %s', (text, script) => {
  expect(scriptOfWord(text)).toBe(script)
})

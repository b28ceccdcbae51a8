import { textWidth } from './text-width'

/**
 * A word of the vocabulary as a figure writes it: without the space that leads it, with what cannot be seen made visible,
 * and without characters that an XML file may not hold.
 */
export function plainWord(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '')
    return text === '' ? '\u2205' : [...text].map((character) => blanks[character] ?? '\u2423').join('')
  return legible(trimmed)
}

const blanks: Readonly<Record<string, string>> = { '\n': '\u23ce', '\r': '\u240d', '\t': '\u21e5' }

/** Text without control characters, lone surrogates and non-characters, each put as a replacement character. */
export function legible(text: string): string {
  return text.replace(/[\n\r\t]/g, (character) => blanks[character]!).replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
}

/** Names in a figure are cut to so many characters. */
export const longestName = 28

/** At most `length` characters, with an ellipsis for what was left out. */
export function shortened(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}\u2026`
}

/** As many characters as there is room for; nothing where not even one is. */
export function fitted(text: string, room: number, size: number): string {
  for (let length = [...text].length; length > 0; length--) {
    const candidate = shortened(text, length)
    if (textWidth(candidate, size) <= room) return candidate
  }
  return ''
}

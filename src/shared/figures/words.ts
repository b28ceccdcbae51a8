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

/** Signs that a bundled face has; none has one for a carriage return. */
const blanks: Readonly<Record<string, string>> = { '\n': '\u23ce', '\r': 'U+000D', '\t': '\u21e5' }

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

/**
 * A word in the room that there is: in smaller type where it needs that, but not smaller than `least`; then in as many lines as fit,
 * of like length, and only then cut. Sizes and room are in pixels.
 */
export function inCell(
  text: string,
  room: { readonly width: number; readonly height: number },
  size: number,
  least: number,
): { lines: string[]; size: number } {
  const needed = size * Math.min(1, room.width / Math.max(1e-9, textWidth(text, size)))
  const own = Math.max(Math.min(size, least), needed)
  const most = Math.max(1, Math.floor(room.height / (own * cellLine)))
  const characters = [...text]
  const fits = (line: string) => textWidth(line, own) <= room.width + 1e-6
  for (let count = 1; count <= most; count++) {
    // Of wide characters a line may hold fewer than its share.
    for (let each = Math.ceil(characters.length / count); each > 1; each--) {
      const lines = Array.from({ length: count }, (_, at) =>
        characters.slice(at * each, at === count - 1 ? undefined : (at + 1) * each).join(''),
      )
      if (lines.every(fits)) return { lines, size: own }
      if (!fits(lines.at(-1)!)) break
    }
  }
  return { lines: [fitted(text, room.width, own)], size: own }
}

/** From one line to the next in a cell, by the size of its type. */
export const cellLine = 1.1

/** As many characters as there is room for; nothing where not even one is. */
export function fitted(text: string, room: number, size: number): string {
  for (let length = [...text].length; length > 0; length--) {
    const candidate = shortened(text, length)
    if (textWidth(candidate, size) <= room + 1e-6) return candidate
  }
  return ''
}

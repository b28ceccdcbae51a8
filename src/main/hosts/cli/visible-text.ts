/** What a terminal shows for characters that would not show; the same signs as the window's. */
const signs: Readonly<Record<string, string>> = {
  ' ': '·',
  '\u00a0': '⍽',
  '\n': '↵',
  '\r': '␍',
  '\t': '→',
}

/**
 * A token's text with the spaces at its ends, line ends and tabs made visible. No character of it moves the cursor, changes
 * a colour or turns the direction of writing, whatever a tokenizer's file holds.
 */
export function visibleText(text: string): string {
  if (text === '') return '∅'
  return text
    .replace(/^ +| +$/g, (spaces) => signs[' ']!.repeat(spaces.length))
    .replace(/[\u00a0\n\r\t]/g, (character) => signs[character]!)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, codeName)
}

/** The text between quotation marks: “·Tower”. */
export function quoted(text: string): string {
  return `“${visibleText(text)}”`
}

function codeName(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  // Joins the parts of one emoji and is not seen by itself.
  if (code === 0x200d) return character
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/** A run of a token's text: as it is, or a sign that stands for something which cannot be seen. */
export interface TextPart {
  readonly text: string
  readonly sign: boolean
}

/** What stands on the screen for characters that would not show. */
const signs: Readonly<Record<string, string>> = {
  ' ': '·',
  '\u00a0': '⍽',
  '\n': '↵',
  '\r': '␍',
  '\t': '→',
}

/**
 * A token's text with leading and trailing spaces, line ends and tabs made visible. A space between letters stays a space:
 * it is seen anyway, and dots inside a word list would be noise.
 */
export function visibleParts(text: string): TextPart[] {
  if (text === '') return [{ text: '∅', sign: true }]
  const lead = /^ +/.exec(text)?.[0].length ?? 0
  const tail = text.length - (/ +$/.exec(text)?.[0].length ?? 0)
  const parts: { text: string; sign: boolean }[] = []
  let index = 0
  for (const character of text) {
    const edge = character !== ' ' || index < lead || index >= tail
    const replacement = edge ? (signs[character] ?? controlSign(character)) : undefined
    const part = { text: replacement ?? character, sign: replacement !== undefined }
    const last = parts.at(-1)
    if (last && last.sign === part.sign) last.text += part.text
    else parts.push(part)
    index += character.length
  }
  return parts
}

export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => part.text)
    .join('')
}

/** The word as it is quoted in a sentence: “·Tower”, with its leading space to be seen. */
export function quoted(text: string): string {
  return `“${visibleText(text)}”`
}

function controlSign(character: string): string | undefined {
  const code = character.codePointAt(0)!
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  if ((code >= 0x80 && code < 0xa0) || (code >= 0x200b && code <= 0x200f) || code === 0xfeff) {
    return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  }
  return undefined
}

/** A run of a token's text: as it is, or a sign that stands for something which cannot be seen. */
export interface TextPart {
  readonly text: string
  readonly sign: boolean
}

/** What stands on the screen for characters that would not show. */
const signs: Readonly<Record<string, string>> = {
  ' ': '·',
  // As all faces that figures are set in have it, of which none has the shouldered open box.
  '\u00a0': '␣',
  '\n': '↵',
  '\t': '→',
}

/** Characters that show nothing, move a cursor, change a colour or turn the direction of writing. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/**
 * A token's text with the spaces at its ends, line ends and tabs made visible, on the screen and in a terminal. A space
 * between letters stays a space: it is seen anyway, and dots inside a word list would be noise.
 */
export function visibleParts(text: string): TextPart[] {
  if (text === '') return [{ text: '∅', sign: true }]
  const lead = /^ +/.exec(text)?.[0].length ?? 0
  const tail = text.length - (/ +$/.exec(text)?.[0].length ?? 0)
  const parts: { text: string; sign: boolean }[] = []
  let index = 0
  for (const character of text) {
    const edge = character !== ' ' || index < lead || index >= tail
    const replacement = edge ? (signs[character] ?? codeName(character)) : undefined
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

/** By its number: no face that is bundled has the pictures of control characters. */
function codeName(character: string): string | undefined {
  const code = character.codePointAt(0)!
  // The last one joins the parts of one emoji and is not seen by itself.
  if (!unseen.test(character) || code === 0x200d) return undefined
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

import * as z from 'zod'

/** How the panels of a page are lettered: (a) in parentheses, a in bold, A in bold, or not at all. */
export const panelLetters = z.enum(['parentheses', 'bold', 'capitals', 'none'])

export type PanelLetters = z.infer<typeof panelLetters>

/** `a` for the first: what messages, tables and layers call a panel by, however it is lettered. */
export const panelLetter = (index: number) => String.fromCharCode(97 + index)

/** As it stands on the page; empty for no letters. */
export function writtenLetter(index: number, letters: PanelLetters): string {
  const letter = panelLetter(index)
  const written = { parentheses: `(${letter})`, bold: letter, capitals: letter.toUpperCase(), none: '' }
  return written[letters]
}

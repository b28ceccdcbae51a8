/** Characters of two columns: East Asian Width W and F (Unicode UAX #11) and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\ufe0f|\p{Emoji_Presentation}/u

/** Nothing but marks and joiners: drawn on what stands before. */
const weightless = /^(?:\p{M}|[\u200b-\u200f])+$/u

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0
  for (const { segment } of segmenter.segment(text)) width += widthOf(segment)
  return width
}

/** The text in at most so many columns, an ellipsis for what was left out. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let kept = ''
  let width = 1
  for (const { segment } of segmenter.segment(text)) {
    width += widthOf(segment)
    if (width > columns) break
    kept += segment
  }
  return columns > 0 ? `${kept.trimEnd()}…` : ''
}

function widthOf(grapheme: string): number {
  if (weightless.test(grapheme)) return 0
  return wide.test(grapheme) ? 2 : 1
}

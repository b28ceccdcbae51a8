import type { Sliced } from './slices'

/** Very many texts as numbers: their UTF-16 units one after the other, and where each ends. As JSON they would hold up a window. */
export interface PackedTexts {
  readonly units: Uint16Array
  readonly ends: Int32Array
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const ends = new Int32Array(texts.length)
  let end = 0
  for (const [place, text] of texts.entries()) {
    end += text.length
    ends[place] = end
  }
  const units = new Uint16Array(end)
  let at = 0
  for (const text of texts) for (let unit = 0; unit < text.length; unit++) units[at++] = text.charCodeAt(unit)
  return { units, ends }
}

/** Of a step. */
const textsAtOnce = 4096

export function* unpackTexts({ units, ends }: PackedTexts): Sliced<string[]> {
  const texts = new Array<string>(ends.length)
  for (let place = 0; place < ends.length; place++) {
    if (place % textsAtOnce === 0) yield place / ends.length
    texts[place] = String.fromCharCode(...units.subarray(ends[place - 1] ?? 0, ends[place]))
  }
  return texts
}

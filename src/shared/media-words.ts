import type { MediaInput } from './media-input'

/** What a model reads in place of a text, and what becomes of it: `16 × 16 patches and 1 special`. */
export function mediaText(reads: MediaInput): { readonly reads: string; readonly positions: string } {
  const { height, width, rows, columns, leading, trailing } = reads
  const specials = leading + trailing
  const special = specials === 0 ? '' : `, ${specials} special`
  return { reads: `image, ${height} × ${width}`, positions: `${rows} × ${columns} patches${special}` }
}

import type { MediaInput } from './media-input'

/** What a model reads in place of a text, and what becomes of it: `16 × 16 patches, 1 special`. */
export function mediaText(reads: MediaInput): { readonly reads: string; readonly positions: string } {
  if (reads.kind === 'sound') {
    const { as, rate, step } = reads
    return {
      reads: as === 'rows' ? 'rows of features' : `sound, ${rate} Hz`,
      positions: step === null ? 'frames' : `one each ${Number((step * 1000).toPrecision(3))} ms`,
    }
  }
  const { height, width, rows, columns, leading, trailing } = reads
  const specials = leading + trailing
  const special = specials === 0 ? '' : `, ${specials} special`
  return { reads: `image, ${height} × ${width}`, positions: `${rows} × ${columns} patches${special}` }
}

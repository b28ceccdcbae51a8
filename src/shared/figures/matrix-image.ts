import { zlibSync } from 'fflate'
import { pngAddress, pngChunk, pngSignature } from './png-chunk'
import { channels } from './scales'

/** Colours of a scale's image: as many as a byte names, the last for what is no number of the scale. */
const shades = 255

/**
 * A matrix as a PNG in a `data:` address, a dot for each cell, in a palette of 255 steps of a scale: for matrices whose cells as
 * rectangles would make a file too large. `colour` takes a share between 0 and 1; NaN has the colour `missing`. Deterministic.
 */
export function matrixImage(
  values: ArrayLike<number>,
  columns: number,
  colour: (share: number) => string,
  missing: string,
): string {
  const rows = values.length / columns
  const lines = new Uint8Array(rows * (columns + 1))
  for (let row = 0; row < rows; row++) {
    // Each line begins with its filter, which is none.
    const start = row * (columns + 1) + 1
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column]!
      lines[start + column] = Number.isNaN(value) ? shades : Math.round(Math.min(1, Math.max(0, value)) * (shades - 1))
    }
  }
  const palette = [...Array.from({ length: shades }, (_, shade) => colour(shade / (shades - 1))), missing]
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, columns)
  view.setUint32(4, rows)
  // Eight bits a dot, by palette.
  header.set([8, 3], 8)
  const png = [
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('PLTE', Uint8Array.from(palette.flatMap(channels))),
    pngChunk('IDAT', zlibSync(lines, { level: 9 })),
    pngChunk('IEND', new Uint8Array(0)),
  ]
  return pngAddress(png)
}

import { pngAddress } from './png-address'
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
  const data = Uint8Array.from(values, (value) =>
    Number.isNaN(value) ? shades : Math.round(Math.min(1, Math.max(0, value)) * (shades - 1)),
  )
  const palette = [...Array.from({ length: shades }, (_, shade) => colour(shade / (shades - 1))), missing]
  return pngAddress({
    ...{ width: columns, height: values.length / columns, kind: 'palette', data, level: 9 },
    palette: Uint8Array.from(palette.flatMap(channels)),
  })
}

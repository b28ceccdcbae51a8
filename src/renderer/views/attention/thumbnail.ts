import { sequential } from '../../../shared/figures/scales'
import type { FigureTheme } from '../../../shared/figures/trajectory-spec'

/** 256 colours of the scale for weights, as red, green and blue. */
export function paletteOf(theme: FigureTheme): Uint8Array {
  const colour = sequential(theme)
  return Uint8Array.from(
    Array.from({ length: 256 }, (_, index) => (colour(index / 255).match(/\d+/g) ?? []).map(Number)).flat(),
  )
}

/**
 * A head's [queries, keys] weights as an RGBA picture of `size` by `size` pixels. Where several cells share a pixel, the largest is
 * shown: a mean would fade a line of single cells away.
 */
export function thumbnail(
  weights: Float32Array,
  { queries, keys }: { readonly queries: number; readonly keys: number },
  size: number,
  palette: Uint8Array,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * size * size)
  for (let y = 0; y < size; y++) {
    const rows = cellsUnder(y, size, queries)
    for (let x = 0; x < size; x++) {
      const columns = cellsUnder(x, size, keys)
      let largest = 0
      for (let query = rows.from; query < rows.to; query++) {
        for (let key = columns.from; key < columns.to; key++) {
          largest = Math.max(largest, weights[query * keys + key]!)
        }
      }
      const shade = 3 * Math.round(255 * Math.min(1, largest))
      pixels.set([palette[shade]!, palette[shade + 1]!, palette[shade + 2]!, 255], 4 * (y * size + x))
    }
  }
  return pixels
}

function cellsUnder(pixel: number, size: number, tokens: number): { from: number; to: number } {
  const from = Math.floor((pixel * tokens) / size)
  return { from, to: Math.max(from + 1, Math.floor(((pixel + 1) * tokens) / size)) }
}

import type { ImageInput } from './media-input'
import type { TokenInfo } from './model-info'

/** Where a patch stands among an image's, from 0. */
export interface Patch {
  readonly row: number
  readonly column: number
}

/**
 * The positions of an image: `r3c5` for the patch in the third row and the fifth column, `CLS` for the first special one before
 * them and `reg1` … for the further ones (registers), which are no part of the image.
 */
export function patchTokens(image: ImageInput): TokenInfo[] {
  const { rows, columns, leading, trailing } = image
  return Array.from({ length: leading + rows * columns + trailing }, (_, id) => {
    const patch = patchAt(image, id)
    if (patch) return { id, text: `r${patch.row + 1}c${patch.column + 1}`, special: false }
    const which = id < leading ? id : id - rows * columns
    return { id, text: which === 0 && leading > 0 ? 'CLS' : `reg${leading > 0 ? which : which + 1}`, special: true }
  })
}

/** Null for a special position. */
export function patchAt({ rows, columns, leading }: ImageInput, position: number): Patch | null {
  const at = position - leading
  return at < 0 || at >= rows * columns ? null : { row: Math.floor(at / columns), column: at % columns }
}

export function positionOfPatch({ columns, leading }: ImageInput, { row, column }: Patch): number {
  return leading + row * columns + column
}

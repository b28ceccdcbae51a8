import type { ImageInput, Picture } from '../media-input'
import { pngAddress } from './png-address'
import { channels, sequential } from './scales'
import type { FigureTheme } from './trajectory-spec'

/** How much of a patch's colour is its weight's; the rest is the image, in grey. */
const share = 0.62
/** How far the image is from the paper. */
const strength = 0.7

/** The largest weight of a query on a patch; special positions are none. */
export function mostOnPatch(image: ImageInput, weights: ArrayLike<number>): number {
  let most = 0
  for (let at = 0; at < image.rows * image.columns; at++) most = Math.max(most, weights[image.leading + at]!)
  return most
}

/**
 * An image in grey under a query's weights on its patches: each patch has the scale's colour for its weight over the largest,
 * mixed with the image. `weights` are of all keys.
 */
export function heatPicture(
  { width, height, data }: Picture,
  image: ImageInput,
  weights: ArrayLike<number>,
  theme: FigureTheme,
): Picture {
  const { rows, columns, leading } = image
  const colour = sequential(theme)
  const most = mostOnPatch(image, weights)
  const heat = Array.from({ length: rows * columns }, (_, at) =>
    channels(colour(most > 0 ? weights[leading + at]! / most : 0)),
  )
  const mixed = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      const grey = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
      const under = theme === 'light' ? 255 - (255 - grey) * strength : grey * strength
      const over = heat[row * columns + Math.floor((x * columns) / width)]!
      for (let one = 0; one < 3; one++) mixed[at + one] = Math.round(share * over[one]! + (1 - share) * under)
    }
  }
  return { width, height, data: mixed }
}

/** Larger by a whole number, so that programs that smooth images leave its patches apart. */
export function enlarged({ width, height, data }: Picture, least: number): Picture {
  const by = Math.max(1, Math.ceil(least / Math.max(width, height)))
  const large = { width: width * by, height: height * by, data: new Uint8Array(data.length * by * by) }
  for (let y = 0; y < large.height; y++) {
    for (let x = 0; x < large.width; x++) {
      const from = (Math.floor(y / by) * width + Math.floor(x / by)) * 3
      large.data.set(data.subarray(from, from + 3), (y * large.width + x) * 3)
    }
  }
  return large
}

/** As a PNG in a `data:` address. */
export function pictureAddress({ width, height, data }: Picture): string {
  return pngAddress({ width, height, kind: 'colour', data, level: 6 })
}

import { createRequire } from 'node:module'
import { channels } from '../../shared/figures/scales'
import type { FigureColours } from '../../shared/figures/theme'
import type { FilmEncoder, FilmFacts } from './film-encoder'
import { commentsOf } from './gif-comments'

/** A CommonJS module without types: what we use of it. */
const { applyPalette, GIFEncoder, quantize }: Gifenc = createRequire(import.meta.url)('gifenc')

interface Gifenc {
  GIFEncoder(): {
    writeFrame(dots: Uint8Array, width: number, height: number, frame: GifFrame): void
    finish(): void
    bytes(): Uint8Array
    readonly stream: { writeByte(byte: number): void }
  }
  /** Colours that stand for all of an image's. */
  quantize(rgba: Uint8Array, most: number): number[][]
  /** For each pixel the index of the nearest colour. */
  applyPalette(rgba: Uint8Array, palette: readonly (readonly number[])[]): Uint8Array
}

interface GifFrame {
  /** Given with the first frame, and then that of all. */
  readonly palette?: readonly (readonly number[])[]
  readonly transparent?: boolean
  readonly transparentIndex?: number
  /** In milliseconds. */
  readonly delay: number
  /** 0 for ever, −1 once. */
  readonly repeat: number
  readonly dispose: number
}

type Colour = [number, number, number]

/** A pixel that is as in the frame before: what moves is little of a picture, and the rest then costs next to nothing. */
const unchanged = 255

/** Times in a GIF are whole hundredths of a second. */
const tick = 100

/**
 * An animated GIF. Its one palette, found in `samples` of its frames and with the figure's own colours as they are, is that of all
 * frames, so that none flickers against the next.
 */
export function gifEncoder(
  { width, height, fps, loop, provenance }: FilmFacts,
  samples: readonly Uint8Array[],
  colours: FigureColours,
): FilmEncoder {
  const palette = paletteOf(samples, colours)
  const gif = GIFEncoder()
  let before: Uint8Array | null = null
  let frame = 0
  return {
    add(pixels) {
      const colour = applyPalette(pixels, palette)
      const dots = before ? changesOf(before, colour) : colour
      const times = [frame, frame + 1].map((at) => Math.round((at * tick) / fps)) as [number, number]
      gif.writeFrame(dots, width, height, {
        ...(before ? { transparent: true, transparentIndex: unchanged } : { palette: padded(palette) }),
        delay: (times[1] - times[0]) * (1000 / tick),
        repeat: loop ? 0 : -1,
        dispose: 1,
      })
      before = colour
      frame += 1
    },
    async finish() {
      for (const byte of commentsOf(provenance)) gif.stream.writeByte(byte)
      gif.finish()
      return gif.bytes()
    },
    close() {},
  }
}

/**
 * In one piece, since it is short: 30 to 60 ms of a core for three frames of 1280 × 720, and 0.2 s for three of 3840 × 2160 with five
 * times as many colours. Its longest part is a histogram, which has 65,536 places at most.
 */
function paletteOf(samples: readonly Uint8Array[], colours: FigureColours): Colour[] {
  const own = [...new Set(Object.values(colours).flat())].map(channels)
  const all = new Uint8Array(samples.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const sample of samples) {
    all.set(sample, at)
    at += sample.length
  }
  return [...own, ...(quantize(all, unchanged - own.length) as Colour[])]
}

/** As many as the table of a GIF has room for; the last is never seen. */
function padded(palette: readonly Colour[]): Colour[] {
  return [...palette, ...Array.from({ length: unchanged + 1 - palette.length }, (): Colour => [0, 0, 0])]
}

function changesOf(before: Uint8Array, now: Uint8Array): Uint8Array {
  const changes = new Uint8Array(now.length)
  for (let at = 0; at < now.length; at++) changes[at] = now[at] === before[at] ? unchanged : now[at]!
  return changes
}

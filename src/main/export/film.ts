import type { ReactElement } from 'react'
import type { FilmFormat } from '../../shared/figures/figure-formats'
import { frameCount } from '../../shared/figures/film/film'
import type { FigureColours } from '../../shared/figures/theme'
import type { FilmFacts } from './film-encoder'
import { frameDots } from './film-frames'
import { gifEncoder } from './gif'
import { mp4Encoder } from './mp4'

/**
 * A film as a file. `at` gives the figure of each frame, whose size on its sheet is the film's in CSS pixels. `before` is awaited before
 * each frame is taken, with its number, and may throw. While one frame is packed, the next is drawn; no more are held.
 */
export async function filmFile(
  format: FilmFormat,
  at: (frame: number) => ReactElement,
  facts: FilmFacts,
  colours: FigureColours,
  before: (frame: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const frames = frameCount(facts)
  const draw = async (frame: number) => (await frameDots(at(frame), signal)).pixels
  const begin = (frame: number) => {
    const drawn = draw(frame)
    // Where something fails before it is wanted, nobody waits for it.
    drawn.catch(() => undefined)
    return drawn
  }
  const encoder =
    format === 'mp4' ? await mp4Encoder(facts) : gifEncoder(facts, await samplesOf(frames, draw, before), colours)
  try {
    let next = begin(0)
    for (let frame = 0; frame < frames; frame++) {
      await before(frame)
      const pixels = await next
      if (frame + 1 < frames) next = begin(frame + 1)
      encoder.add(pixels)
    }
    return await encoder.finish()
  } finally {
    encoder.close()
  }
}

/** Frames that have all colours of a film among them: its start, its middle and its end. They come before the first one is taken. */
async function samplesOf(
  frames: number,
  draw: (frame: number) => Promise<Uint8Array>,
  before: (frame: number) => Promise<void>,
): Promise<Uint8Array[]> {
  const samples: Uint8Array[] = []
  for (const frame of new Set([0, Math.floor(frames / 2), frames - 1])) {
    await before(0)
    samples.push(await draw(frame))
  }
  return samples
}

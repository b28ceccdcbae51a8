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
  const encoder = format === 'mp4' ? await mp4Encoder(facts) : gifEncoder(facts, await samplesOf(frames, draw), colours)
  try {
    let next = draw(0)
    for (let frame = 0; frame < frames; frame++) {
      await before(frame)
      const pixels = await next
      if (frame + 1 < frames) {
        next = draw(frame + 1)
        // Where this frame fails, nobody waits for the next one.
        next.catch(() => undefined)
      }
      encoder.add(pixels)
    }
    return await encoder.finish()
  } finally {
    encoder.close()
  }
}

/** Frames that have all colours of a film among them: its start, its middle and its end. */
async function samplesOf(frames: number, draw: (frame: number) => Promise<Uint8Array>): Promise<Uint8Array[]> {
  const samples: Uint8Array[] = []
  for (const frame of new Set([0, Math.floor(frames / 2), frames - 1])) samples.push(await draw(frame))
  return samples
}

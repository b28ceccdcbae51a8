import type { FilmFormat } from '../figure-formats'
import { type FilmKind, type FilmSettings, frameCount } from './film'

/**
 * Bytes of a frame for each pixel of its mean side: what changes from frame to frame is lines, which grow as a side does. Measured on
 * the sample's path of “Tower” at 1280 × 720 and 30 frames a second.
 */
const bytesPerSide: Readonly<Record<FilmFormat, Readonly<Record<FilmKind, number>>>> = {
  gif: { layers: 2.7, orbit: 28, both: 27 },
  mp4: { layers: 1.3, orbit: 16.5, both: 16 },
}

/** How large a film's file will be, more or less: words and paths that cross make it larger. */
export function estimatedBytes(format: FilmFormat, settings: FilmSettings): number {
  const side = Math.sqrt(settings.width * settings.height)
  return frameCount(settings) * side * bytesPerSide[format][settings.kind]
}

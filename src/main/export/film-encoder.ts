import type { FilmSettings } from '../../shared/figures/film/film'

/** What an encoder is told of a film before its first frame. */
export interface FilmFacts extends FilmSettings {
  readonly title: string
  /** As JSON. */
  readonly provenance: string
}

/** Takes one frame after the other, and keeps none of them but the last. */
export interface FilmEncoder {
  /** Red, green, blue and alpha, row by row; opaque. */
  add(pixels: Uint8Array): void
  /** The whole file. */
  finish(): Promise<Uint8Array>
  /** Lets go of what it holds, finished or not. */
  close(): void
}

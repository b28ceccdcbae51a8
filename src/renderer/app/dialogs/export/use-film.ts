import { useState } from 'react'
import { type FilmKind, type FilmSettings, film, plainFilm } from '../../../../shared/figures/film/film'
import type { Paper } from '../../../ui/view'

/** What is set of a film, as typed, and the film that comes of it; null while something typed is none. */
export interface FilmChoice {
  readonly kind: FilmKind
  readonly loop: boolean
  readonly seconds: string
  readonly fps: string
  readonly width: string
  readonly height: string
  readonly settings: FilmSettings | null
  set(change: Partial<Typed>): void
}

interface Typed {
  readonly kind: FilmKind
  readonly loop: boolean
  readonly seconds: string
  readonly fps: string
  readonly width: string
  /** Null until one is typed: then the height follows the width, as the figure's shape has it. */
  readonly height: string | null
}

export function useFilm(paper: Paper | null): FilmChoice {
  const [typed, setTyped] = useState<Typed>({
    ...{ kind: plainFilm.kind, loop: true, height: null },
    ...{ seconds: `${plainFilm.seconds}`, fps: `${plainFilm.fps}`, width: `${plainFilm.width}` },
  })
  const shape = paper ? paper.height / paper.width : plainFilm.height / plainFilm.width
  const height = typed.height ?? `${2 * Math.round((Number(typed.width) * shape) / 2)}`
  const read = film.safeParse({
    ...{ kind: typed.kind, loop: typed.loop, seconds: numberOf(typed.seconds), fps: numberOf(typed.fps) },
    ...{ width: numberOf(typed.width), height: numberOf(height) },
  })
  return {
    ...typed,
    height,
    settings: read.data ?? null,
    set: (change) => setTyped((before) => ({ ...before, ...change })),
  }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'))
}

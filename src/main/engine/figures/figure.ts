import type { ReactElement } from 'react'
import type { FigureSpec } from '../../../shared/figures/figure-spec'
import type { FilmSettings } from '../../../shared/figures/film/film'
import type { FigureSpace } from '../../../shared/figures/space/figure-space'
import type { DeviceName, TokenInfo } from '../../../shared/model-info'
import type { Sliced } from '../../../shared/slices'
import type { Cell, NumberArray } from '../../export'
import type { OpenedModel } from '../opened-model'
import type { RunOptions } from '../run-options'
import type { RunRequest, RunTools } from '../run-prompt'

/** A figure whose numbers are there: the drawing, and what it is drawn from. */
export interface DrawnFigure {
  /** The component that the window shows, with its numbers. */
  readonly element: ReactElement
  /** The numbers of exactly this figure: a row of names, then rows of numbers and words; null for what a row has not. */
  readonly table: readonly (readonly Cell[])[]
  /** For files of arrays, where the numbers are matrices and not columns of the table. */
  readonly arrays?: ReadonlyMap<string, NumberArray>
  /** The same as things in space, where the figure is in 3D. */
  readonly space?: FigureSpace
  /** The same as a moving picture, where it can move: the drawing of each frame, once the film is planned. */
  readonly film?: (settings: FilmSettings) => Sliced<(frame: number) => ReactElement>
  /** The same as a value for JSON. */
  readonly json: unknown
  readonly tokens: readonly TokenInfo[]
  /** What an answer was computed on that may have been at hand already; left out where a run of the drawing tells it. */
  readonly device?: DeviceName
  /** What the figure is of, for its file's name: `Tower`, `head-3.1`. */
  readonly name: string
}

/** Takes the numbers that a spec is about, from the store or by a run. */
export type Draw<S extends FigureSpec> = (
  tools: RunTools,
  request: DrawRequest<S>,
  options: RunOptions,
) => Promise<DrawnFigure>

export interface DrawRequest<S extends FigureSpec> extends Omit<RunRequest, 'prompt'> {
  readonly spec: S
  /** The spec's. */
  readonly prompt: S['prompt']
  /** The second model of a figure of two. */
  readonly other: OpenedModel | null
}

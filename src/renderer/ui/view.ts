import type { ComponentType, ReactNode } from 'react'
import type { Paper } from '../../shared/figures/figure-paper'
import type { FigureKind, FigureSpec } from '../../shared/figures/figure-spec'
import type { FilmSettings } from '../../shared/figures/film/film'
import type { Sliced } from '../../shared/slices'

export type { Paper } from '../../shared/figures/figure-paper'

/** What a view tells the shell about itself. A folder in views/ whose index exports one is a panel: no list names it. */
export interface View {
  readonly id: string
  /** On its tab. */
  readonly title: string
  /** Where it stands until a person moves it. Views of one place are tabs of it. */
  readonly place: 'left' | 'centre' | 'right' | 'bottom'
  /** Smallest first among the tabs of a place. */
  readonly order: number
  readonly component: ComponentType
  /** Stands in the head of the panel, beside its tab, while the view is in front. */
  readonly tools?: ComponentType
  /** Stands under the head, the panel's whole width: choices that its tabs leave no room for. */
  readonly bar?: ComponentType
  /** What the export dialog can save of it. */
  readonly figures?: readonly ViewFigure[]
  /** Which of them it shows now, where that changes; the first otherwise. */
  readonly shownFigure?: () => ViewFigure
}

/** A kind of figure that a view shows. */
export interface ViewFigure {
  readonly kind: FigureKind
  /** In the dialog's list: `Path in 3D`. */
  readonly title: string
  /** Whether it is of a run, which then has to be there; left out is yes. */
  readonly ofRun?: boolean
  /** A hook, called in the dialog alone: the figure of what the window shows now; null while there is nothing to draw. */
  readonly use: () => FigureOffer | null
  /** Of a figure that is composed in the dialog: what it is made of, above the paper's settings. */
  readonly contents?: ComponentType
}

export interface FigureOffer {
  /** The figure as a spec, on a paper; the engine draws the same from it. */
  readonly spec: (paper: Paper) => FigureSpec
  /** The same component that the engine draws, with the window's numbers. */
  readonly draw: (paper: Paper) => ReactNode
  /** The same component as a film: the drawing of each frame, once the film is planned. Left out where it does not move. */
  readonly film?: (paper: Paper, settings: FilmSettings) => Sliced<(frame: number) => ReactNode>
  /** For the file's name, after the model's: `['Tower', 'unit']`. */
  readonly nameParts: readonly string[]
  /** Of a figure of two models, the path of the second. */
  readonly other?: string
  /** Where the model lies; left out for the one that is open. */
  readonly path?: string
  /** What it was saved on, for the dialog to begin with. */
  readonly paper?: Paper
  /** Height by width that suits it, at a width in pixels; 2/3 when left out. */
  readonly aspect?: number | ((width: number) => number)
  /** Settings of its own, under those of every figure. */
  readonly settings?: ReactNode
}

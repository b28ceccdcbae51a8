import { create } from 'zustand'
import type { FigureKind } from '../../shared/figures/figure-spec'

/** The dialogs of the workbench; one at a time. */
export type Dialog = 'open' | 'against' | 'export' | 'keys' | 'palette'

interface Windows {
  readonly dialog: Dialog | null
  /** The kind of figure that the export dialog shows. */
  readonly exported: FigureKind
  /** Panels that are to come to the front of their tabs, by their views' ids; the workbench empties it. */
  readonly front: readonly string[]
  /** The kind of figure whose view is to come to the front in the same way. */
  readonly frontFigure: FigureKind | null
}

export const useWindows = create<Windows>()(() => ({
  dialog: null,
  exported: 'trajectory',
  front: [],
  frontFigure: null,
}))

export function showDialog(dialog: Dialog | null): void {
  useWindows.setState({ dialog })
}

/** Opens the export dialog on a kind of figure. */
export function showExport(exported: FigureKind): void {
  useWindows.setState({ dialog: 'export', exported })
}

/** Brings the view that shows a kind of figure to the front. */
export function bringFigureToFront(frontFigure: FigureKind): void {
  useWindows.setState({ frontFigure })
}

/** Brings panels to the front, at once or when the workbench stands. */
export function bringToFront(front: readonly string[]): void {
  useWindows.setState({ front })
}

import { create } from 'zustand'

/** The dialogs of the workbench; one at a time. */
export type Dialog = 'open' | 'export' | 'keys' | 'palette'

interface Windows {
  readonly dialog: Dialog | null
  /** Panels that are to come to the front of their tabs, by their views' ids; the workbench empties it. */
  readonly front: readonly string[]
}

export const useWindows = create<Windows>()(() => ({ dialog: null, front: [] }))

export function showDialog(dialog: Dialog | null): void {
  useWindows.setState({ dialog })
}

/** Brings panels to the front, at once or when the workbench stands. */
export function bringToFront(front: readonly string[]): void {
  useWindows.setState({ front })
}

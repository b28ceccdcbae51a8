import { create } from 'zustand'

/** The dialogs of the workbench; one at a time. */
export type Dialog = 'open' | 'export' | 'keys' | 'palette'

export const useWindows = create<{ readonly dialog: Dialog | null }>()(() => ({ dialog: null }))

export function showDialog(dialog: Dialog | null): void {
  useWindows.setState({ dialog })
}

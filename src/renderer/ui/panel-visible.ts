import { createContext, useContext } from 'react'

/** Whether the panel that a view stands in is in front of its tabs. What nobody sees asks the engine for nothing. */
export const PanelVisible = createContext(true)

export function usePanelVisible(): boolean {
  return useContext(PanelVisible)
}

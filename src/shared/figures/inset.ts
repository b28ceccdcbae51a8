import { createContext, useContext } from 'react'

/** What a figure leaves to the page that it is a panel of. */
export interface Inset {
  /** Whether another panel shows this scale or legend already. */
  readonly explained: boolean
  /** The end of the scale that panels share; null where each has its own. */
  readonly largest: number | null
}

export const InsetContext = createContext<Inset | null>(null)

/** Null for a figure that is alone on its sheet. */
export function useInset(): Inset | null {
  return useContext(InsetContext)
}

/** A scale's end: that of all panels that share it, or the figure's own. */
export function useScaleEnd(own: number): number {
  return useInset()?.largest ?? own
}

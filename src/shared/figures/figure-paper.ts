import type { Print } from './print'
import { type FigureTheme, trajectorySpec } from './trajectory-spec'

/** What every figure's spec holds: of which run it is, and the paper that it is drawn on. */
export const figurePaper = trajectorySpec.pick({
  version: true,
  model: true,
  prompt: true,
  theme: true,
  width: true,
  height: true,
  print: true,
})

/** In CSS pixels as drawn, and how these are printed. A figure's spec takes all of it. */
export interface Paper {
  readonly theme: FigureTheme
  readonly width: number
  readonly height: number
  readonly print: Print
}

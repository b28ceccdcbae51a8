import { figureColours } from '../../../shared/figures/theme'
import type { FigureTheme } from '../../../shared/figures/trajectory-spec'

/** The colour of each of several heads, in their order; null where there are more than can be told apart. */
export function headColours(theme: FigureTheme, heads: number): readonly string[] | null {
  const { contexts } = figureColours[theme]
  return heads <= contexts.length ? contexts.slice(0, heads) : null
}

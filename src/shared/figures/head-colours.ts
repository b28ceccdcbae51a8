import { figureColours } from './theme'
import type { FigureTheme } from './trajectory-spec'

/** More heads than this cannot be told apart by their colours. */
export const mostHeadColours = figureColours.light.contexts.length

/** The colour of each of several heads, in their order; null where there are more than can be told apart. */
export function headColours(theme: FigureTheme, heads: number): readonly string[] | null {
  return heads <= mostHeadColours ? figureColours[theme].contexts.slice(0, heads) : null
}

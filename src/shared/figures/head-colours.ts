import { type Head, isOfChosen, type PatternsByLayer, type ShownChoice, weightsOfHeads } from '../shown-pattern'
import { figureColours } from './theme'
import type { FigureTheme } from './trajectory-spec'

/** The colour of each of several heads, in their order; null where there are more than can be told apart. */
export function headColours(theme: FigureTheme, heads: number): readonly string[] | null {
  const { contexts } = figureColours[theme]
  return heads <= contexts.length ? contexts.slice(0, heads) : null
}

/** One head's weights among several that are drawn apart, as lines in a colour of their own. */
export interface LinesPart {
  readonly head: Head
  readonly weights: Float32Array
  readonly colour: string
}

/** The chosen heads, as long as colours tell them apart; none where the pattern is drawn as a whole. */
export function linesParts(
  patterns: PatternsByLayer,
  { shown, chosen = [] }: ShownChoice,
  theme: FigureTheme,
): readonly LinesPart[] {
  const colours = isOfChosen(shown) ? headColours(theme, chosen.length) : null
  const weights = colours ? weightsOfHeads(patterns, chosen) : []
  if (!colours || weights.length < chosen.length) return []
  return chosen.map((head, at) => ({ head, weights: weights[at]!, colour: colours[at]! }))
}

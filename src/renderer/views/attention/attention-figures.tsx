import { AttentionFigure, attentionHeight } from '../../../shared/figures/attention-figure'
import { AttentionLinesFigure, attentionLinesHeight } from '../../../shared/figures/attention-lines-figure'
import type { AttentionLinesSpec, AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { linesParts } from '../../../shared/figures/head-colours'
import type { FigureTheme } from '../../../shared/figures/trajectory-spec'
import { linesName, patternName } from '../../../shared/shown-pattern'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'
import { useShownPattern } from './use-shown-pattern'

/** The pattern in full, as the view shows it. */
export const attentionFigure: ViewFigure = { kind: 'attention-matrix', title: 'Attention pattern', use: useMatrix }

/** The same as lines from queries to keys. */
export const linesFigure: ViewFigure = { kind: 'attention-lines', title: 'Attention lines', use: useLines }

function useMatrix(): FigureOffer | null {
  const shown = useShownPattern()
  if (!shown) return null
  const { common, choice, pattern, places, queries, keys } = shown
  const spec = (paper: Paper): AttentionMatrixSpec => ({ ...paper, ...common, kind: 'attention-matrix' })
  const name = patternName(choice, places)
  return {
    spec,
    draw: (paper) => <AttentionFigure spec={spec(paper)} {...{ pattern, places, queries, keys }} />,
    nameParts: [name],
    aspect: (width) => attentionHeight(name, queries, keys, width) / width,
  }
}

function useLines(): FigureOffer | null {
  const shown = useShownPattern()
  if (!shown) return null
  const { common, choice, pattern, patterns, places, queries, keys } = shown
  const spec = (paper: Paper): AttentionLinesSpec => ({ ...paper, ...common, kind: 'attention-lines' })
  const partsIn = (theme: FigureTheme) => linesParts(patterns, choice, theme)
  const name = linesName(choice, places, partsIn('light').length)
  const counts = { queries: queries.length, keys: keys.length }
  return {
    spec,
    draw: (paper) => (
      <AttentionLinesFigure spec={spec(paper)} parts={partsIn(paper.theme)} {...{ pattern, places, queries, keys }} />
    ),
    nameParts: [name, 'lines'],
    aspect: (width) => attentionLinesHeight({ name, places, parts: partsIn('light'), width, ...counts }) / width,
  }
}

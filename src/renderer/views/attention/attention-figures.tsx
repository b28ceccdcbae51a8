import { textsOf } from '../../../shared/attention-places'
import { AttentionFigure, attentionHeight } from '../../../shared/figures/attention-figure'
import { AttentionLinesFigure, attentionLinesHeight } from '../../../shared/figures/attention-lines-figure'
import type { AttentionLinesSpec, AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { linesParts } from '../../../shared/figures/head-colours'
import type { FigureTheme } from '../../../shared/figures/trajectory-spec'
import { isOfChosen, layersOf, linesName, patternName, shownPattern } from '../../../shared/shown-pattern'
import { useFigurePatterns, usePlaces, useShownChoice } from '../../state/attention'
import { promptOf } from '../../state/prompt'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

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

/** What both draw, once all of it is there. */
function useShownPattern() {
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const ran = useSession((session) => session.ran)
  const choice = useShownChoice()
  const places = usePlaces()
  const { answer, stale } = useFigurePatterns(model && layersOf(choice, places))
  const pattern = answer && !stale ? shownPattern(answer, choice, places) : null
  const place = places[choice.layer]
  const texts = ran && place && textsOf(ran.tokens, place, ran.states)
  if (!model || !texts || !answer || !pattern) return null
  if (pattern.queries !== texts.queries.length || pattern.keys !== texts.keys.length) return null
  const { name, fingerprint } = model
  return {
    common: {
      ...{ shown: choice.shown, layer: choice.layer, head: choice.head },
      ...(isOfChosen(choice.shown) && choice.chosen ? { chosen: [...choice.chosen] } : {}),
      version: 1 as const,
      model: { name, fingerprint },
      prompt: promptOf(model, text, reading),
    },
    ...{ choice, pattern, patterns: answer, places, queries: texts.queries, keys: texts.keys },
  }
}

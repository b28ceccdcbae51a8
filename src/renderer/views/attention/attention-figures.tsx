import { textsOf } from '../../../shared/attention-places'
import { AttentionFigure, attentionHeight } from '../../../shared/figures/attention-figure'
import type { AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { isOfChosen, layersOf, patternName, shownPattern } from '../../../shared/shown-pattern'
import { useFigurePatterns, usePlaces, useShownChoice } from '../../state/attention'
import { promptOf } from '../../state/prompt'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** The pattern in full, as the view shows it. */
export const attentionFigure: ViewFigure = { kind: 'attention-matrix', title: 'Attention pattern', use: useFigure }

function useFigure(): FigureOffer | null {
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
  if (!model || !texts || !pattern) return null
  if (pattern.queries !== texts.queries.length || pattern.keys !== texts.keys.length) return null
  const { name, fingerprint } = model
  const spec = (paper: Paper): AttentionMatrixSpec => ({
    ...paper,
    shown: choice.shown,
    layer: choice.layer,
    head: choice.head,
    ...(isOfChosen(choice.shown) && choice.chosen ? { chosen: [...choice.chosen] } : {}),
    kind: 'attention-matrix',
    version: 1,
    model: { name, fingerprint },
    prompt: promptOf(model, text, reading),
  })
  return {
    spec,
    draw: (paper) => (
      <AttentionFigure spec={spec(paper)} pattern={pattern} places={places} queries={texts.queries} keys={texts.keys} />
    ),
    nameParts: [patternName(choice, places)],
    aspect: (width) => attentionHeight(patternName(choice, places), texts.queries, texts.keys, width) / width,
  }
}

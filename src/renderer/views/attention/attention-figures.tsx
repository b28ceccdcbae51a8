import { AttentionFigure } from '../../../shared/figures/attention-figure'
import type { AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { isOfChosen, layersOf, patternName, shownPattern } from '../../../shared/shown-pattern'
import { useFigurePatterns, useShownChoice } from '../../state/attention'
import { promptOf } from '../../state/prompt'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** The pattern in full, as the view shows it. */
export const attentionFigure: ViewFigure = { kind: 'attention-matrix', title: 'Attention pattern', use: useFigure }

function useFigure(): FigureOffer | null {
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const tokens = useSession((session) => session.ran?.tokens)
  const choice = useShownChoice()
  const { answer, stale } = useFigurePatterns(model && layersOf(choice, model.layers))
  const pattern = model && answer && !stale ? shownPattern(answer, choice, model.layers) : null
  if (!model || !tokens || !pattern || pattern.tokens !== tokens.length) return null
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
      <AttentionFigure spec={spec(paper)} pattern={pattern} tokens={tokens} causal={model.kind === 'decoder'} />
    ),
    nameParts: [patternName(choice)],
    aspect: 1,
  }
}

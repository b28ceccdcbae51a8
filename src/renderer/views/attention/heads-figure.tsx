import { AttentionHeadsFigure, headsAspect } from '../../../shared/figures/attention-heads-figure'
import type { AttentionHeadsSpec } from '../../../shared/figures/attention-spec'
import { useFigurePatterns, usePlaces } from '../../state/attention'
import { promptOf } from '../../state/prompt'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** The patterns of all heads, as small pictures. */
export const headsFigure: ViewFigure = { kind: 'attention-heads', title: 'All heads', use: useFigure }

function useFigure(): FigureOffer | null {
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const places = usePlaces()
  const { answer, stale } = useFigurePatterns(model && places.map((_, at) => at))
  const patterns = answer && !stale ? places.flatMap((_, at) => answer.get(at) ?? []) : []
  if (!model || patterns.length === 0 || patterns.length < places.length) return null
  const { name, fingerprint } = model
  const spec = (paper: Paper): AttentionHeadsSpec => ({
    ...paper,
    kind: 'attention-heads',
    version: 1,
    model: { name, fingerprint },
    prompt: promptOf(model, text, reading),
  })
  return {
    spec,
    draw: (paper) => <AttentionHeadsFigure spec={spec(paper)} places={places} patterns={patterns} />,
    nameParts: ['heads'],
    aspect: (width) => headsAspect(places, width),
  }
}

import { keyText } from '../../../shared/attention-places'
import { QueryKeyFigure, queryKeyHeight } from '../../../shared/figures/query-key-figure'
import type { QueryKeySpec } from '../../../shared/figures/query-key-spec'
import { headName } from '../../../shared/figures/query-key-text'
import { useHeadDetail, useTemperature } from '../../state/head-detail'
import { promptOf } from '../../state/prompt'
import { useSession } from '../../state/session'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** The product by dimension and the row, as the view shows them. */
export const queryKeyFigure: ViewFigure = { kind: 'query-key', title: 'Query and key', use: useQueryKeyFigure }

function useQueryKeyFigure(): FigureOffer | null {
  const { answer, stale } = useHeadDetail(true)
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const temperature = useTemperature((state) => state.temperature)
  if (!answer || stale || !model) return null
  const { layer, head, query, key, tokens } = answer
  const { name, fingerprint } = answer.model
  const of = { version: 1 as const, model: { name, fingerprint }, prompt: promptOf(model, text, reading) }
  const spec = (paper: Paper): QueryKeySpec => ({
    ...of,
    ...paper,
    ...{ kind: 'query-key', layer, head, query, key, temperature },
  })
  return {
    spec,
    draw: (paper) => <QueryKeyFigure spec={spec(paper)} detail={answer} />,
    nameParts: [`head ${headName(answer)}`, tokens[query]!.text, keyText(answer, key)],
    aspect: (width) => queryKeyHeight(answer, width) / width,
  }
}

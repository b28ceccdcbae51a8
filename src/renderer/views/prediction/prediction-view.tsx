import { usePrediction } from '../../state/prediction'
import { useSession } from '../../state/session'
import { Empty } from '../../ui/empty'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { Continuation } from './continuation'
import { LensMap } from './lens-map'
import { WordBars } from './word-bars'
import './prediction-view.css'

/** What follows: at the selected position, at every layer of every position, and word by word. */
export function PredictionView() {
  const visible = usePanelVisible()
  const model = useSession((session) => session.model)
  const look = usePrediction(visible)
  if (model && !model.languageModel) {
    return <Empty title={`${model.name} ends in vectors and has no unembedding, so it predicts no words.`} />
  }
  return (
    <LookState look={look} what="what the model predicts" title="The prediction cannot be shown">
      {(prediction) => (
        <div className="prediction">
          <WordBars prediction={prediction} />
          <LensMap prediction={prediction} />
          {prediction.about === 'next' && <Continuation />}
        </div>
      )}
    </LookState>
  )
}

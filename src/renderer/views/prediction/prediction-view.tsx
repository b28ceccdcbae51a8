import { useClassification } from '../../state/classification'
import { usePrediction } from '../../state/prediction'
import { useSession } from '../../state/session'
import { Empty } from '../../ui/empty'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { ClassBars } from './class-bars'
import { Continuation } from './continuation'
import { LensMap } from './lens-map'
import { TokenClasses } from './token-classes'
import { WordBars } from './word-bars'
import './prediction-view.css'

/** What follows: at the selected position, at every layer of every position, and word by word; or which class the text is of. */
export function PredictionView() {
  const visible = usePanelVisible()
  const model = useSession((session) => session.model)
  const look = usePrediction(visible)
  if (model && !model.languageModel) {
    if (model.taskHead) return <Classes />
    return <Empty title={`${model.name} ends in vectors and has no unembedding, so it predicts no words.`} />
  }
  return (
    <LookState look={look} what="what the model predicts" title="The prediction cannot be shown">
      {(prediction) => (
        <div className="prediction">
          <WordBars prediction={prediction} />
          <LensMap prediction={prediction} />
          {model?.taskHead && <Classes />}
          {prediction.about === 'next' && <Continuation />}
        </div>
      )}
    </LookState>
  )
}

function Classes() {
  const look = useClassification(usePanelVisible())
  return (
    <LookState look={look} what="the classes" title="The classes cannot be shown">
      {(classification) => (
        <div className="prediction">
          <ClassBars classification={classification} />
          {classification.head.each && <TokenClasses classification={classification} />}
        </div>
      )}
    </LookState>
  )
}

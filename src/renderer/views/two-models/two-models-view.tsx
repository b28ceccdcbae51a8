import { useSimilarity } from '../../state/similarity'
import { useModelsChoices, useTwoModels } from '../../state/two-models'
import { useModelsLook, useModelsQuestion, useWeightsLook } from '../../state/two-models-look'
import { LookState } from '../../ui/look-state'
import { NotYet } from '../../ui/not-yet'
import { usePanelVisible } from '../../ui/panel-visible'
import { ModelsBar } from './models-bar'
import { PathsSection } from './paths-section'
import { PatternsSection } from './patterns-section'
import { SimilarityMap, SimilarityTexts } from './similarity-section'
import { TwoModelsEmpty } from './two-models-empty'
import { WeightsSection } from './weights-section'
import { WordsSection } from './words-section'
import './two-models-view.css'

/** One sentence through two models: paths, patterns and next words beside each other, and how far their weights are apart. */
export function TwoModelsView() {
  const reference = useTwoModels((state) => state.reference)
  const section = useModelsChoices((choices) => choices.section)
  const visible = usePanelVisible()
  const ofWeights = section === 'weights'
  const ofSimilarity = section === 'similarity'
  const look = useModelsLook(visible && !ofWeights && !ofSimilarity)
  const alike = useSimilarity(visible && ofSimilarity)
  const question = useModelsQuestion()
  const weights = useWeightsLook(visible && ofWeights)
  if (!reference) return <TwoModelsEmpty />
  return (
    <div className="two-models">
      <ModelsBar reference={reference} />
      <div className="two-models-section">
        {ofWeights ? (
          <LookState
            look={weights}
            what="both models’ weights"
            title="The weights cannot be compared"
            isLong
            ofRun={false}
          >
            {(answer) => <WeightsSection answer={answer} />}
          </LookState>
        ) : ofSimilarity ? (
          <div className="models-alike">
            <SimilarityTexts answer={alike.answer} />
            <LookState look={alike} what="how alike they are" title="The two models cannot be compared" isLong>
              {(answer) => <SimilarityMap answer={answer} />}
            </LookState>
          </div>
        ) : question === null ? (
          <NotYet what="both models’ paths" full />
        ) : (
          <LookState look={look} what="both models’ paths" title="The two models cannot be compared" isLong>
            {(answer) =>
              section === 'paths' ? (
                <PathsSection answer={answer} stale={look.stale} />
              ) : section === 'patterns' ? (
                <PatternsSection answer={answer} />
              ) : (
                <WordsSection answer={answer} />
              )
            }
          </LookState>
        )}
      </div>
    </div>
  )
}

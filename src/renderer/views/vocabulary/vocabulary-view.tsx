import { lazy, Suspense } from 'react'
import { useSession } from '../../state/session'
import { stepBackOnMap, useMap, useMapQuestion, useMapWords, useMarkedWords } from '../../state/vocabulary'
import { AxesChoice } from '../../ui/axes-choice'
import { Empty } from '../../ui/empty'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { MapOrigin } from './map-origin'
import { WordsSide } from './words-side'
import './vocabulary-view.css'

/** three.js comes only when there is something to draw. */
const Picture = lazy(() => import('./map-picture').then((module) => ({ default: module.MapPicture })))

/** All words of the model as points, beside a list of those that are searched for, encircled or near to one. */
export function VocabularyView() {
  const visible = usePanelVisible()
  const model = useSession((session) => session.model)
  const question = useMapQuestion()
  const words = useMapWords(visible)
  const map = useMap(visible && words.answer !== null)
  const marks = useMarkedWords(words.answer, visible)
  if (!model) return <Empty title="Open a model to see all its words." />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape steps back here as it does in the whole window
    <div
      className="vocabulary"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && stepBackOnMap()) event.preventDefault()
      }}
    >
      <LookState look={words} what="all words" title="The words cannot be shown" ofRun={false} isLong>
        {(answer) => (
          <div className="vocabulary-parts">
            <div className="vocabulary-map">
              {question === null ? (
                <Empty title="Choose the directions, or two words, that are the axes.">
                  <AxesChoice />
                </Empty>
              ) : (
                <LookState look={map} what="all words" title="The map cannot be shown" ofRun={false} isLong>
                  {(layout) => (
                    <Suspense fallback={null}>
                      <Picture words={answer} map={layout} stale={map.stale} marks={marks} />
                    </Suspense>
                  )}
                </LookState>
              )}
            </div>
            <WordsSide words={answer} marks={marks}>
              {map.answer && !map.stale && question !== null && <MapOrigin map={map.answer} />}
            </WordsSide>
          </div>
        )}
      </LookState>
    </div>
  )
}

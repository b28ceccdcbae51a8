import { lazy, Suspense } from 'react'
import { letterName } from '../../../shared/figures/contexts-shown'
import { useAllContexts } from '../../state/contexts'
import { useContextsChoices, useContextsLook, useContextsQuestion } from '../../state/contexts-look'
import { useSession } from '../../state/session'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { ContextsEmpty } from './contexts-empty'
import { ContextsLegend } from './contexts-legend'
import { DistanceChart, MeasureChoice } from './distance-chart'
import './contexts-view.css'

/** three.js comes only when there is something to draw. */
const Picture = lazy(() => import('../../ui/paths-picture').then((module) => ({ default: module.PathsPicture })))

/** One token in several sentences: their paths in one space, and how far they are apart after each station. */
export function ContextsView() {
  const visible = usePanelVisible()
  const all = useAllContexts()
  const question = useContextsQuestion()
  const look = useContextsLook(visible)
  const task = useSession((session) => session.task)
  if (all.length < 2) return <ContextsEmpty />
  const shown = look.answer
  return (
    <div className="contexts">
      <div className="contexts-scene">
        {question === null && task === null ? (
          <NothingToCompare />
        ) : (
          <LookState look={look} what="the contexts side by side" title="The contexts cannot be compared">
            {(answer) => (
              <Suspense fallback={null}>
                <Picture shown={answer} store={useContextsChoices} />
              </Suspense>
            )}
          </LookState>
        )}
      </div>
      <div className="contexts-strip">
        <div className="contexts-chart">
          <header>
            <MeasureChoice />
            {shown && <span>{`to ${letterName(shown.letters[shown.active]!)}, by layer`}</span>}
          </header>
          {shown && <DistanceChart shown={shown} stale={look.stale} />}
        </div>
        <ContextsLegend all={all} shown={shown} />
      </div>
    </div>
  )
}

/** Why there is no picture: every reason is something that a person can change below. */
function NothingToCompare() {
  const all = useAllContexts()
  const active = all.find(({ isActive }) => isActive)
  return (
    <div className="empty">
      <p className="empty-title">
        {active?.position === null
          ? 'Choose a token, or run the sentence, to compare it with the other contexts.'
          : 'The token is in no other context. Choose one by hand below.'}
      </p>
    </div>
  )
}

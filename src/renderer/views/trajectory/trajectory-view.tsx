import { lazy, Suspense } from 'react'
import { useShown } from '../../state/shown'
import { NotYet } from '../../ui/not-yet'
import './trajectory-view.css'

/** three.js is most of the window's code, and nothing needs it before there is a path. */
const Picture = lazy(() => import('./picture').then((module) => ({ default: module.Picture })))

export function TrajectoryView() {
  const shown = useShown()
  return (
    <div className="trajectory">
      {shown ? (
        <Suspense fallback={null}>
          <Picture trajectory={shown.trajectory} stale={shown.stale} />
        </Suspense>
      ) : (
        <NotYet what="its path through the layers" full />
      )}
    </div>
  )
}

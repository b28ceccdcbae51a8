import type { ReactNode } from 'react'
import type { Look } from '../state/look'
import { useSession } from '../state/session'
import { shareOf, stageText } from '../state/stages'
import { Button } from './button'
import { classes } from './classes'
import { Empty } from './empty'
import { FaultCard } from './fault-card'
import { NextProgress } from './next-progress'
import { NotYet } from './not-yet'
import { ProgressBar } from './progress-bar'
import './empty.css'
import './not-yet.css'

/**
 * What a view shows of a look: nothing run yet, the work under way, a failure or a sentence that is too large, or the answer.
 * An answer to the last question stays, marked as stale, while the next is worked on, so that nothing jumps; how far that is,
 * and the way to stop it, stand over it where it may take long.
 */
export function LookState<T>({
  look,
  what,
  title,
  isLong = false,
  ofRun = true,
  children,
}: {
  look: Look<T>
  /** What the view shows, for `Choose a token to see …`. */
  what: string
  /** Of the card of a failure: `The patterns cannot be shown`. */
  title: string
  /** Whether it may take so long that a person wants to stop it. */
  isLong?: boolean
  /** Whether it is of a run, which then has to be there. */
  ofRun?: boolean
  children: (answer: T) => ReactNode
}): ReactNode {
  const ran = useSession((session) => session.ran !== null)
  if (look.fault?.kind === 'cancelled') {
    return (
      <Empty title="It was stopped. Nothing of it is kept.">
        <Button onClick={look.retry}>Start again</Button>
      </Empty>
    )
  }
  if (look.fault) {
    return (
      <div className="empty">
        <FaultCard fault={look.fault} title={title} />
      </div>
    )
  }
  if (look.answer !== null) {
    return (
      <>
        <div className={classes('look', look.stale && 'stale')} aria-busy={look.stale}>
          {children(look.answer)}
        </div>
        {isLong && look.stale && <NextProgress look={look} />}
      </>
    )
  }
  if (ofRun && !ran) return <NotYet what={what} />
  return (
    <div className="empty" role="status">
      <div className="not-yet-task">
        <p className="empty-title">{stageText(look.progress)}</p>
        <ProgressBar label={stageText(look.progress)} share={shareOf(look.progress)} />
      </div>
      {isLong && <Button onClick={look.stop}>Stop</Button>}
    </div>
  )
}

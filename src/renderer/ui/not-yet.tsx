import type { ReactNode } from 'react'
import { useSession } from '../state/session'
import { shareOf, stageText } from '../state/stages'
import { run, stop } from '../state/trace'
import { Button } from './button'
import { Empty } from './empty'
import { FaultCard } from './fault-card'
import { ProgressBar } from './progress-bar'
import './not-yet.css'

/** What a view of the path shows while there is no path: work under way, a mishap, or what to do. `full` for the main view. */
export function NotYet({ what, full }: { what: string; full?: boolean }): ReactNode {
  const task = useSession((session) => session.task)
  const mishap = useSession((session) => session.mishap)
  const hasTokens = useSession((session) => (session.tokens?.length ?? 0) > 0)
  if (task) {
    if (!full) return <Empty title={stageText(task.progress)} />
    return (
      <div className="empty" role="status">
        <div className="not-yet-task">
          <p className="empty-title">{stageText(task.progress)}</p>
          <ProgressBar label={stageText(task.progress)} share={shareOf(task.progress)} />
        </div>
        <Button onClick={stop}>Stop</Button>
      </div>
    )
  }
  if (mishap?.kind === 'failed') {
    if (!full) return <Empty title="Nothing to show: the run failed." />
    return (
      <div className="empty">
        <FaultCard
          fault={mishap.fault}
          title={mishap.fault.kind === 'lost' ? 'The engine was restarted' : 'The run failed'}
        >
          <Button onClick={run}>Run again</Button>
        </FaultCard>
      </div>
    )
  }
  if (mishap?.kind === 'stopped') {
    return (
      <Empty title="The run was stopped. Nothing of it is kept.">
        {full && <Button onClick={run}>Run again</Button>}
      </Empty>
    )
  }
  return (
    <Empty
      title={hasTokens ? `Choose a token, or run the sentence, to see ${what}.` : `Type a sentence to see ${what}.`}
    />
  )
}

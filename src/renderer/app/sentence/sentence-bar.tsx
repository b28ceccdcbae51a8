import { Play, Square } from 'lucide-react'
import { useSession } from '../../state/session'
import { shareOf, stageText } from '../../state/stages'
import { run, stop } from '../../state/trace'
import { Button } from '../../ui/button'
import { ProgressBar } from '../../ui/progress-bar'
import { Tooltip } from '../../ui/tooltip'
import { RunSummary } from './run-summary'
import { SentenceField } from './sentence-field'
import { TokenChips } from './token-chips'
import './sentence-bar.css'

/** The sentence, as words and as the model's tokens, and what came of running it. */
export function SentenceBar() {
  const task = useSession((session) => session.task)
  return (
    <section className="sentence" aria-label="Sentence">
      <div className="sentence-row">
        <span className="context-badge" title="Context A">
          A
        </span>
        <SentenceField />
        <RunSummary />
        {task ? (
          <Button className="run-button" icon={<Square size={12} />} onClick={stop}>
            Stop
          </Button>
        ) : (
          <Tooltip text="Run the model on this sentence" keys="Mod+Enter">
            <Button className="run-button" icon={<Play size={13} />} onClick={run}>
              Run
            </Button>
          </Tooltip>
        )}
      </div>
      <TokenChips />
      <div className="sentence-progress">
        {task && <ProgressBar label={stageText(task.progress)} share={shareOf(task.progress)} />}
      </div>
    </section>
  )
}

import { Play, Square } from 'lucide-react'
import { useContexts } from '../../state/contexts'
import { useSession } from '../../state/session'
import { shareOf, stageText } from '../../state/stages'
import { run, stop } from '../../state/trace'
import { Button } from '../../ui/button'
import { classes } from '../../ui/classes'
import { ContextBadge } from '../../ui/context-badge'
import { ProgressBar } from '../../ui/progress-bar'
import { Tooltip } from '../../ui/tooltip'
import { AddContext, ContextStrip } from './context-strip'
import { ReadingSwitches } from './reading-switches'
import { RunSummary } from './run-summary'
import { InputFields, SaidField, SentenceField, StatesField } from './sentence-field'
import { TokenChips } from './token-chips'
import './sentence-bar.css'

/** The sentence, as words and as the model's tokens, and what came of running it. */
export function SentenceBar() {
  const task = useSession((session) => session.task)
  const several = useContexts((contexts) => contexts.kept.length > 1)
  const active = useContexts((contexts) => contexts.active)
  return (
    <section className="sentence" aria-label="Sentence">
      <ContextStrip />
      <div className="sentence-row">
        <ContextBadge index={active} />
        <SentenceField />
        <SaidField />
        <StatesField />
        <InputFields />
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
      <div className={classes('sentence-chips', several && 'sentence-chips-several')}>
        {!several && <AddContext />}
        <TokenChips />
        <ReadingSwitches />
      </div>
      <div className="sentence-progress">
        {task && <ProgressBar label={stageText(task.progress)} share={shareOf(task.progress)} />}
      </div>
    </section>
  )
}

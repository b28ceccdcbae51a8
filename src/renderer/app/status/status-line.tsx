import { useLooksAtWork } from '../../state/looks-at-work'
import { useSelection } from '../../state/selection'
import { useChecking, useCheckMark } from '../../state/self-check'
import { useSession } from '../../state/session'
import { stageText } from '../../state/stages'
import { describeSelection } from '../../state/station-names'
import { bringToFront } from '../../state/windows'
import { Dot, type DotState } from '../../ui/dot'
import { Tooltip } from '../../ui/tooltip'
import { StorePopover } from './store-popover'
import './status-line.css'

/** Always tells the truth: what the engine does, what is stored, what is selected. */
export function StatusLine() {
  const tokens = useSession((session) => session.tokens)
  const trajectory = useSession((session) => session.traced?.trajectory)
  const position = useSelection((selection) => selection.position)
  const station = useSelection((selection) => selection.station)
  const steps = trajectory?.position === position ? trajectory?.steps : undefined
  return (
    <footer className="status">
      <EngineState />
      <StorePopover />
      <FailedCheck />
      <span className="status-selection">
        {describeSelection(tokens ?? [], position, steps?.[station ?? -1] ?? null)}
      </span>
    </footer>
  )
}

/** Leads to what failed; a check that passed needs no word. */
function FailedCheck() {
  if (useCheckMark() !== 'fail') return null
  return (
    <button type="button" className="status-store" onClick={() => bringToFront(['model'])}>
      <Dot state="bad" />
      Self-check failed · see the model
    </button>
  )
}

function EngineState() {
  const link = useSession((session) => session.link)
  const task = useSession((session) => session.task)
  const opening = useSession((session) => session.opening)
  const restarted = useSession((session) => session.restarted)
  const isChecking = useChecking()?.state === 'running'
  const looking = useLooksAtWork(({ first }) => first)
  const [text, dot] = describe()
  const line = (
    <span className="status-engine" role="status">
      <Dot state={dot} />
      {text}
    </span>
  )
  return restarted ? (
    <Tooltip text={restarted} side="top">
      {line}
    </Tooltip>
  ) : (
    line
  )

  function describe(): [string, DotState] {
    if (link === 'connecting') return ['Connecting to the engine', 'waiting']
    if (link === 'away') return ['Connection lost, trying again', 'bad']
    if (task) return [stageText(task.progress), 'busy']
    if (opening && !opening.fault) return ['Reading a model', 'busy']
    if (isChecking) return ['Checking the model', 'busy']
    if (looking) return [stageText(looking.progress), 'busy']
    if (restarted) return ['Engine restarted', 'warning']
    return ['Engine idle', 'good']
  }
}

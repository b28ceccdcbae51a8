import { deviceNames } from '../../state/devices'
import { count, duration, percent, plural } from '../../state/format'
import { tooLong } from '../../state/sentence'
import { useSession } from '../../state/session'
import { shareOf, stageText } from '../../state/stages'

/** How many tokens, and where the numbers on the screen come from. */
export function RunSummary() {
  const model = useSession((session) => session.model)
  const tokens = useSession((session) => session.tokens)
  const ran = useSession((session) => session.ran)
  const task = useSession((session) => session.task)
  const mishap = useSession((session) => session.mishap)
  if (!model) return null
  const over = tooLong(model, tokens)
  if (over) {
    return (
      <p className="run-summary run-summary-bad" role="alert">
        {over.message} {over.remedy}
      </p>
    )
  }
  return (
    <p className="run-summary" role="status">
      {[tokens && plural(tokens.length, model.reads ? 'position' : 'token'), what()].filter(Boolean).join(' · ')}
    </p>
  )

  function what(): string | null {
    if (task) {
      const share = shareOf(task.progress)
      return `${stageText(task.progress)}${share === null ? '' : `, ${percent(share)}`}`
    }
    if (mishap) return mishap.kind === 'stopped' ? 'stopped' : 'failed'
    if (ran?.fromStore) return `from the store, ${duration(ran.milliseconds)}`
    if (ran) {
      const computed = `computed on ${deviceNames[ran.device.device]}, ${duration(ran.milliseconds)}`
      return ran.stored ? computed : `${computed}, too large for the store`
    }
    const most = model!.context
    return tokens && tokens.length > 0 && most !== null ? `the model reads ${count(most)} at most` : null
  }
}

import type { Look } from '../state/look'
import { shareOf, stageText } from '../state/stages'
import { Button } from './button'
import { ProgressBar } from './progress-bar'
import './next-progress.css'

/** How far the next answer is, over the one that is still shown, and the way to stop it. */
export function NextProgress({ look }: { look: Pick<Look<unknown>, 'progress' | 'stop'> }) {
  const text = stageText(look.progress)
  return (
    <div className="next-progress" role="status">
      <p>{text}</p>
      <ProgressBar label={text} share={shareOf(look.progress)} />
      <Button onClick={look.stop}>Stop</Button>
    </div>
  )
}

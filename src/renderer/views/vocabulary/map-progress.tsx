import type { VocabularyMap } from '../../../shared/vocabulary-map'
import type { Look } from '../../state/look'
import { shareOf, stageText } from '../../state/stages'
import { Button } from '../../ui/button'
import { ProgressBar } from '../../ui/progress-bar'

/** How far the next map is, over the one that is still shown. */
export function MapProgress({ look }: { look: Look<VocabularyMap> }) {
  const text = stageText(look.progress)
  return (
    <div className="vocabulary-progress" role="status">
      <p>
        {text}
        {look.progress?.left !== undefined && (
          <span className="quiet">{` \u00b7 ${leftText(look.progress.left)}`}</span>
        )}
      </p>
      <ProgressBar label={text} share={shareOf(look.progress)} />
      <Button onClick={look.stop}>Stop</Button>
    </div>
  )
}

function leftText(seconds: number): string {
  return seconds < 90
    ? `about ${Math.max(1, Math.round(seconds))} s left`
    : `about ${Math.round(seconds / 60)} min left`
}

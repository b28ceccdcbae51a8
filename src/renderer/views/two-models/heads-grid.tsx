import type { AttentionPlace } from '../../../shared/attention-places'
import { headNumber, leastScale } from '../../../shared/figures/model-heads-figure'
import type { PatternRows } from '../../../shared/figures/models-spec'
import { fixed } from '../../../shared/figures/numbers'
import { inkOn, sequential } from '../../../shared/figures/scales'
import type { HeadDifference } from '../../../shared/two-models'
import { useTheme } from '../../state/preferences'
import { HeadsTable } from '../../ui/heads-table'

/** How far each head's two patterns are apart. */
export function HeadsGrid({
  patterns,
  places,
  rows,
}: {
  patterns: readonly (readonly HeadDifference[])[]
  places: readonly AttentionPlace[]
  rows: PatternRows
}) {
  const colour = sequential(useTheme())
  const largest = Math.max(leastScale, ...patterns.flat().map((head) => headNumber(head, rows) ?? 0))
  return (
    <div className="heads-grid">
      <HeadsTable
        label="Differences of patterns by layer and head"
        places={places}
        rows={patterns}
        cellOf={(difference, hasRoom) => {
          const value = headNumber(difference, rows)
          const background = value === null ? 'transparent' : colour(value / largest)
          const text = (digits: number) => (value === null ? 'not of this text' : fixed(value, digits))
          return {
            style: { background, color: inkOn(value === null ? '#ffffff' : background) },
            number: value === null ? '' : text(2),
            spoken: text(hasRoom ? 2 : 3),
            told: text(3),
          }
        }}
      />
      <div className="heads-grid-scale">
        <span className="num">0</span>
        <span
          style={{
            background: `linear-gradient(to right, ${Array.from({ length: 9 }, (_, at) => colour(at / 8)).join(', ')})`,
          }}
        />
        <span className="num">{fixed(largest, largest < 0.05 ? 3 : 2)}</span>
        <span className="quiet">total variation</span>
      </div>
    </div>
  )
}

import type { AttentionPlace } from '../../../shared/attention-places'
import type { HeadSummary, ModelCircuits } from '../../../shared/circuits'
import { fixed } from '../../../shared/figures/numbers'
import { diverging, inkOn, sequential } from '../../../shared/figures/scales'
import { useCircuitChoices } from '../../state/circuits'
import { useTheme } from '../../state/preferences'
import { HeadsTable } from '../../ui/heads-table'
import { Segmented } from '../../ui/segmented'

const measures = [
  {
    value: 'copying',
    label: 'Copying',
    hint: 'Σλ / Σ|λ| of the OV circuit’s eigenvalues: 1 where attending to a word raises it',
  },
  { value: 'previous', label: 'Previous token', hint: 'Mean weight on the token before, on random tokens said twice' },
  { value: 'induction', label: 'Induction', hint: 'Mean weight on what followed the first time, on the same tokens' },
] as const

/** What the weights, or a run on random tokens, say of each head. */
export function HeadsGrid({ answer, places }: { answer: ModelCircuits; places: readonly AttentionPlace[] }) {
  const theme = useTheme()
  const wished = useCircuitChoices((choices) => choices.measure)
  const measure = answer.randomLength === null ? 'copying' : wished
  const colour = measure === 'copying' ? diverging(theme) : sequential(theme)
  const offered = answer.randomLength === null ? measures.slice(0, 1) : measures
  return (
    <section aria-label="Every head" className="circuits-grid">
      <header>
        <h2>Every head</h2>
        <Segmented
          label="Measure"
          options={offered}
          value={measure}
          onChange={(next) => useCircuitChoices.setState({ measure: next })}
        />
      </header>
      <HeadsTable
        label="Heads by layer"
        places={places}
        rows={answer.heads}
        cellOf={(summary) => {
          const value = summary[measure]
          const background = value === null ? null : colour(value)
          return {
            style: background === null ? {} : { background, color: inkOn(background) },
            number: numberText(value),
            spoken: numberText(value),
            told: wordsOf(summary),
          }
        }}
      />
    </section>
  )
}

function numberText(value: number | null): string {
  return value === null ? '\u2013' : fixed(value, 2)
}

function wordsOf({ copying, positive, previous, induction }: HeadSummary): string {
  const run = previous === null ? '' : `, previous token ${numberText(previous)}, induction ${numberText(induction)}`
  const share = positive === null ? '' : `, ${Math.round(100 * positive)} % of eigenvalues above 0`
  return `copying ${numberText(copying)}${share}${run}`
}

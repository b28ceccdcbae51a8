import { headLabel } from '../../../shared/attention-places'
import { fixed } from '../../../shared/figures/numbers'
import { type HeadDifference, isAbsent, type TwoModels } from '../../../shared/two-models'
import { useChosenHead, usePlaces } from '../../state/attention'
import { useModelsChoices } from '../../state/two-models'
import { usePatternPair } from '../../state/two-models-look'
import { Empty } from '../../ui/empty'
import { LookState } from '../../ui/look-state'
import { Segmented } from '../../ui/segmented'
import { HeadsGrid } from './heads-grid'
import { PatternPair } from './pattern-pair'

const rowChoices = [
  { value: 'token', label: 'At the token', hint: 'Of the chosen token’s own row of weights' },
  { value: 'all', label: 'All rows', hint: 'The mean over all rows of the pattern' },
] as const

/** A map of how far every head's two patterns are apart, and the chosen head's beside each other. */
export function PatternsSection({ answer }: { answer: TwoModels }) {
  const { patterns } = answer
  if (isAbsent(patterns)) return <Empty title={`The patterns cannot be set side by side. ${patterns.absent}`} />
  return <Patterns answer={answer} patterns={patterns} />
}

function Patterns({ answer, patterns }: { answer: TwoModels; patterns: readonly (readonly HeadDifference[])[] }) {
  const rows = useModelsChoices((choices) => choices.rows)
  const places = usePlaces()
  const chosen = useChosenHead()
  const place = places[chosen.layer]
  const pair = usePatternPair(answer, place, chosen.layer)
  const difference = patterns[chosen.layer]?.[chosen.head]
  if (places.length !== patterns.length || !place || !difference) return null
  return (
    <div className="models-patterns">
      <section aria-label="Every head">
        <header>
          <Segmented
            label="Rows"
            options={rowChoices}
            value={rows}
            onChange={(next) => useModelsChoices.setState({ rows: next })}
          />
        </header>
        <HeadsGrid patterns={patterns} places={places} rows={rows} />
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it has no room it scrolls, and the keys have to reach it */}
      <section aria-label="The chosen head" tabIndex={0}>
        <header>
          <h2>Head {headLabel(places, chosen)}</h2>
          <span className="quiet">
            {difference.row !== null && `${fixed(difference.row, 3)} at the token, `}
            {fixed(difference.mean, 3)} over all rows
          </span>
        </header>
        <LookState look={pair} what="the two patterns" title="The patterns cannot be shown">
          {(both) => <PatternPair answer={answer} place={place} head={chosen.head} patterns={both} />}
        </LookState>
      </section>
    </div>
  )
}

import type { CircuitPairs, HeadCircuit } from '../../../shared/circuits'
import { circuitNames, circuitScore } from '../../../shared/figures/circuit-text'
import { diverging } from '../../../shared/figures/scales'
import { useCircuitChoices, useCircuitPairs } from '../../state/circuits'
import { count } from '../../state/format'
import { useTheme } from '../../state/preferences'
import { Button } from '../../ui/button'
import { LookState } from '../../ui/look-state'
import { TokenText } from '../../ui/token-text'
import { HeldWordPicker } from './held-word-picker'

/** The strongest pairs of words over the whole vocabulary, or with one word held; asked for, since it takes its time. */
export function PairsPart({ answer }: { answer: HeadCircuit }) {
  const pairs = useCircuitChoices((choices) => choices.pairs)
  const look = useCircuitPairs(answer)
  const names = circuitNames[answer.circuit]
  if (answer.scores === null) return null
  const held = pairs?.held ?? null
  const hold = (as: 'from' | 'to') => (
    <HeldWordPicker
      key={as}
      label={as === 'from' ? `One ${names.from}` : `One ${names.to}`}
      word={held?.as === as ? held : null}
      onChoose={(word) => useCircuitChoices.setState({ pairs: { held: { ...word, as } } })}
    />
  )
  return (
    <section aria-label="Strongest pairs" className="circuits-pairs">
      <header>
        <h2>Strongest pairs</h2>
        <Button
          variant={pairs && !held ? 'primary' : 'quiet'}
          onClick={() => useCircuitChoices.setState({ pairs: { held: null } })}
        >
          Whole vocabulary
        </Button>
        {hold('from')}
        {hold('to')}
      </header>
      {pairs === null ? (
        <p className="quiet">
          Of every word with every word, or with one word held: chosen above, it is worked out with the weights alone.
        </p>
      ) : (
        <LookState look={look} what="the strongest pairs" title="The pairs cannot be shown" isLong ofRun={false}>
          {(found) => <Lists found={found} />}
        </LookState>
      )}
    </section>
  )
}

function Lists({ found }: { found: CircuitPairs }) {
  const largest = Math.max(1e-12, ...[...found.high, ...found.low].map(({ score }) => Math.abs(score)))
  return (
    <>
      <div className="circuits-lists">
        <PairList title={found.circuit === 'qk' ? 'Most' : 'Raised most'} pairs={found.high} largest={largest} />
        <PairList title={found.circuit === 'qk' ? 'Least' : 'Lowered most'} pairs={found.low} largest={largest} />
      </div>
      <p className="quiet">Of {count(found.pairs)} pairs.</p>
    </>
  )
}

function PairList({ title, pairs, largest }: { title: string; pairs: CircuitPairs['high']; largest: number }) {
  const colour = diverging(useTheme())
  return (
    <div>
      <h3>{title}</h3>
      <ol aria-label={title}>
        {pairs.map(({ from, to, score }) => (
          <li key={`${from.id} ${to.id}`} className="circuits-pair">
            <span className="circuits-word">
              <TokenText text={from.text} />
            </span>
            <span aria-hidden="true" className="quiet">
              →
            </span>
            <span className="circuits-word">
              <TokenText text={to.text} />
            </span>
            <span className="circuits-pair-bar" aria-hidden="true">
              <span
                style={{
                  width: `${(100 * Math.abs(score)) / largest}%`,
                  background: colour(score < 0 ? -0.75 : 0.75),
                }}
              />
            </span>
            <span className="num">{circuitScore(score)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

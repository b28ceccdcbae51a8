import type { ReactNode } from 'react'
import type { Trajectory } from '../../../shared/trajectory'
import { quoted } from '../../../shared/visible-text'
import { cosine, count, length, probability } from '../../state/format'
import { useSelection } from '../../state/selection'
import { stationName } from '../../state/station-names'
import { watch } from '../../state/watch'
import { KindMark } from '../../ui/kind-mark'
import { ProbabilityBar } from '../../ui/probability-bar'
import { TokenText } from '../../ui/token-text'

const wordsAtMost = 5

/** All that is known of the selected step. Its height does not depend on which: nothing jumps while scrubbing. */
export function StepDetail({ trajectory }: { trajectory: Trajectory }) {
  const station = useSelection((selection) => selection.station)
  const step = station === null ? undefined : trajectory.steps[station]
  if (!step) return <p className="step-detail step-detail-none">Select a step to see all of its words.</p>
  const { watched } = trajectory
  return (
    <section className="step-detail" aria-label="Selected step">
      <h2>
        <KindMark kind={step.kind} />
        {stationName(step)}
        <span className="step-tap mono">{step.tap}</span>
      </h2>
      <dl className="step-numbers">
        <Value label="‖Δ‖">{step.kind === 'embed' ? '0' : length(step.length)}</Value>
        <Value label="‖x‖">{length(step.norm)}</Value>
        <Value label="cos start">{cosine(step.cosineToStart)}</Value>
        <Value label="cos end">{cosine(step.cosineToEnd)}</Value>
        {watched && step.watched && (
          <Value label={`rank of ${quoted(watched.text)}`}>{count(step.watched.rank + 1)}</Value>
        )}
      </dl>
      <div className="step-lists">
        {step.nearest.length > 0 && (
          <div>
            <h3>Nearest words, by cosine</h3>
            <ul>
              {step.nearest.slice(0, wordsAtMost).map((word) => (
                <li key={word.id} className="step-near">
                  <TokenText text={word.text} />
                  <span className="num">{cosine(word.cosine)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {step.lens && (
          <div>
            <h3>Logit lens, by probability</h3>
            <ul>
              {step.lens.slice(0, wordsAtMost).map((word) => (
                <li key={word.id}>
                  <button
                    type="button"
                    className="step-lens"
                    aria-pressed={watched?.id === word.id}
                    onClick={() => watch(word)}
                  >
                    <span className="visually-hidden">Watch </span>
                    <TokenText text={word.text} />
                    <ProbabilityBar share={word.probability} accent={watched?.id === word.id} />
                    <span className="num">{probability(word.probability)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  )
}

function Value({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="mono">{children}</dd>
    </div>
  )
}

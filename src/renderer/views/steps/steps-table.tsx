import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import type { Trajectory, TrajectoryStep } from '../../../shared/trajectory'
import { visibleText } from '../../../shared/visible-text'
import { cosine, length, probability } from '../../state/format'
import { moveStation } from '../../state/player'
import { hover, selectStation, useSelection } from '../../state/selection'
import { stationName } from '../../state/station-names'
import { watch } from '../../state/watch'
import { classes } from '../../ui/classes'
import { KindMark } from '../../ui/kind-mark'
import { ProbabilityBar } from '../../ui/probability-bar'
import { TokenText } from '../../ui/token-text'

export interface StepsTableProps {
  trajectory: Trajectory
  hasLens: boolean
}

/** One tab stop for the whole table; ↑ and ↓ go from row to row, as do ← and → everywhere. */
export function StepsTable({ trajectory, hasLens }: StepsTableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const station = useSelection((selection) => selection.station)
  const watched = trajectory.watched
  useEffect(() => {
    const row = station === null ? undefined : body.current?.rows[station]
    row?.scrollIntoView({ block: 'nearest' })
    if (body.current?.contains(document.activeElement)) row?.focus({ preventScroll: true })
  }, [station])

  const press = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -1e6, End: 1e6 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    moveStation(by)
  }

  return (
    <div className="steps-scroll">
      <table
        className="steps-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are chosen, so the table is a grid
        role="grid"
        aria-label="Steps"
        onKeyDown={press}
        onPointerLeave={() => hover(null)}
      >
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col" className="n" title="Length of the step, in the raw residual stream">
              ‖Δ‖
            </th>
            <th scope="col" className="n steps-norm" title="Length of the residual stream, raw">
              ‖x‖
            </th>
            <th scope="col" className="n steps-cosine" title="Cosine to the embedding">
              cos <span>start</span>
            </th>
            <th scope="col" className="n steps-cosine" title="Cosine to the last station">
              cos <span>end</span>
            </th>
            <th scope="col" title="Vocabulary words of the largest cosine">
              nearest words
            </th>
            {hasLens && (
              <th scope="col" title="What the unembedding reads here, with its probability">
                logit lens
              </th>
            )}
            {hasLens && (
              <th scope="col" className="steps-watched" title="Probability of the watched word under the logit lens">
                {watched ? <TokenText text={watched.text} /> : 'watched'}
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body}>
          {trajectory.steps.map((step, index) => (
            <Row key={step.tap} step={step} index={index} hasLens={hasLens} isEntry={index === (station ?? 0)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  step: TrajectoryStep
  index: number
  hasLens: boolean
  /** Where the tab key enters the table. */
  isEntry: boolean
}

const shortKind = { embed: 'embed', attention: 'attn', cross: 'cross', mlp: 'MLP' } as const

const Row = memo(function Row({ step, index, hasLens, isEntry }: RowProps) {
  const chosen = useSelection((selection) => selection.station === index)
  const hovered = useSelection(
    (selection) => selection.hovered?.kind === 'station' && selection.hovered.index === index,
  )
  const top = step.lens?.[0]
  return (
    <tr
      aria-selected={chosen}
      aria-label={stationName(step)}
      tabIndex={isEntry ? 0 : -1}
      className={classes(hovered && 'steps-hovered')}
      onClick={() => selectStation(index)}
      onPointerEnter={() => hover({ kind: 'station', index })}
    >
      <td className="steps-name">
        <KindMark kind={step.kind} />
        {step.kind === 'embed' ? (
          'embed'
        ) : (
          <>
            <span className="mono">L{step.layer}</span> <span className="quiet">{shortKind[step.kind]}</span>
          </>
        )}
      </td>
      <td className="num">{step.kind === 'embed' ? '' : length(step.length)}</td>
      <td className="num steps-norm">{length(step.norm)}</td>
      <td className="num">{cosine(step.cosineToStart)}</td>
      <td className="num">{cosine(step.cosineToEnd)}</td>
      <td className="steps-words" title={step.nearest.map((word) => visibleText(word.text)).join('  ')}>
        {step.nearest.slice(0, 3).map((word, place) => (
          <span key={word.id}>
            {place > 0 && <span className="steps-dot"> · </span>}
            <span className="steps-word">{visibleText(word.text.trim() || word.text)}</span>
          </span>
        ))}
      </td>
      {hasLens && (
        <td className="steps-lens">
          {top && (
            <button
              type="button"
              tabIndex={-1}
              title={`Watch ${visibleText(top.text)}`}
              onClick={(event) => {
                event.stopPropagation()
                selectStation(index)
                watch(top)
              }}
            >
              <TokenText text={top.text} />
              <ProbabilityBar share={top.probability} />
              <span className="num">{probability(top.probability)}</span>
            </button>
          )}
        </td>
      )}
      {hasLens && (
        <td className="steps-watched">
          {step.watched && (
            <span className="steps-bar">
              <ProbabilityBar share={step.watched.probability} accent />
              <span className="num">{probability(step.watched.probability)}</span>
            </span>
          )}
        </td>
      )}
    </tr>
  )
})

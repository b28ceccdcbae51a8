import { Pause, Play } from 'lucide-react'
import { type CSSProperties, useRef } from 'react'
import type { Trajectory, TrajectoryStep } from '../../../shared/trajectory'
import { length } from '../../state/format'
import { togglePlay } from '../../state/player'
import { hover, selectStation, useSelection } from '../../state/selection'
import { useShown } from '../../state/shown'
import { stationName } from '../../state/station-names'
import { classes } from '../../ui/classes'
import { IconButton } from '../../ui/icon-button'
import { NotYet } from '../../ui/not-yet'
import { Slider } from '../../ui/slider'
import { Tooltip } from '../../ui/tooltip'
import { useWidth } from '../../ui/use-width'
import { tickStride } from './tick-stride'
import './timeline-view.css'

/** The layers as a line of time: how far each attention and each MLP moved the token, to scrub and to play. */
export function TimelineView() {
  const shown = useShown()
  if (!shown) return <NotYet what="how far each layer moves it" />
  return <Timeline trajectory={shown.trajectory} stale={shown.stale} />
}

function Timeline({ trajectory, stale }: { trajectory: Trajectory; stale: boolean }) {
  const playing = useSelection((selection) => selection.playing)
  const station = useSelection((selection) => selection.station)
  const playhead = useSelection((selection) => selection.playhead)
  const chart = useRef<HTMLDivElement>(null)
  const { steps } = trajectory
  const { layers } = trajectory.model
  const perLayer = (steps.length - 1) / layers
  const stride = tickStride((useWidth(chart) * perLayer) / steps.length)
  const last = steps.length - 1
  const at = Math.min(last, playhead ?? station ?? 0)
  const selected = steps[station ?? -1]?.layer ?? -1
  // The selected layer is always numbered, and puts off those whose number it would run into.
  const isNumbered = (layer: number) =>
    layer % stride === 0 && (stride === 1 || selected < 0 || Math.abs(layer - selected) >= stride)
  const longest = Math.max(...steps.map((step) => step.length), Number.MIN_VALUE)
  return (
    <div
      className={classes('timeline', stale && 'stale')}
      style={{ '--columns': steps.length, '--per-layer': perLayer } as CSSProperties}
    >
      <IconButton
        className="timeline-play"
        label={playing ? 'Pause' : 'Play the path'}
        keys="Space"
        onClick={togglePlay}
      >
        {playing ? <Pause size={15} fill="currentColor" /> : <Play size={15} fill="currentColor" />}
      </IconButton>
      <div className="timeline-chart" ref={chart}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would not lay out among the bars */}
        <div className="timeline-bars" role="group" aria-label="Step lengths" onPointerLeave={() => hover(null)}>
          {steps.map((step, index) => (
            <Bar key={step.tap} step={step} index={index} share={step.length / longest} />
          ))}
        </div>
        <Slider
          className="timeline-slider"
          label="Station"
          min={0}
          max={last}
          step={playing ? 0.001 : 1}
          value={at}
          spoken={stationName(steps[Math.round(at)]!)}
          onChange={(next) => selectStation(Math.round(next))}
        />
        <div className="timeline-ticks mono" aria-hidden="true">
          <span className={classes('timeline-tick', station === 0 && 'timeline-tick-on')}>E</span>
          {Array.from({ length: layers }, (_, layer) => {
            const on = layer === selected
            return (
              <span key={layer} className={classes('timeline-tick timeline-tick-layer', on && 'timeline-tick-on')}>
                {(on || isNumbered(layer)) && `L${layer}`}
              </span>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function Bar({ step, index, share }: { step: TrajectoryStep; index: number; share: number }) {
  const chosen = useSelection((selection) => selection.station === index)
  const hovered = useSelection(
    (selection) => selection.hovered?.kind === 'station' && selection.hovered.index === index,
  )
  const name = stationName(step)
  return (
    <Tooltip side="top" text={step.kind === 'embed' ? name : `${name} · ‖Δ‖ ${length(step.length)}`}>
      <button
        type="button"
        tabIndex={-1}
        className={classes('timeline-bar', `timeline-${step.kind}`, hovered && 'timeline-hovered')}
        aria-label={step.kind === 'embed' ? name : `${name}, step length ${length(step.length)}`}
        aria-pressed={chosen}
        onClick={() => selectStation(index)}
        onPointerEnter={() => hover({ kind: 'station', index })}
      >
        <span style={{ height: `${Math.max(share * 100, 1)}%` }} />
      </button>
    </Tooltip>
  )
}

import { useRef } from 'react'
import { ContextsChart } from '../../../shared/figures/contexts-chart'
import { contextsDescription } from '../../../shared/figures/contexts-figure'
import type { ShownContexts } from '../../../shared/figures/contexts-shown'
import { chartStations } from '../../../shared/figures/station-chart'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { useContextsChoices } from '../../state/contexts-look'
import { useTheme } from '../../state/preferences'
import { hover, selectStation, useSelection } from '../../state/selection'
import { classes } from '../../ui/classes'
import { Segmented } from '../../ui/segmented'
import { useSize } from '../../ui/use-size'

const measures = [
  { value: 'distance', label: 'Distance', hint: 'Euclidean, in the raw residual stream' },
  { value: 'cosine', label: 'Cosine', hint: 'Of the angle between the two, in the raw residual stream' },
] as const

/** The pointer reads a station of the chart, and a click selects it; ← and → do the same from anywhere. */
export function DistanceChart({ shown, stale }: { shown: ShownContexts; stale: boolean }) {
  const colours = figureColours[useTheme()]
  const box = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(box)
  const measure = useContextsChoices((choices) => choices.measure)
  const station = useSelection((selection) => selection.station)
  const hovered = useSelection((selection) => selection.hovered)
  const { stations } = shown.contexts
  const at = (event: React.PointerEvent | React.MouseEvent) =>
    chartStations(stations.length, width).nearest(event.clientX - event.currentTarget.getBoundingClientRect().left)
  return (
    <div ref={box} className={classes('distance-chart', stale && 'stale')}>
      {width > 0 && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: ← and → choose the station from anywhere
        <svg
          role="img"
          aria-label={`${measure === 'distance' ? 'Distance' : 'Cosine'} by station. ${contextsDescription(shown)}`}
          width={width}
          height={height}
          fontFamily={fontFamily}
          onPointerMove={(event) => hover({ kind: 'station', index: at(event) })}
          onPointerLeave={() => hover(null)}
          onClick={(event) => selectStation(at(event))}
        >
          <ContextsChart
            shown={shown}
            measure={measure}
            width={width}
            height={height}
            colours={colours}
            background={colours.canvas}
            station={station}
            titled={false}
            hovered={hovered?.kind === 'station' && hovered.index < stations.length ? hovered.index : null}
          />
        </svg>
      )}
    </div>
  )
}

/** What is drawn of how far two tokens are apart. */
export function MeasureChoice() {
  const measure = useContextsChoices((choices) => choices.measure)
  return (
    <Segmented
      label="Measure"
      options={measures}
      value={measure}
      onChange={(next) => useContextsChoices.setState({ measure: next })}
    />
  )
}

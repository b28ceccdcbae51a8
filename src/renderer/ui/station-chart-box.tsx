import { type ReactNode, useRef } from 'react'
import { chartStations } from '../../shared/figures/station-chart'
import { type FigureColours, figureColours, fontFamily } from '../../shared/figures/theme'
import { useTheme } from '../state/preferences'
import { hover, selectStation, useSelection } from '../state/selection'
import { classes } from './classes'
import { useSize } from './use-size'
import './station-chart-box.css'

/** What a chart of stations is drawn with in the window. */
export interface ChartRoom {
  readonly width: number
  readonly height: number
  readonly colours: FigureColours
  readonly background: string
  readonly station: number | null
  readonly hovered: number | null
  readonly titled: false
}

/** The pointer reads a station of the chart, and a click selects it; ← and → do the same from anywhere. */
export function StationChartBox({
  label,
  stations,
  stale,
  children,
}: {
  label: string
  stations: number
  stale: boolean
  children: (room: ChartRoom) => ReactNode
}) {
  const colours = figureColours[useTheme()]
  const box = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(box)
  const station = useSelection((selection) => selection.station)
  const hovered = useSelection((selection) => selection.hovered)
  const pointed = hovered?.kind === 'station' && hovered.index < stations ? hovered.index : null
  const at = (event: React.PointerEvent | React.MouseEvent) =>
    chartStations(stations, width).nearest(event.clientX - event.currentTarget.getBoundingClientRect().left)
  return (
    <div ref={box} className={classes('distance-chart', stale && 'stale')}>
      {width > 0 && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: ← and → choose the station from anywhere
        <svg
          role="img"
          aria-label={label}
          width={width}
          height={height}
          fontFamily={fontFamily}
          onPointerMove={(event) => hover({ kind: 'station', index: at(event) })}
          onPointerLeave={() => hover(null)}
          onClick={(event) => selectStation(at(event))}
        >
          {children({ width, height, colours, background: colours.canvas, station, hovered: pointed, titled: false })}
        </svg>
      )}
    </div>
  )
}

import type { JSX } from 'react'
import { coordinate } from '../numbers'
import type { FigureColours } from '../theme'
import {
  type DrawnStation,
  markRadius,
  type StationRole,
  stationRadius,
  type TrajectoryLayout,
  tipRadius,
} from '../trajectory-layout'
import { svgLine } from './svg'

interface Props {
  readonly layout: Pick<TrajectoryLayout, 'steps' | 'stations' | 'mark'> & Partial<Pick<TrajectoryLayout, 'tip'>>
  readonly colours: FigureColours
  readonly background: string
}

/**
 * Attention steps are solid and end in a round marker, which is filled where the attention is to an encoder; MLP steps are
 * dashed and end in a square one. They are told apart in grey print and by eyes that see no difference between the colours.
 */
export const pathStroke = { width: 2.4, halo: 5.4, dash: 4.5, gap: 2.2 } as const
export const stationStroke = 1.4
export const squareSide = 1.75

export function PathLayer({ layout, colours, background }: Props): JSX.Element {
  const attention = layout.steps.filter(({ kind }) => kind === 'attention')
  const cross = layout.steps.filter(({ kind }) => kind === 'cross')
  const mlp = layout.steps.filter(({ kind }) => kind === 'mlp')
  return (
    <g id="path" fill="none">
      <g id="path-halo" stroke={background} strokeWidth={pathStroke.halo} strokeLinecap="round">
        {layout.steps.map(({ station, line }) => (
          <line key={station} {...svgLine(line)} />
        ))}
      </g>
      <g id="attention-steps" stroke={colours.attention} strokeWidth={pathStroke.width} strokeLinecap="round">
        {attention.map(({ station, line }) => (
          <line key={station} id={`step-${station}`} {...svgLine(line)} />
        ))}
      </g>
      {cross.length > 0 && (
        <g id="cross-steps" stroke={colours.cross} strokeWidth={pathStroke.width} strokeLinecap="round">
          {cross.map(({ station, line }) => (
            <line key={station} id={`step-${station}`} {...svgLine(line)} />
          ))}
        </g>
      )}
      <g
        id="mlp-steps"
        stroke={colours.mlp}
        strokeWidth={pathStroke.width}
        strokeDasharray={`${pathStroke.dash} ${pathStroke.gap}`}
      >
        {mlp.map(({ station, line }) => (
          <line key={station} id={`step-${station}`} {...svgLine(line)} />
        ))}
      </g>
      <g id="stations" strokeWidth={stationStroke}>
        {[...layout.stations].sort(endsLast).map((station) => (
          <StationMark key={station.index} station={station} colours={colours} background={background} />
        ))}
      </g>
      {layout.tip && (
        <circle
          id="tip"
          cx={coordinate(layout.tip.x)}
          cy={coordinate(layout.tip.y)}
          r={tipRadius}
          fill={colours.accent}
        />
      )}
      {layout.mark && (
        <g id="marked-station" stroke={colours.accent} strokeWidth={2}>
          <circle cx={coordinate(layout.mark.x)} cy={coordinate(layout.mark.y)} r={markRadius} />
        </g>
      )}
    </g>
  )
}

/** Start and end lie on top of the stations that stand close to them. */
export function endsLast(a: { readonly role: StationRole }, b: { readonly role: StationRole }): number {
  return Number(a.role !== 'between') - Number(b.role !== 'between')
}

interface MarkProps {
  readonly station: DrawnStation
  readonly colours: FigureColours
  readonly background: string
}

function StationMark({ station, colours, background }: MarkProps): JSX.Element {
  const { index, kind, role, x, y } = station
  const id = `station-${index}`
  const [cx, cy, r] = [coordinate(x), coordinate(y), stationRadius[role]]
  if (role === 'start') return <circle id={id} cx={cx} cy={cy} r={r} fill={colours.ink} />
  if (role === 'end') return <circle id={id} cx={cx} cy={cy} r={r} fill={colours.accent} />
  if (kind === 'cross') return <circle id={id} cx={cx} cy={cy} r={r} fill={colours.cross} stroke={colours.cross} />
  if (kind !== 'mlp') return <circle id={id} cx={cx} cy={cy} r={r} fill={background} stroke={colours.attention} />
  const side = coordinate(r * squareSide)
  return (
    <rect
      id={id}
      x={coordinate(x - side / 2)}
      y={coordinate(y - side / 2)}
      width={side}
      height={side}
      fill={background}
      stroke={colours.mlp}
    />
  )
}

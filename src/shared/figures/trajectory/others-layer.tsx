import type { JSX } from 'react'
import { coordinate } from '../numbers'
import type { FigureColours } from '../theme'
import { otherRadius, type TrajectoryLayout } from '../trajectory-layout'
import { polyline } from './svg'

interface Props {
  readonly layout: TrajectoryLayout
  readonly colours: FigureColours
}

export const otherStroke = { width: 1.1, opacity: 0.55 } as const

/** The other tokens' paths, faint, with a dot where each ends. */
export function OthersLayer({ layout, colours }: Props): JSX.Element | null {
  if (layout.others.length === 0) return null
  return (
    <g id="other-tokens" stroke={colours.ink3} strokeWidth={otherStroke.width} fill="none" strokeLinejoin="round">
      {layout.others.map(({ position, runs, end }) => (
        <g key={position} id={`other-${position}`}>
          {runs.map((run, index) => (
            <path key={index} d={polyline(run)} strokeOpacity={otherStroke.opacity} />
          ))}
          {end && (
            <circle cx={coordinate(end.x)} cy={coordinate(end.y)} r={otherRadius} fill={colours.ink3} stroke="none" />
          )}
        </g>
      ))}
    </g>
  )
}

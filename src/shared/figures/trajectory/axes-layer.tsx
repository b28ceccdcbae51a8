import type { JSX } from 'react'
import type { Line } from '../label-layout'
import { coordinate } from '../numbers'
import type { FigureColours } from '../theme'
import type { TrajectoryLayout } from '../trajectory-layout'
import { svgLine } from './svg'

interface Props<Part extends keyof TrajectoryLayout> {
  readonly layout: Pick<TrajectoryLayout, Part>
  readonly colours: FigureColours
}

export function FloorLayer({ layout, colours }: Props<'floor'>): JSX.Element {
  return (
    <g id="floor" stroke={colours.grid} strokeWidth={1} fill="none">
      {layout.floor.map((line, index) => (
        <line key={index} {...svgLine(line)} />
      ))}
    </g>
  )
}

export const shadowWidth = 2

/** The path's shadow on the floor. */
export function ShadowLayer({ layout, colours }: Props<'shadow'>): JSX.Element | null {
  if (layout.shadow.length === 0) return null
  return (
    <g id="shadow" stroke={colours.shadow} strokeWidth={shadowWidth} strokeLinecap="round" fill="none">
      {layout.shadow.map((line, index) => (
        <line key={index} {...svgLine(line)} />
      ))}
    </g>
  )
}

export function AxesLayer({ layout, colours }: Props<'axes'>): JSX.Element {
  return (
    <g id="axes" stroke={colours.line} strokeWidth={1.2} fill="none">
      {layout.axes.map(({ axis, line }) => (
        <line key={axis} id={`axis-${axis + 1}`} {...svgLine(line)} />
      ))}
      <AxisTips layout={layout} colours={colours} />
    </g>
  )
}

/** An arrowhead where an axis ends, so that it is seen which way its component grows. */
export function AxisTips({ layout, colours }: Props<'axes'>): JSX.Element {
  return (
    <g id="axis-tips" fill={colours.line} stroke="none">
      {layout.axes
        .filter(({ line, whole }) => whole && Math.hypot(line.x2 - line.x1, line.y2 - line.y1) > 12)
        .map(({ axis, line }) => (
          <path key={axis} d={arrowhead(line)} />
        ))}
    </g>
  )
}

function arrowhead({ x1, y1, x2, y2 }: Line): string {
  const length = Math.hypot(x2 - x1, y2 - y1)
  const [along, down] = [(x2 - x1) / length, (y2 - y1) / length]
  const corner = (back: number, side: number) =>
    `${coordinate(x2 - along * back - down * side)},${coordinate(y2 - down * back + along * side)}`
  return `M${corner(-2, 0)}L${corner(6, 3)}L${corner(6, -3)}Z`
}

import type { JSX } from 'react'
import type { Line } from '../label-layout'
import { coordinate } from '../numbers'
import type { FigureColours } from '../theme'
import type { TrajectoryLayout } from '../trajectory-layout'
import { polyline, svgLine } from './svg'

interface Props {
  readonly layout: TrajectoryLayout
  readonly colours: FigureColours
  readonly background: string
}

const width = { thin: 1.4, bold: 3, halo: 2.6 } as const
/** Of an arrow's head, in pixels; never more than this share of the arrow. */
const head = { length: 7, bold: 10, share: 0.5, halfWidth: 0.36 } as const

/** The parts of a step head to tail, over the path: attention's in its colour, a bias or a norm in grey, the pointed one bold. */
export function ArrowsLayer({ layout, colours, background }: Props): JSX.Element | null {
  if (layout.arrows.length === 0) return null
  const drawn = layout.arrows.toSorted((a, b) => Number(a.pointed) - Number(b.pointed))
  return (
    <g id="arrows" strokeLinecap="butt">
      {drawn.map(({ key, line, whole, by, pointed }) => {
        const colour = pointed ? colours.accent : by ? colours[by] : colours.ink3
        const length = whole ? headLength(line, pointed) : 0
        const shaft = shortened(line, length)
        return (
          <g key={key}>
            <line
              {...svgLine(shaft)}
              stroke={background}
              strokeWidth={(pointed ? width.bold : width.thin) + width.halo}
            />
            <Arrow line={line} colour={colour} pointed={pointed} whole={whole} />
          </g>
        )
      })}
    </g>
  )
}

interface ArrowProps {
  readonly line: Line
  readonly colour: string
  readonly pointed?: boolean
  /** Without it there is no head. */
  readonly whole?: boolean
}

/** One arrow, as thin as a part's or as bold as the pointed one's. */
export function Arrow({ line, colour, pointed = false, whole = true }: ArrowProps): JSX.Element {
  const length = whole ? headLength(line, pointed) : 0
  return (
    <>
      <line {...svgLine(shortened(line, length))} stroke={colour} strokeWidth={pointed ? width.bold : width.thin} />
      {length > 0 && <path d={headOf(line, length)} fill={colour} />}
    </>
  )
}

function headLength({ x1, y1, x2, y2 }: Line, pointed: boolean): number {
  return Math.min(pointed ? head.bold : head.length, head.share * Math.hypot(x2 - x1, y2 - y1))
}

/** The line without its last pixels, on which the head lies; a little less, so that no gap shows between the two. */
function shortened(line: Line, by: number): Line {
  const whole = Math.hypot(line.x2 - line.x1, line.y2 - line.y1)
  if (whole < 1e-9) return line
  const keep = 1 - (0.8 * by) / whole
  return { ...line, x2: line.x1 + (line.x2 - line.x1) * keep, y2: line.y1 + (line.y2 - line.y1) * keep }
}

/** A triangle whose tip is the line's end. */
function headOf({ x1, y1, x2, y2 }: Line, length: number): string {
  const whole = Math.max(Math.hypot(x2 - x1, y2 - y1), 1e-9)
  const [ux, uy] = [(x2 - x1) / whole, (y2 - y1) / whole]
  const [bx, by] = [x2 - ux * length, y2 - uy * length]
  const half = head.halfWidth * length
  const corners = [
    { x: x2, y: y2 },
    { x: coordinate(bx - uy * half), y: coordinate(by + ux * half) },
    { x: coordinate(bx + uy * half), y: coordinate(by - ux * half) },
  ]
  return `${polyline(corners)}Z`
}

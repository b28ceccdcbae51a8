import { stepKind } from '../attention-places'
import type { Decomposition, MovePart } from '../decomposition'
import type { Point3 } from '../trajectory'
import type { MovePartsSpec } from './decomposition-spec'

/** One part of a step as the 3D view and the figure draw it, in the basis and the units of the path. */
export interface MoveArrow {
  readonly key: string
  /** What it is called. */
  readonly part: string
  /** The same where it is written beside the arrow; empty where there is no room for it. */
  readonly name: string
  /** Of the whole vector, of which three axes show a part; null for many small parts together. */
  readonly length: number | null
  readonly from: Point3
  readonly to: Point3
  /** The kind of attention whose heads wrote it; null for a bias, a norm, or many small parts together. */
  readonly by: 'attention' | 'cross' | null
  readonly pointed: boolean
}

/** More arrows than these are a thicket: what is left over is one arrow. */
const mostArrows = 12
/** So many of the longest are named. */
const mostNames = 3

/** One part among those of its list. */
export function partKey({ kind, head, source }: MovePart): string {
  return `${kind} ${head ?? ''} ${source ?? ''}`
}

/** The parts of a step head to tail, longest first, from the step's start: the last one ends where the step ends. */
export function chainOf(
  { attention: move, place }: Pick<Decomposition, 'attention' | 'place'>,
  apart: MovePartsSpec['apart'],
  name: (part: MovePart) => string,
  pointed: string | null,
): MoveArrow[] {
  const parts = [...move[apart], ...move.apart].toSorted((a, b) => b.length - a.length)
  // The pointed one is never among those summed up.
  const first = parts.filter((part, index) => index < mostArrows - 1 || partKey(part) === pointed)
  const drawn = parts.length <= mostArrows ? parts : [...first, sumOf(parts.filter((part) => !first.includes(part)))]
  let at = move.from
  return drawn.map((part, index): MoveArrow => {
    const from = at
    at = sum(from, part.arrow)
    const key = partKey(part)
    return {
      key,
      part: name(part),
      name: index < mostNames || key === pointed ? name(part) : '',
      length: part.kind === 'others' ? null : part.length,
      from,
      to: at,
      by: part.head === null && part.source === null ? null : stepKind(place),
      pointed: key === pointed,
    }
  })
}

function sumOf(parts: readonly MovePart[]): MovePart {
  const arrow = parts.reduce<Point3>((total, part) => sum(total, part.arrow), [0, 0, 0])
  const total = (of: 'share' | 'value') => parts.reduce((so, part) => so + part[of], 0)
  return {
    kind: 'others',
    head: null,
    source: null,
    length: Math.hypot(...arrow),
    share: total('share'),
    value: total('value'),
    arrow,
  }
}

function sum(a: Point3, b: Point3): Point3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

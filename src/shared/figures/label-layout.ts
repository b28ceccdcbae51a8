import { type FontWeight, textWidth } from './text-width'

/**
 * Chooses which labels of a picture are written and where, so that none covers another, a marker or the picture's edge.
 * The more important label wins, then the nearer one, then the one whose key sorts first: the same input gives the same
 * picture everywhere.
 */
export interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

export interface Disc {
  readonly x: number
  readonly y: number
  readonly r: number
}

export interface Line {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

export type Side = 'right' | 'left' | 'above' | 'below'

export interface LabelRequest {
  readonly key: string
  readonly text: string
  /** Written after the text, regular and quieter. */
  readonly note?: string
  /** The point that is named. */
  readonly x: number
  readonly y: number
  /** Radius of the point's marker. */
  readonly marker: number
  readonly importance: number
  readonly depth: number
  readonly size: number
  readonly weight: FontWeight
  /** The side of the point on which it stands where that is free. */
  readonly prefer?: Side
  /** How far the label may be moved from its point, joined to it by a line. */
  readonly leader: 'none' | 'short' | 'long'
  /** Whether it may lie across the field's lines where there is no other place. */
  readonly mayCross: boolean
  /** Counts against the limit of this name. */
  readonly limit?: string
  /** Not written where the same text has been written under this name. */
  readonly once?: string
  /** Not written before a path that grows has come to this station. */
  readonly station?: number
  /** Placed instead of the request where that finds no place; same key. */
  readonly otherwise?: LabelRequest
}

export interface LabelField {
  readonly bounds: Box
  /** Parts of the picture that are taken: a legend, a caption. */
  readonly boxes: readonly Box[]
  /** Markers that are drawn whether or not they have a label. */
  readonly discs: readonly Disc[]
  readonly lines: readonly Line[]
  readonly limits: Readonly<Record<string, number>>
}

export interface PlacedLabel {
  readonly key: string
  readonly text: string
  readonly note: string
  readonly anchor: 'start' | 'middle' | 'end'
  /** Where the anchor stands, on the baseline. */
  readonly x: number
  readonly y: number
  readonly size: number
  readonly weight: FontWeight
  readonly box: Box
  readonly leader: Line | null
  /** The request's. */
  readonly station: number
  /** Of one that comes or goes in a film; 1 where left out. */
  readonly opacity?: number
}

/** Of Inter, in ems: what stands above and below the baseline. */
const ascent = 0.78
const descent = 0.22
/** Free space around a label, in pixels. */
const padding = 1.5
/** From a marker's edge to its label. */
const gap = 3.5

export function layoutLabels(requests: readonly LabelRequest[], field: LabelField): PlacedLabel[] {
  const order = [...requests].sort(
    (a, b) => b.importance - a.importance || a.depth - b.depth || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  )
  const boxes: Box[] = [...field.boxes]
  const discs: Disc[] = [...field.discs]
  const lines: Line[] = [...field.lines]
  const leaders: Line[] = []
  const used = new Map<string, number>()
  const written = new Set<string>()
  const placed: PlacedLabel[] = []

  const place = (request: LabelRequest): PlacedLabel | null => {
    const own: Disc = { x: request.x, y: request.y, r: request.marker }
    if (!within(request, field.bounds) || boxes.some((box) => discMeetsBox(own, box))) return null
    let best: PlacedLabel | null = null
    let bestCost = Number.POSITIVE_INFINITY
    for (const { label, cost } of candidates(request)) {
      if (cost >= bestCost || !encloses(field.bounds, label.box)) continue
      const { box, leader } = label
      if (discMeetsBox(own, box)) continue
      if (boxes.some((other) => boxesMeet(box, other)) || discs.some((disc) => discMeetsBox(disc, box))) continue
      if (leaders.some((line) => lengthInside(line, box) > 0)) continue
      if (leader && boxes.some((other) => lengthInside(leader, other) > 0)) continue
      let crossing = 0
      for (const line of lines) {
        const inside = lengthInside(line, box)
        if (inside > 0) crossing += 12 + inside
      }
      if (crossing > 0 && !request.mayCross) continue
      if (cost + crossing < bestCost) {
        bestCost = cost + crossing
        best = label
      }
    }
    return best
  }

  for (const request of order) {
    if (request.text === '') continue
    const { limit, once } = request
    if (limit !== undefined && (used.get(limit) ?? 0) >= (field.limits[limit] ?? Number.POSITIVE_INFINITY)) continue
    const name = once === undefined ? null : `${once}\n${request.text}`
    if (name !== null && written.has(name)) continue
    let label = place(request)
    for (let next = request.otherwise; !label && next; next = next.otherwise) label = place(next)
    if (!label) continue
    placed.push(label)
    boxes.push(label.box)
    if (request.marker > 0) discs.push({ x: request.x, y: request.y, r: request.marker })
    if (label.leader) leaders.push(label.leader)
    if (limit !== undefined) used.set(limit, (used.get(limit) ?? 0) + 1)
    if (name !== null) written.add(name)
  }
  return placed
}

interface Candidate {
  readonly label: PlacedLabel
  readonly cost: number
}

/** Eight places around the point, then places further off with a line to them, cheapest first. */
function* candidates(request: LabelRequest): Generator<Candidate> {
  const { x, y, size, marker } = request
  const near = marker + gap
  const slant = near * 0.75
  const middle = y + (ascent - descent) * 0.5 * size
  const above = y - near - descent * 0.6 * size
  const below = y + near + ascent * size
  const around: readonly [PlacedLabel['anchor'], number, number, Side?][] = [
    ['start', x + near, middle, 'right'],
    ['end', x - near, middle, 'left'],
    ['middle', x, above, 'above'],
    ['middle', x, below, 'below'],
    ['start', x + slant, above + 2],
    ['start', x + slant, below - 2],
    ['end', x - slant, above + 2],
    ['end', x - slant, below - 2],
  ]
  for (const [rank, [anchor, atX, atY, side]] of around.entries()) {
    const wanted = side !== undefined && side === request.prefer
    yield { label: labelAt(request, anchor, atX, atY, null), cost: wanted ? 0 : 2 + rank * 1.5 }
  }
  if (request.leader === 'none') return
  for (const reach of request.leader === 'short' ? shortReaches : longReaches) {
    for (const [index, angle] of leaderAngles.entries()) {
      const [along, down] = [Math.cos(angle), Math.sin(angle)]
      const tip = { x: x + along * (near + reach), y: y + down * (near + reach) }
      const anchor = along > 0.3 ? 'start' : along < -0.3 ? 'end' : 'middle'
      const shift = anchor === 'start' ? 2.5 : anchor === 'end' ? -2.5 : 0
      const baseline =
        anchor === 'middle'
          ? down < 0
            ? tip.y - 2.5 - descent * size
            : tip.y + 2.5 + ascent * size
          : tip.y + (ascent - descent) * 0.5 * size
      const line = { x1: x + along * (marker + 1.5), y1: y + down * (marker + 1.5), x2: tip.x, y2: tip.y }
      yield { label: labelAt(request, anchor, tip.x + shift, baseline, line), cost: 16 + reach * 0.6 + index * 0.1 }
    }
  }
}

/** The eight places around a point, the preferred one first. */
export function placesAround(request: LabelRequest): PlacedLabel[] {
  return [...candidates({ ...request, leader: 'none' })].sort((a, b) => a.cost - b.cost).map(({ label }) => label)
}

const shortReaches = [10, 18, 28]
const longReaches = [10, 18, 28, 42, 60, 84, 116]
/** Upwards to the right first: there a line reads as belonging to what stands at its end. */
const leaderAngles = [-45, -135, 45, 135, -20, -160, 20, 160, -70, -110, 70, 110, 0, 180, -90, 90].map(
  (degrees) => (degrees * Math.PI) / 180,
)

/** Width of a label with its note, as `labelAt` and the drawing space them. */
export function labelWidth(text: string, note: string, size: number, weight: FontWeight): number {
  return textWidth(text, size, weight) + (note === '' ? 0 : textWidth(`\u00a0${note}`, size, 400))
}

function labelAt(
  request: LabelRequest,
  anchor: PlacedLabel['anchor'],
  x: number,
  y: number,
  leader: Line | null,
): PlacedLabel {
  const { key, text, note = '', size, weight, station = 0 } = request
  const width = labelWidth(text, note, size, weight)
  const x0 = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
  const box = boxOf(x0, y, width, size)
  return { key, text, note, anchor, x, y, size, weight, box, leader, station }
}

/** The box of a line of text that starts at `x` on the baseline `y`. */
export function boxOf(x: number, y: number, width: number, size: number): Box {
  return {
    x0: x - padding,
    x1: x + width + padding,
    y0: y - ascent * size - padding,
    y1: y + descent * size + padding,
  }
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

export function discMeetsBox({ x, y, r }: Disc, box: Box): boolean {
  const across = Math.max(box.x0 - x, 0, x - box.x1)
  const down = Math.max(box.y0 - y, 0, y - box.y1)
  return across * across + down * down < r * r
}

/** Length of the part of a line that lies in a box; 0 where they do not meet. */
export function lengthInside(line: Line, box: Box): number {
  const part = clipLine(line, box)
  return part ? Math.hypot(part.x2 - part.x1, part.y2 - part.y1) : 0
}

/** The part of a line that lies in a box (Liang and Barsky, 1984), or null. */
export function clipLine({ x1, y1, x2, y2 }: Line, box: Box): Line | null {
  const [dx, dy] = [x2 - x1, y2 - y1]
  let [enter, leave] = [0, 1]
  const edges = [
    [-dx, x1 - box.x0],
    [dx, box.x1 - x1],
    [-dy, y1 - box.y0],
    [dy, box.y1 - y1],
  ] as const
  for (const [slope, room] of edges) {
    if (slope === 0) {
      if (room < 0) return null
    } else if (slope < 0) {
      enter = Math.max(enter, room / slope)
    } else {
      leave = Math.min(leave, room / slope)
    }
  }
  if (enter > leave) return null
  return { x1: x1 + enter * dx, y1: y1 + enter * dy, x2: x1 + leave * dx, y2: y1 + leave * dy }
}

export function within({ x, y }: { x: number; y: number }, box: Box): boolean {
  return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1
}

export function encloses(outer: Box, inner: Box): boolean {
  return inner.x0 >= outer.x0 && inner.x1 <= outer.x1 && inner.y0 >= outer.y0 && inner.y1 <= outer.y1
}

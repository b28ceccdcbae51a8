import type { Head } from '../attention-places'
import type { Composition, CompositionKind, ModelCircuits } from '../circuits'
import { coordinate } from './numbers'

/** What of all compositions is drawn. */
export interface CompositionChoice {
  readonly kinds: readonly CompositionKind[]
  readonly threshold: number
  readonly head: Head | null
}

/** So many are drawn where nobody chose a threshold. */
const drawnAtFirst = 32

export function isSameHead(one: Head, other: Head): boolean {
  return one.layer === other.layer && one.head === other.head
}

/** The compositions of the chosen kinds from the threshold on, or one head's that are above chance; weakest first. */
export function shownCompositions(
  { compositions, baseline }: Pick<ModelCircuits, 'compositions' | 'baseline'>,
  { kinds, threshold, head }: CompositionChoice,
): Composition[] {
  return compositions
    .filter(({ kind }) => kinds.includes(kind))
    .filter(({ from, to, score }) =>
      head ? score > baseline && (isSameHead(from, head) || isSameHead(to, head)) : score >= threshold,
    )
    .reverse()
}

/** A threshold that leaves some tens. */
export function firstThreshold(
  { compositions }: Pick<ModelCircuits, 'compositions'>,
  kinds: readonly CompositionKind[],
) {
  const scores = compositions.filter(({ kind }) => kinds.includes(kind)).map(({ score }) => score)
  return scores[Math.min(drawnAtFirst, scores.length) - 1] ?? 0
}

/** Which heads induction circuits begin and end with, as `layer.head`. */
export function inductionHeads({ inductions }: Pick<ModelCircuits, 'inductions'>) {
  const key = ({ layer, head }: Head) => `${layer}.${head}`
  return {
    previous: new Set(inductions.map(({ previous }) => key(previous))),
    induction: new Set(inductions.map(({ induction }) => key(induction))),
  }
}

export interface CompositionGrid {
  readonly left: number
  readonly top: number
  /** From one attention to the next, and from one head to the next. */
  readonly across: number
  readonly down: number
  readonly radius: number
}

/** Attentions from left to right, heads downwards, so far apart that no two nodes touch. */
export function compositionGrid(
  heads: ModelCircuits['heads'],
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): CompositionGrid {
  const across = box.width / Math.max(1, heads.length)
  const down = box.height / Math.max(1, ...heads.map((row) => row.length))
  return { left: box.left, top: box.top, across, down, radius: Math.max(1.5, Math.min(15, across * 0.3, down * 0.36)) }
}

export function nodeAt({ left, top, across, down }: CompositionGrid, { layer, head }: Head): { x: number; y: number } {
  return { x: left + (layer + 0.5) * across, y: top + (head + 0.5) * down }
}

/** Where a line leaves and enters its nodes, and lies in its lane, each between −1 and 1 from the middle. */
export interface EdgeShift {
  readonly start: number
  readonly end: number
  readonly lane: number
}

const noShift: EdgeShift = { start: 0, end: 0, lane: 0 }
/** Lines meet a node within this share of its radius, and keep off the nodes beside a lane. */
const [portReach, laneReach] = [0.6, 0.7]

/** The middle of the gap between two rows of heads that a line goes along, on the side of the head that it comes from. */
function laneOf(grid: CompositionGrid, { from, to }: Pick<Composition, 'from' | 'to'>): number {
  const [a, b] = [nodeAt(grid, from), nodeAt(grid, to)]
  return b.y + (a.y > b.y ? 0.5 : -0.5) * grid.down
}

/**
 * Shifts of lines that are drawn together: at a node they leave and enter in the order of where they go to and come from, so that
 * two of one node do not cross beside it, and in a lane they lie beside one another.
 */
export function edgeShifts(
  grid: CompositionGrid,
  edges: readonly Pick<Composition, 'from' | 'to'>[],
): ReadonlyMap<Pick<Composition, 'from' | 'to'>, EdgeShift> {
  type Edge = (typeof edges)[number]
  const key = ({ layer, head }: Head) => `${layer}.${head}`
  const skips = ({ from, to }: Edge) => to.layer - from.layer > 1
  /** Of edges in groups, each one's place in its group's order. */
  const spread = (groupOf: (edge: Edge) => string | null, order: (edge: Edge) => number) => {
    const places = new Map<Edge, number>()
    for (const group of new Set(edges.map(groupOf))) {
      const own = group === null ? [] : edges.filter((edge) => groupOf(edge) === group)
      if (own.length < 2) continue
      const sorted = [...own].sort((one, other) => order(one) - order(other))
      for (const [at, edge] of sorted.entries()) places.set(edge, (2 * at) / (sorted.length - 1) - 1)
    }
    return (edge: Edge) => places.get(edge) ?? 0
  }
  const towards = (edge: Edge) => (skips(edge) ? laneOf(grid, edge) : nodeAt(grid, edge.to).y)
  const since = (edge: Edge) => (skips(edge) ? laneOf(grid, edge) : nodeAt(grid, edge.from).y)
  const start = spread((edge) => key(edge.from), towards)
  const end = spread((edge) => key(edge.to), since)
  const lane = spread(
    (edge) => (skips(edge) ? String(laneOf(grid, edge)) : null),
    ({ from, to }) => nodeAt(grid, from).y + nodeAt(grid, to).y / 1e3,
  )
  return new Map(edges.map((edge) => [edge, { start: start(edge), end: end(edge), lane: lane(edge) }]))
}

/**
 * The line of a composition, as an SVG path: from a node's right to another's left, and past the attentions between them in the gap
 * between two rows of heads, so that it passes under no node.
 */
export function edgePath(
  grid: CompositionGrid,
  { from, to }: Pick<Composition, 'from' | 'to'>,
  { start: leaving, end: entering, lane: beside }: EdgeShift = noShift,
): string {
  const { across, down, radius } = grid
  const [at0, at1] = [nodeAt(grid, from), nodeAt(grid, to)]
  const [a, b] = [
    { x: at0.x, y: at0.y + leaving * portReach * radius },
    { x: at1.x, y: at1.y + entering * portReach * radius },
  ]
  const [start, end] = [a.x + radius, b.x - radius]
  const at = (...points: readonly number[]) => points.map((value) => coordinate(value)).join(' ')
  if (to.layer - from.layer === 1) {
    const bend = (end - start) * 0.5
    return `M${at(start, a.y)}C${at(start + bend, a.y, end - bend, b.y, end, b.y)}`
  }
  const lane = laneOf(grid, { from, to }) + beside * Math.max(0, down / 2 - radius) * laneReach
  const [enter, leave] = [a.x + 0.55 * across, b.x - 0.55 * across]
  const into = `C${at((start + enter) / 2, a.y, (start + enter) / 2, lane, enter, lane)}`
  return `M${at(start, a.y)}${into}L${at(leave, lane)}C${at((end + leave) / 2, lane, (end + leave) / 2, b.y, end, b.y)}`
}

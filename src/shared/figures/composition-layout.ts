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

/**
 * The line of a composition, as an SVG path: from a node's right to another's left, and past the attentions between them in the gap
 * between two rows of heads, so that it passes under no node.
 */
export function edgePath(grid: CompositionGrid, { from, to }: Pick<Composition, 'from' | 'to'>): string {
  const { across, down, radius } = grid
  const [a, b] = [nodeAt(grid, from), nodeAt(grid, to)]
  const [start, end] = [a.x + radius, b.x - radius]
  const at = (...points: readonly number[]) => points.map((value) => coordinate(value)).join(' ')
  if (to.layer - from.layer === 1) {
    const bend = (end - start) * 0.5
    return `M${at(start, a.y)}C${at(start + bend, a.y, end - bend, b.y, end, b.y)}`
  }
  const lane = b.y + (a.y > b.y ? 0.5 : -0.5) * down
  const [enter, leave] = [a.x + 0.55 * across, b.x - 0.55 * across]
  const into = `C${at((start + enter) / 2, a.y, (start + enter) / 2, lane, enter, lane)}`
  return `M${at(start, a.y)}${into}L${at(leave, lane)}C${at((end + leave) / 2, lane, (end + leave) / 2, b.y, end, b.y)}`
}

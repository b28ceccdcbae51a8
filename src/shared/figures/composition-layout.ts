import type { Head } from '../attention-places'
import type { Composition, CompositionKind, ModelCircuits } from '../circuits'

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

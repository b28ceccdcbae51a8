import type { OnScores } from './attend'
import type { Beside } from './beside'

function none(beside: Beside): string {
  return beside.number(Number.NEGATIVE_INFINITY)
}

/** Adds a bias that may lack axes or have them of size 1. */
export function biased(beside: Beside, bias: string): OnScores {
  const float = beside.float(bias)
  return (scores) => beside.node('Add', [scores, float])
}

/** −∞ where a mask of truth values is false. */
export function where(beside: Beside, visible: string): OnScores {
  return (scores) => beside.node('Where', [visible, scores, none(beside)])
}

/** A number added, mostly −10,000, where a mask of zeros and others is 0: what ONNX Runtime's own operators do. */
export function filtered(beside: Beside, visible: string, filter: number): OnScores {
  const hidden = beside.node('Sub', [beside.number(1), beside.asFloat(beside.truth(visible))])
  const added = beside.node('Mul', [hidden, beside.number(filter)])
  return (scores) => beside.node('Add', [scores, added])
}

/**
 * Hides keys after a query, and those that are `window` or more before it. The first query stands at `offset`: a list of one
 * whole number, or one of each text, [batch, 1, 1, 1]; at 0 where that is null.
 */
export function causal(beside: Beside, offset: string | null, window = 0): OnScores {
  return (scores) => {
    const own = beside.reshape(beside.range(beside.size(scores, 2)), -1, 1)
    const query = offset === null ? own : beside.node('Add', [own, offset])
    const key = beside.range(beside.size(scores, 3))
    const unseen = (given: string, hidden: string) => beside.node('Where', [hidden, none(beside), given])
    const past = unseen(scores, beside.node('Less', [query, key]))
    if (window <= 0) return past
    const late = beside.node('Add', [key, beside.ints(window - 1)])
    return unseen(past, beside.node('Less', [late, query]))
  }
}

/**
 * Hides what texts of several lengths do not see: a text has `own` keys [batch, 1, 1, 1] before those of this run, at the start of
 * room for `before`, a list of one; where `isCausal`, also keys after a query, and those `window` or more before it.
 */
export function ofSeveralLengths(
  beside: Beside,
  {
    before,
    own,
    window,
    isCausal,
  }: { readonly before: string; readonly own: string; readonly window: number; readonly isCausal: boolean },
): OnScores {
  return (scores) => {
    const key = beside.range(beside.size(scores, 3))
    const isPast = beside.node('Less', [key, before])
    const unfilled = beside.node('And', [isPast, beside.node('Not', [beside.node('Less', [key, own])])])
    const unseen = (given: string, hidden: string) => beside.node('Where', [hidden, none(beside), given])
    const filled = unseen(scores, unfilled)
    if (!isCausal) return filled
    const query = beside.node('Add', [beside.reshape(beside.range(beside.size(scores, 2)), -1, 1), own])
    const behind = beside.node('Add', [beside.node('Sub', [key, before]), own])
    const place = beside.node('Where', [isPast, key, behind])
    const past = unseen(filled, beside.node('Less', [query, place]))
    if (window <= 0) return past
    return unseen(past, beside.node('Less', [beside.node('Add', [place, beside.ints(window - 1)]), query]))
  }
}

/** Truth values [batch, 1, 1, key]: from `starts`, where there are any, to before `ends`, each [batch]. */
export function between(beside: Beside, keys: string, ends: string, starts: string | null): string {
  const key = beside.range(keys)
  const column = (value: string) => beside.reshape(beside.whole(value), -1, 1, 1, 1)
  const before = beside.node('Less', [key, column(ends)])
  if (starts === null) return before
  return beside.node('And', [before, beside.node('Not', [beside.node('Less', [key, column(starts)])])])
}

import type { Composition, CompositionKind, HeadSummary, InductionCircuit, ModelCircuits } from '../../shared/circuits'

/** So many of the strongest of each kind are told, and of each head with those before and after it. */
const toldOfAll = 240
const toldOfHead = 4

/** The strongest compositions of each kind and of each head, and of every kind the mean and standard deviation over all. */
export function strongestCompositions(all: readonly Composition[]): Pick<ModelCircuits, 'compositions' | 'spread'> {
  const kept = new Set<Composition>()
  const ofKind = (kind: CompositionKind) =>
    all.filter((one) => one.kind === kind).sort((one, other) => other.score - one.score)
  const sorted = { q: ofKind('q'), k: ofKind('k'), v: ofKind('v') }
  for (const of of Object.values(sorted)) {
    const told = new Map<string, number>()
    for (const [at, one] of of.entries()) {
      const ends = [`from ${one.from.layer} ${one.from.head}`, `to ${one.to.layer} ${one.to.head}`]
      const isHeads = ends.some((end) => (told.get(end) ?? 0) < toldOfHead)
      if (at < toldOfAll || isHeads) kept.add(one)
      for (const end of ends) told.set(end, (told.get(end) ?? 0) + 1)
    }
  }
  const compositions = [...kept].sort((one, other) => other.score - one.score)
  const told = (of: readonly Composition[]) => ({
    ...spreadOf(of),
    toldFrom: of.length > toldOfAll ? of[toldOfAll - 1]!.score : 0,
  })
  return { compositions, spread: { q: told(sorted.q), k: told(sorted.k), v: told(sorted.v) } }
}

function spreadOf(of: readonly Composition[]): Omit<ModelCircuits['spread'][CompositionKind], 'toldFrom'> {
  if (of.length === 0) return { pairs: 0, mean: 0, deviation: 0 }
  const mean = of.reduce((sum, { score }) => sum + score, 0) / of.length
  const square = of.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / of.length
  return { pairs: of.length, mean, deviation: Math.sqrt(square) }
}

/** From this mean weight on, on random tokens said twice, a head is taken for a previous-token or an induction head. */
const behavesFrom = 0.3
/** A composition stands out that is so many standard deviations above the mean: with a run, and where the weights alone speak. */
const standsOut = { run: 1, alone: 3 } as const
/** The weights alone are also held to that copying score. */
const copiesFrom = 0.5

/**
 * Induction circuits (Elhage et al. 2021; Olsson et al. 2022): a head that looks at the previous token, and a later one whose keys
 * read what that writes by more than chance (K-composition above `baseline`) and more than most. Where the model was run on random
 * tokens said twice, both do what they are taken for, whether or not the later one copies by its weights: words may reach it changed
 * by the layers before. Where it was not, the later one has to copy. Most composed first.
 */
export function findInductions(
  all: readonly Composition[],
  heads: readonly (readonly HeadSummary[])[],
  causal: readonly boolean[],
  baseline: number,
): InductionCircuit[] {
  const ofKeys = all.filter(({ kind }) => kind === 'k')
  const { mean, deviation } = spreadOf(ofKeys)
  const summary = ({ layer, head }: Composition['from']) => heads[layer]![head]!
  const fits = ({ from, to, score }: Composition) => {
    if (!causal[from.layer] || !causal[to.layer] || score <= baseline) return false
    const [{ previous }, { induction, copying }] = [summary(from), summary(to)]
    if (previous === null || induction === null) {
      return score > mean + standsOut.alone * deviation && copying !== null && copying >= copiesFrom
    }
    return score > mean + standsOut.run * deviation && previous >= behavesFrom && induction >= behavesFrom
  }
  return ofKeys
    .filter(fits)
    .sort((one, other) => other.score - one.score)
    .map(({ from, to, score }) => ({ previous: from, induction: to, composition: score }))
}

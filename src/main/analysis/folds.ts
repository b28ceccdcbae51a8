import { seededRandom } from './sampling-random'

/** Values in a random order that a seed decides (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const mixed = [...values]
  for (let last = mixed.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1))
    ;[mixed[last], mixed[at]] = [mixed[at]!, mixed[last]!]
  }
  return mixed
}

/**
 * The same of pairs, whose firsts stand before all seconds: both of a pair are held out in one fold. A pair whose partner was seen
 * with the other label would be told wrongly where the two are alike, and not by chance.
 */
export function pairedFolds(pairs: number, folds: number, seed: number): number[] {
  const order = shuffled([...Array(pairs).keys()], seededRandom(seed))
  const fold = new Array<number>(pairs)
  for (const [place, pair] of order.entries()) fold[pair] = place % folds
  return [...fold, ...fold]
}

/**
 * For each row the fold that it is held out in. Stratified: the rows of each class are dealt out in a random order, so that every
 * fold has as many of either as can be; the second class goes on where the first ended, so that folds are of one size.
 */
export function stratifiedFolds(labels: readonly (0 | 1)[], folds: number, seed: number): number[] {
  const random = seededRandom(seed)
  const fold = new Array<number>(labels.length)
  let next = 0
  for (const wanted of [0, 1]) {
    const rows = labels.flatMap((label, row) => (label === wanted ? [row] : []))
    for (const row of shuffled(rows, random)) fold[row] = next++ % folds
  }
  return fold
}

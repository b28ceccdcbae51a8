import { setImmediate } from 'node:timers/promises'
import type { OnProgress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { FloatTensor } from '../../shared/tensor'
import { pairedFolds, shuffled, stratifiedFolds } from './folds'
import { fitLogistic, scoreOf } from './logistic-regression'
import { seededRandom } from './sampling-random'

/** C of scikit-learn's LogisticRegression, its own default: how much a wrong answer weighs against long weights. */
export const probeStrength = 1

/** So often are labels dealt out at random. */
const deals = 3

/** How well held-out rows were told, of all folds together, and the standard deviation of the folds' own shares. */
export interface Told {
  readonly accuracy: number
  readonly deviation: number
}

/** Cross-validation: each fold's rows are told by a classifier that was fitted to the rows of the others. */
export function crossValidate(
  rows: FloatTensor,
  labels: readonly (0 | 1)[],
  folds: readonly number[],
  strength: number,
): Told {
  const names = [...new Set(folds)]
  const shares = names.map((name) => {
    const held = folds.flatMap((fold, row) => (fold === name ? [row] : []))
    const rest = folds.flatMap((fold, row) => (fold === name ? [] : [row]))
    const told = fitLogistic(
      rows,
      rest,
      rest.map((row) => labels[row]!),
      strength,
    )
    const right = held.filter((row) => scoreOf(told, rows, row) > 0 === (labels[row] === 1)).length
    return { right, of: held.length }
  })
  const accuracy = shares.reduce((sum, { right }) => sum + right, 0) / labels.length
  const each = shares.map(({ right, of }) => right / of)
  const mean = each.reduce((sum, share) => sum + share, 0) / each.length
  return { accuracy, deviation: Math.sqrt(each.reduce((sum, share) => sum + (share - mean) ** 2, 0) / each.length) }
}

export interface ProbeRequest {
  /** A station's rows [sentences, d_model], station by station. */
  readonly stations: readonly FloatTensor[]
  readonly labels: readonly (0 | 1)[]
  /** Whether they are pairs, the firsts of all before the seconds. */
  readonly paired: boolean
  readonly folds: number
  readonly seed: number
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * A linear probe at every station (Alain and Bengio 2016, arXiv 1610.01644): logistic regression, stratified folds, one deal for
 * all stations. Beside it the same with labels dealt out at random, several times: what a probe of so many dimensions has right
 * where there is nothing to find (the control of Hewitt and Liang 2019, arXiv 1909.03368).
 */
export async function probeStations(request: ProbeRequest): Promise<(Told & { shuffled: number })[]> {
  const { stations, labels, paired, folds, seed, onProgress, signal } = request
  const foldsOf = (of: readonly (0 | 1)[], from: number) =>
    paired ? pairedFolds(of.length / 2, folds, from) : stratifiedFolds(of, folds, from)
  const fold = foldsOf(labels, seed)
  const controls = Array.from({ length: deals }, (_, deal) => {
    const random = seededRandom(seed + 1 + deal)
    const dealt = paired ? swapped(labels, random) : shuffled(labels, random)
    return { labels: dealt, fold: foldsOf(dealt, seed + 1 + deal) }
  })
  const told: (Told & { shuffled: number })[] = []
  for (const rows of stations) {
    onProgress?.({ stage: 'analysing', done: told.length, total: stations.length })
    await setImmediate()
    const own = crossValidate(rows, labels, fold, probeStrength)
    let sum = 0
    for (const control of controls) {
      await setImmediate()
      if (signal?.aborted) throw Fault.cancelled()
      sum += crossValidate(rows, control.labels, control.fold, probeStrength).accuracy
    }
    told.push({ ...own, shuffled: sum / deals })
  }
  return told
}

/** Labels of pairs, each pair's turned around or not. */
function swapped(labels: readonly (0 | 1)[], random: () => number): (0 | 1)[] {
  const pairs = labels.length / 2
  const turned = Array.from({ length: pairs }, () => random() < 0.5)
  return labels.map((label, row) => (turned[row % pairs] ? ((1 - label) as 0 | 1) : label))
}

import { Fault } from '../../shared/fault'
import type { Squash } from '../../shared/task-head'
import type { FloatTensor } from '../../shared/tensor'

export interface Scored {
  readonly score: number
  /** Null for a plain number. */
  readonly probability: number | null
}

/**
 * What a task head's scores [1, classes] or [1, pos, classes] say: rows of [classes], one or one a token. The softmax is over the
 * classes of a row, or over the rows for `positions`, where each class is at one token of all (Devlin et al. 2018, "BERT", for
 * SQuAD). Throws an `environment` fault where scores are not finite; `place` names them.
 */
export function classify({ data, shape }: FloatTensor, squash: Squash, place: string): Scored[][] {
  if (!data.every(Number.isFinite)) {
    throw Fault.environment('The scores are not finite', { place, remedy: 'Run on another device.' })
  }
  const classes = shape.at(-1)!
  const rows = Array.from({ length: data.length / classes }, (_, row) =>
    Array.from(data.subarray(row * classes, (row + 1) * classes)),
  )
  const probabilities = probabilitiesOf(rows, squash)
  return rows.map((scores, row) =>
    scores.map((score, index) => ({ score, probability: probabilities ? probabilities[row]![index]! : null })),
  )
}

function probabilitiesOf(rows: readonly (readonly number[])[], squash: Squash): number[][] | null {
  switch (squash) {
    case 'softmax':
      return rows.map(softmax)
    case 'sigmoid':
      return rows.map((scores) => scores.map((score) => 1 / (1 + Math.exp(-score))))
    case 'positions': {
      const columns = rows[0]!.map((_, index) => softmax(rows.map((scores) => scores[index]!)))
      return rows.map((_, row) => columns.map((column) => column[row]!))
    }
    case 'none':
      return null
  }
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - largest))
  const whole = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / whole)
}

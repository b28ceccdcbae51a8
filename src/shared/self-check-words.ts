import { count, fixed } from './figures/numbers'
import type { LossVerdict, MeasuredLoss, SelfCheck, SumCheck, SumPart } from './self-check'

/** `caution`: worth a look, and no failure. `none`: not measured. */
export type CheckMark = 'pass' | 'caution' | 'fail' | 'none'

/** A line of a self-check's result, as the window and the terminal show it. */
export interface CheckRow {
  readonly title: string
  readonly mark: CheckMark
  /** A number with its unit, or `not measured`. */
  readonly value: string
  /** What that means, or why there is no number. */
  readonly meaning: string
}

export const markWords: Readonly<Record<CheckMark, string>> = {
  pass: 'passed',
  caution: 'look closer',
  fail: 'failed',
  none: 'not measured',
}

export function checkRows({ loss, finite, sums }: SelfCheck): CheckRow[] {
  return [
    loss.kind === 'none' ? notMeasured('Loss', loss.reason) : lossRow(loss),
    finiteRow(finite),
    ...sums.map(sumRow),
  ]
}

/** The worst of all rows; what was not measured says nothing. */
export function wholeMark(rows: readonly CheckRow[]): CheckMark {
  const marks = rows.map(({ mark }) => mark)
  return (['fail', 'caution', 'pass'] as const).find((mark) => marks.includes(mark)) ?? 'none'
}

const verdicts: Readonly<Record<LossVerdict, { mark: CheckMark; words: string }>> = {
  trained: { mark: 'pass', words: 'As a trained model' },
  between: {
    mark: 'caution',
    words: 'Above trained models of English: very small, of another language or domain, or partly misread',
  },
  chance: { mark: 'fail', words: 'Hardly better than chance: the weights may be random or wrongly read' },
}

function lossRow(loss: MeasuredLoss): CheckRow {
  const { mark, words } = verdicts[loss.verdict]
  const text = loss.text === 'own' ? 'sentences like those it was trained on' : 'plain English'
  const most = `trained models need at most ${fixed(loss.trainedBitsPerByte, 2)} bits a byte`
  const even = `guessing evenly takes ${fixed(loss.uniformNats, 2)} nats a token`
  return {
    title: loss.about === 'next' ? 'Next-word loss' : 'Masked-word loss',
    mark,
    value: `${fixed(loss.nats, 2)} nats · ${fixed(loss.bitsPerByte, 2)} bits/byte`,
    meaning: `${words}. On ${count(loss.tokens)} tokens of ${text}; ${most}, ${even}.`,
  }
}

function finiteRow({ values, place }: SelfCheck['finite']): CheckRow {
  const title = 'Finite values'
  if (place !== null) {
    return {
      title,
      mark: 'fail',
      value: 'NaN or ∞',
      meaning: `First in ${place}. Weights or the device overflow; try the CPU.`,
    }
  }
  if (values === 0) return notMeasured(title, 'Nothing was run.')
  return {
    title,
    mark: 'pass',
    value: count(values),
    meaning: 'At its hook points; none is NaN or infinite.',
  }
}

const sumWords: Readonly<Record<SumPart, { title: string; meaning: string }>> = {
  stream: { title: 'Residual stream', meaning: 'Each station is the one before with what its part wrote' },
  weights: { title: 'Attention weights', meaning: 'Each query’s weights sum to 1, or to what a sink leaves' },
  heads: { title: 'Heads', meaning: 'What heads write adds up to what attention writes' },
  logits: { title: 'Logits', meaning: 'The last station, unembedded, gives the logits' },
}

function sumRow(sum: SumCheck): CheckRow {
  const { title, meaning } = sumWords[sum.part]
  if (sum.kind === 'none') return notMeasured(title, sum.reason)
  const holds = sum.error <= sum.bound
  const where = sum.error === 0 ? '' : ` ${power(sum.bound)} may be rounding; farthest at ${sum.place}.`
  return {
    title,
    mark: holds ? 'pass' : 'fail',
    value: sum.error === 0 ? 'exact' : `${power(sum.error)} off`,
    meaning: `${meaning}.${where}`,
  }
}

function notMeasured(title: string, reason: string): CheckRow {
  return { title, mark: 'none', value: 'not measured', meaning: reason }
}

/** `2e−7`, with a real minus sign. */
function power(value: number): string {
  return value.toExponential(0).replace('e-', 'e−').replace('e+', 'e')
}

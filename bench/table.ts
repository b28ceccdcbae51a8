import { median, type Samples } from './samples'

/** One measured number and what it is held to. */
export interface Row {
  /** What is measured, and against what. */
  readonly what: string
  /** A value a round, in `unit`. */
  readonly values: Samples
  readonly unit: '×' | 'ms'
  /** Null where the number is told for its own sake. */
  readonly aim: Aim | null
  /** What the number comes from: times or sizes of both sides. */
  readonly from: string
}

/** A measure that could not be taken, and why. */
export interface LeftOut {
  readonly what: string
  readonly because: string
}

interface Aim {
  readonly kind: 'at most' | 'at least'
  readonly value: number
}

export const atMost = (value: number): Aim => ({ kind: 'at most', value })
export const atLeast = (value: number): Aim => ({ kind: 'at least', value })

/** The table as text: a line a row, columns aligned. */
export function printTable(rows: readonly (Row | LeftOut)[]): string {
  const cells = rows.map((row) => ('because' in row ? [row.what, 'LEFT OUT', '', '', '', row.because] : cellsOf(row)))
  const table = [['', 'median', 'range', 'aim', '', 'from'], ...cells]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)))
  return table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cellsOf({ what, values, unit, aim, from }: Row): string[] {
  const middle = median(values)
  const show = (value: number) => `${number(value)}${unit === 'ms' ? ' ms' : unit}`
  const range = values.length === 1 ? '' : `${number(Math.min(...values))}–${number(Math.max(...values))}`
  const wanted = aim ? `${aim.kind === 'at most' ? '≤' : '≥'} ${show(aim.value)}` : ''
  return [what, show(middle), range, wanted, aim ? verdict(middle, aim) : '', from]
}

function verdict(value: number, aim: Aim): string {
  const met = aim.kind === 'at most' ? value <= aim.value : value >= aim.value
  if (met) return 'met'
  const share = Math.abs(value / aim.value - 1)
  return `missed by ${(100 * share).toFixed(0)} %`
}

/** Three digits that count, without an exponent. */
export function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3)
}

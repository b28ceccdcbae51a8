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
  /** What keeps it from being met, where it is not: found by profiling. */
  readonly obstacle: string
}

export const atMost = (value: number, obstacle: string): Aim => ({ kind: 'at most', value, obstacle })
export const atLeast = (value: number, obstacle: string): Aim => ({ kind: 'at least', value, obstacle })

/** The table as text, a line a row, columns aligned; below it why aims were missed. */
export function printTable(rows: readonly (Row | LeftOut)[]): string {
  const cells = rows.map((row) => ('because' in row ? [row.what, 'LEFT OUT', '', '', '', row.because] : cellsOf(row)))
  const table = [['', 'median', 'range', 'aim', '', 'from'], ...cells]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)))
  const lines = table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
  return [...lines, ...obstaclesOf(rows)].join('\n')
}

function obstaclesOf(rows: readonly (Row | LeftOut)[]): string[] {
  const byObstacle = new Map<string, string[]>()
  for (const row of rows) {
    if ('because' in row || row.aim === null || isMet(row.values, row.aim)) continue
    const { obstacle } = row.aim
    byObstacle.set(obstacle, [...(byObstacle.get(obstacle) ?? []), row.what])
  }
  return [...byObstacle].flatMap(([obstacle, missed]) => ['', ...missed, `  missed: ${obstacle}`])
}

function cellsOf({ what, values, unit, aim, from }: Row): string[] {
  const show = (value: number) => `${number(value)}${unit === 'ms' ? ' ms' : unit}`
  const range = values.length === 1 ? '' : `${number(Math.min(...values))}–${number(Math.max(...values))}`
  const wanted = aim ? `${aim.kind === 'at most' ? '≤' : '≥'} ${show(aim.value)}` : ''
  return [what, show(median(values)), range, wanted, aim ? verdict(values, aim) : '', from]
}

function isMet(values: Samples, { kind, value }: Aim): boolean {
  return kind === 'at most' ? median(values) <= value : median(values) >= value
}

function verdict(values: Samples, aim: Aim): string {
  if (isMet(values, aim)) return 'met'
  const share = Math.abs(median(values) / aim.value - 1)
  return `missed by ${(100 * share).toFixed(0)} %`
}

/** Three digits that count, without an exponent. */
export function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3)
}

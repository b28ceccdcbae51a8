import { cutToWidth, displayWidth } from './display-width'

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
  /** Whether its cells may be cut where the terminal is too narrow for all. */
  readonly gives?: true
}

const gap = '  '
/** A column that gives keeps this much. */
const leastWidth = 10

/**
 * Rows under their columns' titles, two spaces between columns, each line ended. Where `columns` (of a terminal; null for
 * no limit) are too few, the columns that give share what there is.
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  limit: number | null,
): string {
  const lines = [columns.map(({ title }) => title), ...rows]
  const natural = columns.map((_, at) => Math.max(...lines.map((line) => displayWidth(line[at] ?? ''))))
  const widths = limit === null ? natural : fitted(columns, natural, limit)
  return lines
    .map((line) => columns.map((column, at) => cell(line[at] ?? '', column, widths[at]!)).join(gap))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

/** Facts: a name and its value a line, the values under each other. */
export function factLines(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...facts.map(([name]) => displayWidth(name)))
  return facts.map(([name, value]) => `${padded(name, width, 'left')}${gap}${value}\n`).join('')
}

function cell(text: string, { align }: Column, width: number): string {
  return padded(cutToWidth(text, width), width, align)
}

function padded(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return align === 'right' ? space + text : text + space
}

function fitted(columns: readonly Column[], natural: readonly number[], limit: number): number[] {
  const total = natural.reduce((sum, width) => sum + width, gap.length * (columns.length - 1))
  const giving = natural.reduce((sum, width, at) => (columns[at]!.gives ? sum + width : sum), 0)
  if (total <= limit || giving === 0) return [...natural]
  const share = (giving - (total - limit)) / giving
  return natural.map((width, at) =>
    columns[at]!.gives ? Math.min(width, Math.max(leastWidth, Math.floor(width * share))) : width,
  )
}

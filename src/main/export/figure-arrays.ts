import type { Cell } from './csv'

/** Numbers under a name, as a figure shows them: F64, since that is what is computed with and written in its table. */
export interface NumberArray {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** The columns of a table: those of numbers, NaN where a row has none, and those of words. */
export interface FigureArrays {
  readonly numbers: ReadonlyMap<string, NumberArray>
  readonly words: ReadonlyMap<string, readonly string[]>
}

export function arraysOf([header, ...rows]: readonly (readonly Cell[])[]): FigureArrays {
  const numbers = new Map<string, NumberArray>()
  const words = new Map<string, readonly string[]>()
  for (const [column, title] of (header ?? []).entries()) {
    const cells = rows.map((row) => row[column] ?? '')
    const there = cells.filter((cell) => cell !== '')
    if (there.length > 0 && there.every((cell) => typeof cell === 'number')) {
      const data = Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN))
      numbers.set(String(title), { shape: [cells.length], data })
    } else words.set(String(title), cells.map(String))
  }
  return { numbers, words }
}

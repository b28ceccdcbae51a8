import type { JSX } from 'react'
import { coordinate } from './numbers'
import type { Print } from './print'
import { leastDrawn } from './print-check'
import { type } from './theme'

/** The type of rows' names, and how many rows one of them stands for. */
export interface RowNames {
  readonly size: number
  readonly stride: number
}

/** The type of the names of rows: smaller where these are low, but never too small to print; then every so manyth has its name. */
export function rowNames(height: number, print: Print | undefined): RowNames {
  const size = Math.min(type.label, Math.max(leastDrawn(print), height * 0.85))
  return { size, stride: Math.max(1, Math.ceil((1.1 * size) / height)) }
}

/** A row's name, ending at `x` and halfway down the row; nothing for a row that has to do without. */
export function RowName({
  named: { size, stride },
  row,
  x,
  middle,
  ink,
  children,
}: {
  named: RowNames
  row: number
  x: number
  middle: number
  ink: string
  children: string
}): JSX.Element | null {
  if (row % stride > 0) return null
  return (
    <text x={x} y={coordinate(middle + size * 0.36)} textAnchor="end" fontSize={coordinate(size)} fill={ink}>
      {children}
    </text>
  )
}

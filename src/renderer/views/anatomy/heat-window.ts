import type { MatrixWindow } from '../../../shared/matrix'

type Range = readonly [number, number]

/** A window with one of its axes, or both, made larger or smaller around a point of it, which stays where it is. */
export function zoomed(
  { rows, columns }: MatrixWindow,
  shape: readonly [number, number],
  factor: number,
  around: { readonly x: number; readonly y: number },
  least: { readonly rows: number; readonly columns: number },
): MatrixWindow {
  return {
    rows: zoomRange(rows, shape[0], factor, around.y, least.rows),
    columns: zoomRange(columns, shape[1], factor, around.x, least.columns),
  }
}

function zoomRange([from, to]: Range, size: number, factor: number, share: number, least: number): [number, number] {
  const length = Math.min(size, Math.max(Math.min(size, least), Math.round((to - from) * factor)))
  return within(Math.round(from + share * (to - from) - share * length), length, size)
}

/** The window moved by so many rows and columns, as far as the matrix goes. */
export function moved(
  { rows, columns }: MatrixWindow,
  shape: readonly [number, number],
  down: number,
  right: number,
): MatrixWindow {
  return {
    rows: within(rows[0] + Math.round(down), rows[1] - rows[0], shape[0]),
    columns: within(columns[0] + Math.round(right), columns[1] - columns[0], shape[1]),
  }
}

function within(from: number, length: number, size: number): [number, number] {
  const start = Math.max(0, Math.min(size - length, from))
  return [start, start + length]
}

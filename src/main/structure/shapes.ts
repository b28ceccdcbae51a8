import { elementCount } from '../../shared/tensor'
import type { Sizes } from './axes'

/** The shape of every value in one or two runs, of `batch` texts of `length` tokens each. */
export interface ProbedShapes {
  readonly batch: Sizes
  readonly length: Sizes
  /** A value's shape in each run; absent where it is no tensor or was not reached. */
  readonly of: ReadonlyMap<string, readonly (readonly number[])[]>
}

/** A value's axes, each with its size in every run; null where it is not known, or differs in rank. */
export function axesOf(shapes: ProbedShapes, value: string): Sizes[] | null {
  const all = shapes.of.get(value)
  const [first] = all ?? []
  if (!all || !first || all.some(({ length }) => length !== first.length)) return null
  return first.map((_, axis) => all.map((shape) => shape[axis]!))
}

/** How many numbers a value has in each run. */
export function countOf(shapes: ProbedShapes, value: string): number[] | null {
  return shapes.of.get(value)?.map((shape) => elementCount(shape)) ?? null
}

/** How many numbers a value has for each token of each text; null where that is no whole number, or differs. */
export function perToken({ batch, length, ...shapes }: ProbedShapes, value: string): number | null {
  const counts = countOf({ batch, length, ...shapes }, value)
  if (!counts) return null
  const [first, ...others] = counts.map((count, run) => count / (batch[run]! * length[run]!))
  return first !== undefined && Number.isInteger(first) && others.every((other) => other === first) ? first : null
}

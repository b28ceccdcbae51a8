import type { Pause } from './singular-values'
import { GramSum, singularValues } from './singular-values'

/** Reads a matrix [rows, columns] once, some rows at a time; the array may be used again for the next ones. */
export type ReadRows = () => AsyncIterable<{ readonly count: number; readonly values: Float32Array }>

export interface Subspace {
  /** Singular values to be found. */
  readonly wanted: number
  /** Directions beside those, which make the found ones exact. */
  readonly beside: number
  /** Times that the matrix is read before it is read for the values. */
  readonly turns: number
}

/**
 * The largest singular values of a matrix that is too large to be taken apart: block power iteration on WᵀW from random
 * directions, and the values of W on the space that they come to (Halko, Martinsson and Tropp 2011, "Finding Structure with
 * Randomness", algorithm 4.4). They lie below the true ones, by less the more turns there are and the faster the values fall.
 */
export async function largestSingularValues(
  read: ReadRows,
  columns: number,
  { wanted, beside, turns }: Subspace,
  pause: Pause,
): Promise<Float64Array> {
  const directions = Math.min(columns, wanted + beside)
  let basis = randomBasis(directions, columns)
  for (let turn = 0; turn < turns; turn++) {
    const next = new Float64Array(directions * columns)
    for await (const { count, values } of read()) {
      const images = await imagesOf(values, count, basis, directions, columns, pause)
      await addBack(values, count, images, next, directions, columns, pause)
    }
    basis = next
    orthonormalise(basis, directions, columns)
  }
  const gram = new GramSum(directions)
  for await (const { count, values } of read()) {
    await gram.add(await imagesOf(values, count, basis, directions, columns, pause), count, pause)
  }
  return (await singularValues(gram, pause)).slice(0, wanted)
}

/** W · each direction, of the rows that are there: [directions, count]. */
async function imagesOf(
  values: Float32Array,
  count: number,
  basis: Float64Array,
  directions: number,
  columns: number,
  pause: Pause,
): Promise<Float64Array> {
  const images = new Float64Array(directions * count)
  for (let direction = 0; direction < directions; direction++) {
    const start = direction * columns
    for (let row = 0; row < count; row++) {
      const line = row * columns
      let sum = 0
      for (let column = 0; column < columns; column++) sum += values[line + column]! * basis[start + column]!
      images[direction * count + row] = sum
    }
    await pause(2 * count * columns)
  }
  return images
}

/** Adds Wᵀ · each image to `next`. */
async function addBack(
  values: Float32Array,
  count: number,
  images: Float64Array,
  next: Float64Array,
  directions: number,
  columns: number,
  pause: Pause,
): Promise<void> {
  for (let direction = 0; direction < directions; direction++) {
    const start = direction * columns
    for (let row = 0; row < count; row++) {
      const line = row * columns
      const image = images[direction * count + row]!
      for (let column = 0; column < columns; column++) next[start + column]! += image * values[line + column]!
    }
    await pause(2 * count * columns)
  }
}

/** The same numbers at every call, so that an answer can be had again. */
function randomBasis(directions: number, columns: number): Float64Array {
  const basis = new Float64Array(directions * columns)
  // Numerical Recipes' linear congruential generator: directions need not be good, only different.
  let state = 1
  for (let at = 0; at < basis.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    basis[at] = state / 2 ** 31 - 1
  }
  orthonormalise(basis, directions, columns)
  return basis
}

/** Gram–Schmidt, twice for each, which is as good as a reflection; a direction that is none is left at 0. */
function orthonormalise(basis: Float64Array, directions: number, columns: number): void {
  const of = (direction: number) => basis.subarray(direction * columns, (direction + 1) * columns)
  for (let direction = 0; direction < directions; direction++) {
    const own = of(direction)
    scale(own)
    for (let before = 0; before < 2 * direction; before++) {
      const other = of(before % direction)
      let along = 0
      for (let column = 0; column < columns; column++) along += own[column]! * other[column]!
      for (let column = 0; column < columns; column++) own[column]! -= along * other[column]!
    }
    scale(own)
  }
}

function scale(vector: Float64Array): void {
  let squares = 0
  for (const value of vector) squares += value * value
  const length = Math.sqrt(squares)
  if (length < 1e-12) vector.fill(0)
  else for (let at = 0; at < vector.length; at++) vector[at]! /= length
}

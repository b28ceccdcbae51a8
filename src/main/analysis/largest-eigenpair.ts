import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { seededRandom } from './sampling-random'
import type { Pause } from './singular-values'

/** A symmetric matrix, row by row: [width, width]. */
export interface SymmetricMatrix {
  readonly width: number
  readonly values: Float64Array
}

export interface Eigenpair {
  readonly value: number
  /** Of unit length. */
  readonly vector: Float64Array
  /** ‖S v − λ v‖ / λ, S taken within what is orthogonal to `against`. */
  readonly residual: number
}

/** So many steps are made before it begins anew from what was found. */
const steps = 96
const mostRounds = 40
const wantedResidual = 1e-9

/**
 * The largest eigenvalue of a positive semidefinite matrix within what is orthogonal to some unit vectors, and its eigenvector, by
 * Lanczos's steps with every new vector made orthogonal to all before it, begun anew from the best until the residual is small
 * (Golub and Van Loan, "Matrix Computations", sections 10.1 and 10.3.5). A flat spectrum takes more rounds; the residual
 * answered says how far it came. Null where nothing is left.
 */
export async function largestEigenpair(
  matrix: SymmetricMatrix,
  against: readonly Float64Array[],
  pause: Pause,
): Promise<Eigenpair | null> {
  const { width } = matrix
  const room = width - against.length
  if (room <= 0) return null
  // Another start each time: of several equal eigenvalues one start finds one vector alone.
  const random = seededRandom(width + against.length)
  let start = Float64Array.from({ length: width }, () => random() - 0.5)
  let best: Eigenpair | null = null
  for (let round = 0; round < mostRounds; round++) {
    takeOut(start, against)
    if (!scaleToUnit(start)) return best
    const basis = [start]
    const diagonal: number[] = []
    const beside: number[] = []
    for (let step = 0; step < Math.min(steps, room); step++) {
      const next = times(matrix, basis[step]!)
      await pause(2 * width * width)
      diagonal.push(dot(next, basis[step]!))
      // Twice, since once leaves rounding that grows.
      for (let pass = 0; pass < 2; pass++) {
        takeOut(next, against)
        takeOut(next, basis)
      }
      const length = Math.sqrt(dot(next, next))
      if (!(length > 1e-14 * Math.abs(diagonal[0]!))) break
      beside.push(length)
      scaleToUnit(next)
      basis.push(next)
    }
    const vector = combined(basis, topOf(diagonal, beside))
    takeOut(vector, against)
    if (!scaleToUnit(vector)) return best
    const image = times(matrix, vector)
    takeOut(image, against)
    const value = dot(image, vector)
    let squares = 0
    for (let i = 0; i < width; i++) squares += (image[i]! - value * vector[i]!) ** 2
    const residual = value > 0 ? Math.sqrt(squares) / value : 0
    if (best === null || residual < best.residual) best = { value, vector, residual }
    if (residual <= wantedResidual) break
    start = vector.slice()
  }
  return best
}

/** The eigenvector of the largest eigenvalue of a matrix of three diagonals. */
function topOf(diagonal: readonly number[], beside: readonly number[]): number[] {
  const size = diagonal.length
  const small = Matrix.zeros(size, size)
  for (let i = 0; i < size; i++) {
    small.set(i, i, diagonal[i]!)
    if (i + 1 === size) continue
    small.set(i, i + 1, beside[i]!)
    small.set(i + 1, i, beside[i]!)
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(small, { assumeSymmetric: true })
  return eigenvectorMatrix.getColumn(realEigenvalues.indexOf(Math.max(...realEigenvalues)))
}

function combined(basis: readonly Float64Array[], weights: readonly number[]): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(basis[0]!.length)
  for (const [at, weight] of weights.entries()) {
    const vector = basis[at]!
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * vector[i]!
  }
  return sum
}

function times({ width, values }: SymmetricMatrix, vector: Float64Array): Float64Array<ArrayBuffer> {
  const product = new Float64Array(width)
  for (let row = 0; row < width; row++) {
    let sum = 0
    const line = row * width
    for (let column = 0; column < width; column++) sum += values[line + column]! * vector[column]!
    product[row] = sum
  }
  return product
}

function takeOut(vector: Float64Array, others: readonly Float64Array[]): void {
  for (const other of others) {
    const along = dot(vector, other)
    for (let i = 0; i < vector.length; i++) vector[i]! -= along * other[i]!
  }
}

function scaleToUnit(vector: Float64Array): boolean {
  const length = Math.sqrt(dot(vector, vector))
  if (!(length > 0)) return false
  for (let i = 0; i < vector.length; i++) vector[i]! /= length
  return true
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

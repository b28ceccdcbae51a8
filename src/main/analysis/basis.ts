import { createHash } from 'node:crypto'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { Fault } from '../../shared/fault'
import type { FloatTensor } from '../../shared/tensor'
import type { PictureBasis, Point3 } from '../../shared/trajectory'
import { largestEigenpair, type SymmetricMatrix } from './largest-eigenpair'
import type { Pause } from './singular-values'

/** A direction of the residual stream, [d_model], and what it is called. */
export interface NamedDirection {
  readonly name: string
  readonly ends: readonly [string, string]
  readonly vector: Float32Array
}

/** The space that a picture shows. Fitted once, to one path; everything else is projected into it. */
export interface Basis {
  /** The mean of the path: [d_model]. */
  readonly origin: Float64Array
  /**
   * Three orthonormal axes: directions that were asked for, then principal ones, largest variance first: [3, d_model]. A principal
   * axis that the path does not have is zero.
   */
  readonly axes: Float64Array
  /** Variance along each axis as a share of the path's whole variance, each between 0 and 1; 0 for an absent axis. */
  readonly shares: Point3
  /** SHA-256, in hexadecimal, over origin and axes as little-endian float32. */
  readonly hash: string
}

/**
 * Principal components (Pearson 1901; Jolliffe, "Principal Component Analysis", 2002, section 3.5) of n points [n, d_model].
 * They are taken from the n × n Gram matrix of the centred points, which has the same non-zero eigenvalues as their
 * d_model × d_model scatter matrix, and n is small: with G u = λ u, the axis is Xᵀu / √λ. An axis points to where its
 * largest loading is positive, so that equal points give equal pictures.
 *
 * `directions`, at most three vectors [d_model], become the first axes: each made orthogonal to those before it (Gram and Schmidt)
 * and kept the way it points. Principal components are then those of what is orthogonal to them. Throws an `input` fault for a
 * direction that lies within the ones before it.
 */
export function fitBasis(points: FloatTensor, directions: readonly Float32Array[] = []): Basis {
  const [count, width] = points.shape as [number, number]
  const origin = meanOf(points.data, count, width)
  const centred = centre(points.data, origin)
  const total = squares(centred)
  const floor = roundingOf(points.data, total)
  const axes = new Float64Array(3 * width)
  const shares: Point3 = [0, 0, 0]
  const given = directions.length
  for (const [k, direction] of directions.entries()) {
    const taken = takeOut(centred, addAxis(axes, k, direction))
    shares[k] = total > 0 ? Math.min(1, taken / total) : 0
  }
  const { eigenvalues, eigenvectors } = decompose(gramOf(centred, count, width))
  // n points span n − 1 directions around their mean.
  for (let k = given; k < Math.min(3, given + count - 1); k++) {
    const component = k - given
    if (eigenvalues[component]! <= floor) break
    const axis = axes.subarray(k * width, (k + 1) * width)
    for (let p = 0; p < count; p++) {
      const weight = eigenvectors[component]![p]!
      for (let i = 0; i < width; i++) axis[i]! += weight * centred[p * width + i]!
    }
    orthonormalise(axis, axes.subarray(0, k * width))
    turn(axis)
    shares[k] = Math.min(1, eigenvalues[component]! / total)
  }
  return { origin, axes, shares, hash: basisHash({ origin, axes }) }
}

/**
 * Makes a direction the k-th axis: orthogonal to those before it, and pointing as it does. Throws an `input` fault for one that lies
 * within them.
 */
function addAxis(axes: Float64Array, k: number, direction: Float32Array): Float64Array {
  const width = direction.length
  const axis = axes.subarray(k * width, (k + 1) * width)
  axis.set(direction)
  const before = axes.subarray(0, k * width)
  // What rounding leaves of a direction that lies within the others is no direction.
  let beside = squares(direction)
  const least = beside * 1e-8
  for (let start = 0; start < before.length; start += width) {
    beside -= alongOf(before.subarray(start, start + width), direction) ** 2
  }
  if (!(beside > least)) {
    throw Fault.input('A direction lies within the ones that are axes already', {
      place: `axis ${k + 1}`,
      remedy: 'Choose another one.',
    })
  }
  orthonormalise(axis, before)
  return axis
}

/** The scatter of many points around their mean, from which their principal components are taken where they are too many to hold. */
export interface Scatter extends SymmetricMatrix {
  /** Their mean: [width]. */
  readonly origin: Float64Array
}

/**
 * The same axes as `fitBasis`, from the points' own scatter matrix [d_model, d_model], each found until its residual is small.
 * `residual` is the largest of them, and says how far the axes are from being principal.
 */
export async function scatterBasis(
  scatter: Scatter,
  directions: readonly Float32Array[],
  pause: Pause,
): Promise<Omit<Basis, 'hash'> & { readonly residual: number }> {
  const { width, values, origin } = scatter
  const axes = new Float64Array(3 * width)
  const shares: Point3 = [0, 0, 0]
  let total = 0
  for (let i = 0; i < width; i++) total += values[i * width + i]!
  const axisOf = (k: number) => axes.subarray(k * width, (k + 1) * width)
  for (const [k, direction] of directions.entries()) {
    const axis = addAxis(axes, k, direction)
    let along = 0
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) along += axis[i]! * values[i * width + j]! * axis[j]!
    }
    shares[k] = total > 0 ? Math.min(1, along / total) : 0
  }
  let residual = 0
  for (let k = directions.length; k < 3; k++) {
    const found = await largestEigenpair(
      scatter,
      Array.from({ length: k }, (_, at) => axisOf(at)),
      pause,
    )
    // What rounding of F32 sums may leave where there is nothing.
    if (found === null || found.value <= total * 1e-6) break
    axisOf(k).set(found.vector)
    turn(axisOf(k))
    shares[k] = Math.min(1, found.value / total)
    residual = Math.max(residual, found.residual)
  }
  return { origin, axes, shares, residual }
}

/** What is told of a basis whose first axes these directions are. */
export function basisFacts({ shares, hash }: Basis, directions: readonly NamedDirection[]): PictureBasis {
  const named = directions.map(({ name, ends }) => ({ name, ends: [...ends] as [string, string] }))
  return { shares, hash, ...(named.length > 0 ? { directions: named } : {}) }
}

/** Coordinates of vectors [n, d_model] along the axes, measured from the origin. */
export function project(rows: FloatTensor, basis: Pick<Basis, 'origin' | 'axes'>): Point3[] {
  const points: Point3[] = []
  eachProjected(rows, basis, (_, x, y, z) => points.push([x, y, z]))
  return points
}

/** The same, row by row: very many rows need no point each. */
export function eachProjected(
  { data, shape }: FloatTensor,
  { origin, axes }: Pick<Basis, 'origin' | 'axes'>,
  take: (row: number, x: number, y: number, z: number) => void,
): void {
  const [count, width] = shape as [number, number]
  for (let p = 0; p < count; p++) {
    let [x, y, z] = [0, 0, 0]
    for (let i = 0; i < width; i++) {
      const away = data[p * width + i]! - origin[i]!
      x += away * axes[i]!
      y += away * axes[width + i]!
      z += away * axes[2 * width + i]!
    }
    take(p, x, y, z)
  }
}

function meanOf(data: Float32Array, count: number, width: number): Float64Array {
  const mean = new Float64Array(width)
  for (let p = 0; p < count; p++) for (let i = 0; i < width; i++) mean[i]! += data[p * width + i]!
  return mean.map((sum) => sum / count)
}

function centre(data: Float32Array, origin: Float64Array): Float64Array {
  const centred = new Float64Array(data.length)
  for (let start = 0; start < data.length; start += origin.length) {
    for (let i = 0; i < origin.length; i++) centred[start + i] = data[start + i]! - origin[i]!
  }
  return centred
}

function gramOf(centred: Float64Array, count: number, width: number): Matrix {
  const gram = new Matrix(count, count)
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0
      for (let i = 0; i < width; i++) sum += centred[a * width + i]! * centred[b * width + i]!
      gram.set(a, b, sum)
      gram.set(b, a, sum)
    }
  }
  return gram
}

/** Eigenvalues, largest first, and their eigenvectors of a symmetric matrix. */
function decompose(gram: Matrix): { eigenvalues: number[]; eigenvectors: number[][] } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true })
  const order = realEigenvalues.map((_, index) => index).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  return {
    eigenvalues: order.map((index) => realEigenvalues[index]!),
    eigenvectors: order.map((index) => eigenvectorMatrix.getColumn(index)),
  }
}

/**
 * The variance that may come of rounding alone: half a unit in the last place of each float32 value, and of the float64
 * arithmetic on them. A direction with no more than that was not measured, and is no axis.
 */
function roundingOf(data: Float32Array, total: number): number {
  return squares(data) * 2 ** -48 + total * 1e-13
}

function squares(values: Float32Array | Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!
  return sum
}

/** Takes out of `axis` what lies along the axes before it (one Gram–Schmidt pass, for the last digits), and scales it to 1. */
function orthonormalise(axis: Float64Array, before: Float64Array): void {
  const width = axis.length
  for (let start = 0; start < before.length; start += width) {
    let along = 0
    for (let i = 0; i < width; i++) along += axis[i]! * before[start + i]!
    for (let i = 0; i < width; i++) axis[i]! -= along * before[start + i]!
  }
  const length = Math.sqrt(squares(axis))
  for (let i = 0; i < width; i++) axis[i]! /= length
}

function alongOf(axis: Float64Array, vector: Float32Array): number {
  return vector.reduce((sum, value, i) => sum + value * axis[i]!, 0)
}

/** Takes out of vectors what lies along a unit axis, in place; answers the sum of its squares. */
function takeOut(vectors: Float64Array, axis: Float64Array): number {
  const width = axis.length
  let taken = 0
  for (let start = 0; start < vectors.length; start += width) {
    let along = 0
    for (let i = 0; i < width; i++) along += vectors[start + i]! * axis[i]!
    for (let i = 0; i < width; i++) vectors[start + i]! -= along * axis[i]!
    taken += along * along
  }
  return taken
}

function turn(axis: Float64Array): void {
  let largest = 0
  for (let i = 1; i < axis.length; i++) if (Math.abs(axis[i]!) > Math.abs(axis[largest]!)) largest = i
  if (axis[largest]! < 0) for (let i = 0; i < axis.length; i++) axis[i]! *= -1
}

/** SHA-256, in hexadecimal, over origin and axes as little-endian float32. */
export function basisHash({ origin, axes }: Pick<Basis, 'origin' | 'axes'>): string {
  const hash = createHash('sha256')
  for (const values of [origin, axes]) {
    const bytes = new DataView(new ArrayBuffer(4 * values.length))
    for (const [i, value] of values.entries()) bytes.setFloat32(4 * i, value, true)
    hash.update(bytes)
  }
  return hash.digest('hex')
}

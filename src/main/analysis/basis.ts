import { createHash } from 'node:crypto'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { FloatTensor } from '../../shared/tensor'
import type { Point3 } from '../../shared/trajectory'

/** The space that a picture shows. Fitted once, to one path; everything else is projected into it. */
export interface Basis {
  /** The mean of the path: [d_model]. */
  readonly origin: Float64Array
  /** Three orthonormal axes, largest variance first: [3, d_model]. An axis that the path does not have is zero. */
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
 */
export function fitBasis(points: FloatTensor): Basis {
  const [count, width] = points.shape as [number, number]
  const origin = meanOf(points.data, count, width)
  const centred = centre(points.data, origin)
  const { eigenvalues, eigenvectors } = decompose(gramOf(centred, count, width))
  const total = squares(centred)
  const floor = roundingOf(points.data, total)
  const axes = new Float64Array(3 * width)
  const shares: Point3 = [0, 0, 0]
  // n points span n − 1 directions around their mean.
  for (let k = 0; k < Math.min(3, count - 1); k++) {
    if (eigenvalues[k]! <= floor) break
    const axis = axes.subarray(k * width, (k + 1) * width)
    for (let p = 0; p < count; p++) {
      const weight = eigenvectors[k]![p]!
      for (let i = 0; i < width; i++) axis[i]! += weight * centred[p * width + i]!
    }
    orthonormalise(axis, axes.subarray(0, k * width))
    turn(axis)
    shares[k] = Math.min(1, eigenvalues[k]! / total)
  }
  return { origin, axes, shares, hash: hashOf(origin, axes) }
}

/** Coordinates of vectors [n, d_model] along the axes, measured from the origin. */
export function project({ data, shape }: FloatTensor, { origin, axes }: Basis): Point3[] {
  const [count, width] = shape as [number, number]
  return Array.from({ length: count }, (_, p) => {
    let [x, y, z] = [0, 0, 0]
    for (let i = 0; i < width; i++) {
      const away = data[p * width + i]! - origin[i]!
      x += away * axes[i]!
      y += away * axes[width + i]!
      z += away * axes[2 * width + i]!
    }
    return [x, y, z]
  })
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

function turn(axis: Float64Array): void {
  let largest = 0
  for (let i = 1; i < axis.length; i++) if (Math.abs(axis[i]!) > Math.abs(axis[largest]!)) largest = i
  if (axis[largest]! < 0) for (let i = 0; i < axis.length; i++) axis[i]! *= -1
}

function hashOf(origin: Float64Array, axes: Float64Array): string {
  const hash = createHash('sha256')
  for (const values of [origin, axes]) {
    const bytes = new DataView(new ArrayBuffer(4 * values.length))
    for (const [i, value] of values.entries()) bytes.setFloat32(4 * i, value, true)
    hash.update(bytes)
  }
  return hash.digest('hex')
}

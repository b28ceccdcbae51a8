import fc from 'fast-check'
import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { fitBasis, project } from './basis'
import { gaussian, gaussians } from './testing/random'
import { distance } from './vectors'

/** Points whose spread falls off from axis to axis, far from zero. */
function cloud(count: number, width: number, seed: number): FloatTensor {
  const next = gaussian(seed)
  const data = Float32Array.from({ length: count * width }, (_, i) => 5 + (4 * next()) / (1 + (i % width)))
  return floatTensor(data, [count, width])
}

/** count points a·u + b·v + … of random coordinates along `directions` random directions of whole numbers. */
function flat(count: number, width: number, directions: number, seed: number): FloatTensor {
  const next = gaussian(seed)
  const whole = () => Math.round(4 * next())
  const span = Array.from({ length: directions }, () => Array.from({ length: width }, whole))
  const points = Array.from({ length: count }, () => {
    const at = span.map(whole)
    return Array.from({ length: width }, (_, i) => 3 + span.reduce((sum, axis, k) => sum + at[k]! * axis[i]!, 0))
  })
  return floatTensor(Float32Array.from(points.flat()), [count, width])
}

function axis(basis: { axes: Float64Array }, k: number): number[] {
  const width = basis.axes.length / 3
  return [...basis.axes.subarray(k * width, (k + 1) * width)]
}

function inner(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}

const shape = fc.record({
  count: fc.integer({ min: 5, max: 25 }),
  width: fc.integer({ min: 4, max: 40 }),
  seed: fc.nat(1e6),
})

describe('the basis of a path', () => {
  it('has orthonormal axes, each with its largest loading positive', () => {
    fc.assert(
      fc.property(shape, ({ count, width, seed }) => {
        const basis = fitBasis(cloud(count, width, seed))
        for (let a = 0; a < 3; a++) {
          const loadings = axis(basis, a)
          expect(Math.max(...loadings)).toBe(Math.max(...loadings.map(Math.abs)))
          for (let b = 0; b < 3; b++) expect(inner(loadings, axis(basis, b))).toBeCloseTo(a === b ? 1 : 0, 12)
        }
      }),
    )
  })

  it('agrees with the singular value decomposition of the centred points', () => {
    for (const [count, width] of [
      [25, 60],
      [9, 300],
      [97, 20],
    ] as const) {
      const points = cloud(count, width, count)
      const basis = fitBasis(points)
      const centred = Matrix.from1DArray(count, width, [...points.data]).center('column')
      const svd = new SingularValueDecomposition(centred, { autoTranspose: true })
      const squares = svd.diagonal.map((value) => value * value)
      for (let k = 0; k < 3; k++) {
        expect(Math.abs(inner(axis(basis, k), svd.rightSingularVectors.getColumn(k)))).toBeCloseTo(1, 10)
        expect(basis.shares[k]).toBeCloseTo(squares[k]! / squares.reduce((a, b) => a + b), 12)
      }
    }
  })

  it('keeps the share of variance that the projected points have, measured on them', () => {
    fc.assert(
      fc.property(shape, ({ count, width, seed }) => {
        const points = cloud(count, width, seed)
        const basis = fitBasis(points)
        const whole = Array.from({ length: count }, (_, p) =>
          row(points, p).reduce((sum, value, i) => sum + (value - basis.origin[i]!) ** 2, 0),
        ).reduce((a, b) => a + b)
        const places = project(points, basis)
        for (let k = 0; k < 3; k++) {
          const along = places.reduce((sum, at) => sum + at[k]! ** 2, 0)
          expect(basis.shares[k]).toBeCloseTo(along / whole, 12)
        }
        expect(basis.shares).toEqual(basis.shares.toSorted((a, b) => b - a))
      }),
    )
  })

  it('keeps every distance between points that lie in three dimensions', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 3 }), ({ count, width, seed }, directions) => {
        const points = flat(count, width, directions, seed)
        const places = project(points, fitBasis(points))
        for (let p = 1; p < count; p++) {
          const apart = Math.hypot(...places[p]!.map((value, k) => value - places[0]![k]!))
          expect(apart).toBeCloseTo(distance(row(points, 0), row(points, p)), 9)
        }
      }),
    )
  })

  it('gives points on a plane back from their two coordinates, and leaves the third at 0', () => {
    const points = flat(12, 30, 2, 3)
    const basis = fitBasis(points)
    expect(basis.shares[0] + basis.shares[1]).toBeCloseTo(1, 12)
    expect(basis.shares[2]).toBe(0)
    for (const [p, [x, y, z]] of project(points, basis).entries()) {
      expect(z).toBe(0)
      for (const [i, value] of row(points, p).entries()) {
        expect(basis.origin[i]! + x * basis.axes[i]! + y * basis.axes[30 + i]!).toBeCloseTo(value, 10)
      }
    }
  })

  it('does not take the rounding of float32 for an axis', () => {
    // A line far from zero whose points float32 cannot hold exactly.
    const data = Float32Array.from({ length: 9 * 20 }, (_, i) => 1000 + Math.floor(i / 20) * Math.sin(i % 20))
    const { shares } = fitBasis(floatTensor(data, [9, 20]))
    expect(shares[0]).toBeCloseTo(1, 9)
    expect(shares.slice(1)).toEqual([0, 0])
  })

  it('moves with points that are moved, and shows the same picture', () => {
    const points = flat(11, 17, 3, 5)
    const moved = floatTensor(
      points.data.map((value) => value + 64),
      points.shape,
    )
    const [before, after] = [fitBasis(points), fitBasis(moved)]
    for (const [p, at] of project(moved, after).entries()) {
      for (const [k, value] of project(points, before)[p]!.entries()) expect(at[k]).toBeCloseTo(value, 9)
    }
  })

  it('is the same, and has the same hash, for the same points, and another hash for others', () => {
    const points = cloud(25, 64, 1)
    const again = fitBasis(floatTensor(points.data.slice(), points.shape))
    expect(again).toEqual(fitBasis(points))
    expect(again.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(fitBasis(cloud(25, 64, 2)).hash).not.toBe(again.hash)
  })

  it('finds three axes beside a massive activation', () => {
    const points = cloud(25, 64, 4)
    for (let p = 0; p < 25; p++) points.data[p * 64 + 11]! += p < 4 ? 0 : 3000
    const basis = fitBasis(points)
    expect(basis.shares[0]).toBeGreaterThan(0.999)
    expect(Math.min(...basis.shares)).toBeGreaterThan(0)
    for (const k of [1, 2]) expect(inner(axis(basis, 0), axis(basis, k))).toBeCloseTo(0, 14)
  })
})

describe('a path that does not fill three dimensions', () => {
  it.each([1, 2, 3])('has one axis fewer than its %i points', (count) => {
    const points = floatTensor(gaussians(count * 8, 1), [count, 8])
    const { shares, axes } = fitBasis(points)
    expect(shares.filter((share) => share > 0)).toHaveLength(count - 1)
    expect([...axes.subarray((count - 1) * 8)].every((value) => value === 0)).toBe(true)
    expect(project(points, fitBasis(points)).every((at) => at.slice(count - 1).every((value) => value === 0))).toBe(
      true,
    )
  })

  it('lies at the origin, without axes, when all its points are one', () => {
    const points = floatTensor(
      Float32Array.from({ length: 7 * 5 }, (_, i) => 0.1 + (i % 5)),
      [7, 5],
    )
    const basis = fitBasis(points)
    expect(basis.shares).toEqual([0, 0, 0])
    expect(project(points, basis)).toEqual(Array(7).fill([0, 0, 0]))
    expect(project(floatTensor(gaussians(5, 1), [1, 5]), basis)).toEqual([[0, 0, 0]])
  })

  it('is fitted in fewer than three dimensions of d_model', () => {
    const { shares } = fitBasis(floatTensor(gaussians(2 * 9, 1), [9, 2]))
    expect(shares[0] + shares[1]).toBeCloseTo(1, 12)
    expect(shares[2]).toBe(0)
  })
})

describe('a basis along directions', () => {
  const points = cloud(12, 9, 4)
  const next = gaussian(8)
  const random = () => Float32Array.from({ length: 9 }, next)
  const [first, second] = [random(), random()]
  const unit = (vector: ArrayLike<number>) => {
    const length = Math.hypot(...Array.from(vector))
    return Array.from(vector, (value) => value / length)
  }

  it('has them first and as they point, and principal components of the rest', () => {
    const basis = fitBasis(points, [first, second])
    for (const [i, value] of unit(first).entries()) expect(axis(basis, 0)[i]).toBeCloseTo(value, 6)
    const along = inner(Array.from(second), axis(basis, 0))
    const rest = unit(Array.from(second, (value, i) => value - along * axis(basis, 0)[i]!))
    for (const [i, value] of rest.entries()) expect(axis(basis, 1)[i]).toBeCloseTo(value, 6)
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      expect(inner(axis(basis, a), axis(basis, b))).toBeCloseTo(0, 9)
    }
    // The shares are of the whole variance: they are what the coordinates have of it.
    const projected = project(points, basis)
    const mean = basis.origin
    const total = points.data.reduce((sum, value, at) => sum + (value - mean[at % 9]!) ** 2, 0)
    for (const k of [0, 1, 2] as const) {
      expect(basis.shares[k]).toBeCloseTo(projected.reduce((sum, point) => sum + point[k] ** 2, 0) / total, 9)
    }
  })

  it('along a principal component is the basis that it would be without', () => {
    const plain = fitBasis(points)
    const along = fitBasis(points, [Float32Array.from(axis(plain, 0))])
    for (const k of [0, 1, 2]) {
      expect(along.shares[k]).toBeCloseTo(plain.shares[k]!, 6)
      expect(Math.abs(inner(axis(along, k), axis(plain, k)))).toBeCloseTo(1, 5)
    }
  })

  it('refuses a direction that lies within the ones before it', () => {
    const twice = first.map((value) => -2 * value)
    expect(() => fitBasis(points, [first, twice])).toThrow(/lies within the ones that are axes already/)
  })
})

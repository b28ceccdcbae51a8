import { describe, expect, it } from 'vitest'
import { largestSingularValues } from './largest-singular-values'
import { GramSum, singularValues } from './singular-values'

const pause = async () => {}

/** Rows of the matrix that has these singular values: two reflections around a diagonal. */
function matrixOf(values: readonly number[], rows: number): Float64Array {
  const columns = values.length
  const reflection = (size: number) => {
    const vector = Array.from({ length: size }, (_, at) => Math.sin(3 * at + 1))
    const squares = vector.reduce((sum, value) => sum + value * value, 0)
    return (i: number, j: number) => (i === j ? 1 : 0) - (2 * vector[i]! * vector[j]!) / squares
  }
  const [left, right] = [reflection(rows), reflection(columns)]
  const matrix = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (const [k, value] of values.entries()) matrix[i * columns + j]! += left(i, k) * value * right(k, j)
    }
  }
  return matrix
}

describe('singular values', () => {
  it.each([
    ['far apart', [9, 4, 1, 0.25, 0.01]],
    ['several alike', [3, 3, 3, 1, 1, 0, 0]],
    ['one alone', [2]],
    ['none but zeros', [0, 0, 0]],
  ])('are those that the matrix was made of: %s', async (_, values) => {
    const rows = 11
    const gram = new GramSum(values.length)
    const matrix = matrixOf(values, rows)
    // In two pieces, each column a vector.
    for (const [from, to] of [
      [0, 4],
      [4, rows],
    ] as const) {
      const length = to - from
      const vectors = new Float64Array(values.length * length)
      for (let j = 0; j < values.length; j++) {
        for (let i = 0; i < length; i++) vectors[j * length + i] = matrix[(from + i) * values.length + j]!
      }
      await gram.add(vectors, length, pause)
    }
    const found = await singularValues(gram, pause)
    for (const [at, value] of values.entries()) expect(Math.abs(found[at]! - value)).toBeLessThan(3e-7)
  })

  it('are found of the largest alone by reading rows, and lie not above the true ones', async () => {
    const values = Array.from({ length: 60 }, (_, at) => 20 * 0.8 ** at)
    const matrix = Float32Array.from(matrixOf(values, 90))
    const read = async function* () {
      for (let row = 0; row < 90; row += 32) {
        const count = Math.min(32, 90 - row)
        yield { count, values: matrix.subarray(row * 60, (row + count) * 60) }
      }
    }
    const found = await largestSingularValues(read, 60, { wanted: 8, beside: 8, turns: 2 }, pause)
    expect(found).toHaveLength(8)
    for (const [at, value] of found.entries()) {
      expect(value).toBeLessThan(values[at]! * (1 + 1e-5))
      expect(value).toBeGreaterThan(values[at]! * 0.999)
    }
  })
})

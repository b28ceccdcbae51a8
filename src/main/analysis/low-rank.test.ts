import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { effectiveRank, eigenvalueSums, lowRankSvd } from './low-rank'
import { seededRandom } from './sampling-random'

function random(rows: number, width: number, seed: number): FloatTensor {
  const next = seededRandom(seed)
  return floatTensor(
    Float32Array.from({ length: rows * width }, () => 2 * next() - 1),
    [rows, width],
  )
}

const rowsOf = (tensor: FloatTensor) => Array.from({ length: tensor.shape[0]! }, (_, at) => [...row(tensor, at)])
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0)

describe('singular values of a product of two narrow maps', () => {
  it.each([
    ['narrower than the stream', 3, 11],
    ['as wide', 6, 6],
    ['wider', 9, 5],
  ])('are those of the whole product where the maps are %s', (_, count, width) => {
    const [from, to] = [random(count, width, 1), random(count, width, 2)]
    const whole = new Matrix(rowsOf(from)).transpose().mmul(new Matrix(rowsOf(to)))
    const { diagonal } = new SingularValueDecomposition(whole)
    const answer = lowRankSvd(from, to, 2)
    const kept = Math.min(count, width)
    expect(answer.values).toHaveLength(kept)
    for (const [at, value] of answer.values.entries()) expect(value).toBeCloseTo(diagonal[at]!, 6)
    for (const at of [0, 1]) {
      const [left, right] = [row(answer.from, at), row(answer.to, at)]
      expect(dot(left, left)).toBeCloseTo(1, 5)
      expect(dot(right, right)).toBeCloseTo(1, 5)
      // The two belong together: leftᵀ · whole · right is the singular value, and not its opposite.
      const between = whole
        .transpose()
        .mmul(Matrix.columnVector([...left]))
        .to1DArray()
      expect(dot(Float32Array.from(between), right)).toBeCloseTo(answer.values[at]!, 4)
    }
  })

  it('have as effective rank how many of them there are when all are equal, and 1 when one alone is there', () => {
    expect(effectiveRank([2, 2, 2, 2])).toBeCloseTo(4, 12)
    expect(effectiveRank([3, 0, 0])).toBeCloseTo(1, 12)
    expect(effectiveRank([0, 0])).toBe(0)
  })
})

describe('sums of eigenvalues', () => {
  it('are 1 where all are positive, −1 where none is, and 0 for a quarter turn and for zeros', () => {
    const of = (...values: number[]) => eigenvalueSums(floatTensor(Float32Array.from(values), [2, 2]))
    expect(of(2, 1, 0, 3)).toEqual({ sum: 1, positive: 1 })
    expect(of(-2, 0, 0, -1)).toEqual({ sum: -1, positive: 0 })
    expect(of(0, -1, 1, 0).sum).toBeCloseTo(0, 12)
    expect(of(0, 0, 0, 0)).toEqual({ sum: 0, positive: 0 })
  })
})

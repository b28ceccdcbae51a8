import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { largestEigenpair } from './largest-eigenpair'
import { seededRandom } from './sampling-random'

const pause = async () => {}

/** XᵀX of random rows, with a spectrum so flat that a few passes of a random subspace miss its axes. */
function flat(width: number): { width: number; values: Float64Array } {
  const random = seededRandom(width)
  const rows = Matrix.from1DArray(
    4 * width,
    width,
    Array.from({ length: 4 * width * width }, () => random() - 0.5),
  )
  return { width, values: Float64Array.from(rows.transpose().mmul(rows).to1DArray()) }
}

describe('the largest eigenpairs', () => {
  it('are those of a whole decomposition, on a flat spectrum too', async () => {
    const matrix = flat(200)
    const all = new EigenvalueDecomposition(Matrix.from1DArray(200, 200, [...matrix.values]), { assumeSymmetric: true })
    const wanted = [...all.realEigenvalues].sort((a, b) => b - a)
    const found: Float64Array[] = []
    for (let at = 0; at < 3; at++) {
      const pair = (await largestEigenpair(matrix, found, pause))!
      expect(pair.value / wanted[at]!).toBeCloseTo(1, 10)
      expect(pair.residual).toBeLessThan(1e-8)
      const own = all.eigenvectorMatrix.getColumn(all.realEigenvalues.indexOf(wanted[at]!))
      expect(Math.abs(own.reduce((sum, value, i) => sum + value * pair.vector[i]!, 0))).toBeCloseTo(1, 6)
      found.push(pair.vector)
    }
  })

  it('are found once each where they are equal', async () => {
    const values = new Float64Array(25)
    for (let i = 0; i < 5; i++) values[6 * i] = i < 3 ? 4 : 1
    const found: Float64Array[] = []
    for (let at = 0; at < 3; at++) {
      const pair = (await largestEigenpair({ width: 5, values }, found, pause))!
      expect(pair.value).toBeCloseTo(4, 10)
      found.push(pair.vector)
    }
    expect((await largestEigenpair({ width: 5, values }, found, pause))!.value).toBeCloseTo(1, 10)
  })

  it('are none where nothing is left', async () => {
    expect(await largestEigenpair({ width: 1, values: Float64Array.of(2) }, [Float64Array.of(1)], pause)).toBeNull()
  })
})

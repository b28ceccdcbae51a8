import { EigenvalueDecomposition, Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix'
import { type FloatTensor, floatTensor } from '../../shared/tensor'

/** The singular values of fromᵀ · to, largest first, and its singular vectors as rows [count, width], F32. */
export interface LowRank {
  readonly values: readonly number[]
  readonly from: FloatTensor
  readonly to: FloatTensor
}

/**
 * Singular value decomposition of fromᵀ · to, [width, width], of two maps [n, width], without making it where it is wider than n:
 * with fromᵀ = Q R and toᵀ = P S it is Q (R Sᵀ) Pᵀ, and R Sᵀ is [n, n]. The first `directions` vectors of each side are answered.
 */
export function lowRankSvd(from: FloatTensor, to: FloatTensor, directions: number): LowRank {
  const [f, t] = [columnsOf(from), columnsOf(to)]
  const [count, width] = from.shape as [number, number]
  if (count >= width) {
    const svd = new SingularValueDecomposition(f.mmul(t.transpose()), { autoTranspose: true })
    return answer(svd.diagonal, svd.leftSingularVectors, svd.rightSingularVectors, directions)
  }
  const [q, p] = [new QrDecomposition(f), new QrDecomposition(t)]
  const middle = q.upperTriangularMatrix.mmul(p.upperTriangularMatrix.transpose())
  const svd = new SingularValueDecomposition(middle)
  const few = Math.min(directions, count)
  const first = (of: Matrix) => of.subMatrix(0, of.rows - 1, 0, few - 1)
  const [left, right] = [svd.leftSingularVectors, svd.rightSingularVectors].map(first)
  return answer(svd.diagonal, q.orthogonalMatrix.mmul(left!), p.orthogonalMatrix.mmul(right!), few)
}

/** exp(−Σ p log p), p = σ / Σσ (Roy and Vetterli 2007): how many directions matter, between 1 and as many as there are. */
export function effectiveRank(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  if (sum === 0) return 0
  return Math.exp(-values.reduce((total, value) => total + (value > 0 ? (value / sum) * Math.log(value / sum) : 0), 0))
}

/**
 * Of a square matrix's eigenvalues: Σλ / Σ|λ|, which is real since they come in conjugate pairs, and the share of those whose
 * real part is above 0 (Elhage et al. 2021). 0 for a matrix of zeros.
 */
export function eigenvalueSums(matrix: FloatTensor): { sum: number; positive: number } {
  const size = matrix.shape[0]!
  const decomposition = new EigenvalueDecomposition(new Matrix(rowsOf(matrix, size)), { assumeSymmetric: false })
  const { realEigenvalues: real, imaginaryEigenvalues: imaginary } = decomposition
  const lengths = real.reduce((total, value, at) => total + Math.hypot(value, imaginary[at]!), 0)
  if (lengths === 0) return { sum: 0, positive: 0 }
  return {
    sum: real.reduce((total, value) => total + value, 0) / lengths,
    positive: real.filter((value) => value > 0).length / size,
  }
}

/** [n, width] → a matrix [width, n] in double precision. */
function columnsOf(rows: FloatTensor): Matrix {
  return new Matrix(rowsOf(rows, rows.shape[1]!)).transpose()
}

function rowsOf({ data }: FloatTensor, width: number): Float64Array[] {
  return Array.from({ length: data.length / width }, (_, row) =>
    Float64Array.from(data.subarray(row * width, (row + 1) * width)),
  )
}

function answer(values: readonly number[], left: Matrix, right: Matrix, directions: number): LowRank {
  const few = Math.min(directions, values.length)
  const rows = (columns: Matrix): FloatTensor => {
    const data = new Float32Array(few * columns.rows)
    for (let row = 0; row < few; row++) data.set(columns.getColumn(row), row * columns.rows)
    return floatTensor(data, [few, columns.rows])
  }
  return { values: [...values], from: rows(left), to: rows(right) }
}

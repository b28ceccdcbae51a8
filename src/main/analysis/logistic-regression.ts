import type { FloatTensor } from '../../shared/tensor'

/** A linear map from a vector to the log-odds of the second class, in the vectors' own units. */
export interface LinearClassifier {
  /** [d_model]. */
  readonly weights: Float64Array
  readonly intercept: number
}

/** Newton's steps end here; a handful is enough from any start. */
const mostSteps = 100
const precision = 1e-10

/**
 * Logistic regression with an L2 penalty on standardised features: minimises ½‖w‖² + C Σ log(1 + exp(−y (w·x + b))) over the rows
 * named, each feature less its mean and divided by its standard deviation there, the intercept free. It is scikit-learn's
 * `make_pipeline(StandardScaler(), LogisticRegression(C=strength))`, and a test holds the two together.
 *
 * There are far more dimensions than rows, so it is solved over the rows: at the minimum w is a sum of them, and Newton's step is
 * a system of as many equations as there are rows (Rasmussen and Williams 2006, "Gaussian Processes for Machine Learning",
 * algorithm 3.1, with an intercept beside it).
 */
export function fitLogistic(
  { data, shape }: FloatTensor,
  rows: readonly number[],
  labels: readonly (0 | 1)[],
  strength: number,
): LinearClassifier {
  const width = shape[1]!
  const count = rows.length
  const { mean, scale } = standardOf(data, width, rows)
  const x = new Float64Array(count * width)
  for (const [n, row] of rows.entries()) {
    for (let i = 0; i < width; i++) x[n * width + i] = (data[row * width + i]! - mean[i]!) / scale[i]!
  }
  const { dual, intercept } = solve(gram(x, count, width), Float64Array.from(labels), strength)
  const weights = new Float64Array(width)
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < width; i++) weights[i]! += dual[n]! * x[n * width + i]!
  }
  let shift = intercept
  for (let i = 0; i < width; i++) {
    weights[i]! /= scale[i]!
    shift -= weights[i]! * mean[i]!
  }
  return { weights, intercept: shift }
}

/** Log-odds of the second class. */
export function scoreOf({ weights, intercept }: LinearClassifier, { data }: FloatTensor, row: number): number {
  const width = weights.length
  let sum = intercept
  for (let i = 0; i < width; i++) sum += weights[i]! * data[row * width + i]!
  return sum
}

/** A feature that does not vary keeps its unit, as in StandardScaler. */
function standardOf(data: Float32Array, width: number, rows: readonly number[]) {
  const mean = new Float64Array(width)
  const scale = new Float64Array(width)
  for (const row of rows) for (let i = 0; i < width; i++) mean[i]! += data[row * width + i]!
  for (let i = 0; i < width; i++) mean[i]! /= rows.length
  for (const row of rows) for (let i = 0; i < width; i++) scale[i]! += (data[row * width + i]! - mean[i]!) ** 2
  for (let i = 0; i < width; i++) {
    const deviation = Math.sqrt(scale[i]! / rows.length)
    scale[i] = deviation > 10 * Number.EPSILON * Math.abs(mean[i]!) ? deviation : 1
  }
  return { mean, scale }
}

function gram(x: Float64Array, count: number, width: number): Float64Array {
  const products = new Float64Array(count * count)
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0
      for (let i = 0; i < width; i++) sum += x[a * width + i]! * x[b * width + i]!
      products[a * count + b] = sum
      products[b * count + a] = sum
    }
  }
  return products
}

/** w = Σ dual · x. Starts at nothing and halves a step that does not lower the loss. */
function solve(kernel: Float64Array, targets: Float64Array, strength: number) {
  const count = targets.length
  let dual = new Float64Array(count)
  let intercept = 0
  let scores = new Float64Array(count)
  let loss = lossOf(dual, scores, targets, strength)
  for (let step = 0; step < mostSteps; step++) {
    const next = newton(kernel, scores, targets, strength)
    let [share, moved] = [1, false]
    while (share > 1e-6) {
      const trial = blend(dual, next.dual, share)
      const shift = intercept + share * (next.intercept - intercept)
      const reached = times(kernel, trial).map((value) => value + shift)
      const lower = lossOf(trial, reached, targets, strength, shift)
      if (lower <= loss) {
        moved = loss - lower > precision * Math.max(1, Math.abs(loss))
        ;[dual, intercept, scores, loss] = [trial, shift, reached, lower]
        break
      }
      share /= 2
    }
    if (!moved) break
  }
  return { dual, intercept }
}

/** Where a quadratic that touches the loss at these scores has its minimum. */
function newton(kernel: Float64Array, scores: Float64Array, targets: Float64Array, strength: number) {
  const count = targets.length
  const root = new Float64Array(count)
  const pull = new Float64Array(count)
  for (let n = 0; n < count; n++) {
    const share = 1 / (1 + Math.exp(-scores[n]!))
    // Never nothing: a row that is told with certainty still has its place in the system.
    const weight = Math.max(1e-12, strength * share * (1 - share))
    root[n] = Math.sqrt(weight)
    pull[n] = scores[n]! + (strength * (targets[n]! - share)) / weight
  }
  const matrix = new Float64Array(count * count)
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++)
      matrix[a * count + b] = root[a]! * kernel[a * count + b]! * root[b]! + (a === b ? 1 : 0)
  }
  factorise(matrix, count)
  const through = (values: Float64Array) =>
    substitute(
      matrix,
      values.map((value, n) => value * root[n]!),
    ).map((value, n) => value * root[n]!)
  const pulled = through(pull)
  const ones = through(new Float64Array(count).fill(1))
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
  const intercept = sum(pulled) / sum(ones)
  return { dual: pulled.map((value, n) => value - intercept * ones[n]!), intercept }
}

function lossOf(dual: Float64Array, scores: Float64Array, targets: Float64Array, strength: number, shift = 0): number {
  let [penalty, loss] = [0, 0]
  for (let n = 0; n < targets.length; n++) {
    penalty += dual[n]! * (scores[n]! - shift)
    const margin = targets[n] === 1 ? scores[n]! : -scores[n]!
    loss += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin
  }
  return penalty / 2 + strength * loss
}

function blend(from: Float64Array, to: Float64Array, share: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (value, n) => value + share * (to[n]! - value))
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array<ArrayBuffer> {
  const count = vector.length
  return Float64Array.from(vector, (_, a) => {
    let sum = 0
    for (let b = 0; b < count; b++) sum += matrix[a * count + b]! * vector[b]!
    return sum
  })
}

/** Cholesky: the lower triangle of a symmetric positive matrix becomes L of L Lᵀ, in place. */
function factorise(matrix: Float64Array, count: number): void {
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a * count + b]!
      for (let k = 0; k < b; k++) sum -= matrix[a * count + k]! * matrix[b * count + k]!
      matrix[a * count + b] = a === b ? Math.sqrt(sum) : sum / matrix[b * count + b]!
    }
  }
}

/** x of L Lᵀ x = values. */
function substitute(lower: Float64Array, values: Float64Array): Float64Array {
  const count = values.length
  const x = values.slice()
  for (let a = 0; a < count; a++) {
    for (let k = 0; k < a; k++) x[a]! -= lower[a * count + k]! * x[k]!
    x[a]! /= lower[a * count + a]!
  }
  for (let a = count - 1; a >= 0; a--) {
    for (let k = a + 1; k < count; k++) x[a]! -= lower[k * count + a]! * x[k]!
    x[a]! /= lower[a * count + a]!
  }
  return x
}

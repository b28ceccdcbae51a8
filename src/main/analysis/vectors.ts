/** Scalar products of float32 vectors, summed in float64. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Euclidean length. */
export function norm(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector))
}

/** Euclidean length of b − a. */
export function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const step = b[i]! - a[i]!
    sum += step * step
  }
  return Math.sqrt(sum)
}

/** Cosine of the angle between two vectors, within [−1, 1]; 0 where either has no length, and so no direction. */
export function cosine(a: Float32Array, b: Float32Array): number {
  // One root of the product: exactly 1 for a vector and itself. Squares of float32 cannot overflow float64.
  const lengths = Math.sqrt(dot(a, a) * dot(b, b))
  return lengths === 0 ? 0 : Math.max(-1, Math.min(1, dot(a, b) / lengths))
}

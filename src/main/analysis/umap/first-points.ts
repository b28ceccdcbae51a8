import { seededRandom } from '../sampling-random'

/**
 * Where an arrangement begins: coordinates [rows, 3] along principal axes, moved a little, since equal rows would never part, and
 * stretched to 0 to 10 along each axis, as umap-learn does with `init="pca"`.
 */
export function firstPoints(coordinates: Float32Array, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed)
  let largest = 0
  for (const value of coordinates) largest = Math.max(largest, Math.abs(value))
  const points = coordinates.map((value) => (largest > 0 ? (10 * value) / largest : 0) + (random() - 0.5) * 3.5e-4)
  for (let axis = 0; axis < 3; axis++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let at = axis; at < points.length; at += 3) {
      low = Math.min(low, points[at]!)
      high = Math.max(high, points[at]!)
    }
    const size = high - low
    for (let at = axis; at < points.length; at += 3) points[at] = size > 0 ? (10 * (points[at]! - low)) / size : 0
  }
  return points
}

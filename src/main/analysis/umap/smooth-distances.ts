import type { Sliced } from '../../../shared/slices'
import type { NearRows } from './near-rows'

/** Of each row: the distance to its nearest, and by which number distances beyond that are divided. */
export interface SmoothDistances {
  readonly nearest: Float32Array
  readonly scale: Float32Array
}

const rowsAtOnce = 256
const mostHalvings = 64
const tolerance = 1e-5
/** No scale is smaller than this share of the mean distance. */
const smallestShare = 1e-3

/**
 * ρ and σ of UMAP (McInnes, Healy and Melville 2018, algorithm 3): ρ is the distance to the nearest row that is not the same, and σ
 * such that Σ exp(−(d − ρ)/σ) over the neighbours is log₂ of how many there are. As in umap-learn, a row counts among its own
 * neighbours there and adds nothing to the sum.
 */
export function* smoothDistances({ k, distances }: NearRows): Sliced<SmoothDistances> {
  const rows = distances.length / k
  const [nearest, scale] = [new Float32Array(rows), new Float32Array(rows)]
  const target = Math.log2(k + 1)
  const meanOfAll = mean(distances) * (k / (k + 1))
  for (let row = 0; row < rows; row++) {
    if (row % rowsAtOnce === 0) yield row / rows
    const own = distances.subarray(row * k, (row + 1) * k)
    const first = own.find((distance) => distance > 0) ?? 0
    let [low, high, middle] = [0, Number.POSITIVE_INFINITY, 1]
    for (let halving = 0; halving < mostHalvings; halving++) {
      let sum = 0
      for (const distance of own) sum += distance > first ? Math.exp(-(distance - first) / middle) : 1
      if (Math.abs(sum - target) < tolerance) break
      if (sum > target) high = middle
      else low = middle
      middle = high === Number.POSITIVE_INFINITY ? middle * 2 : (low + high) / 2
    }
    const meanOfOwn = mean(own) * (k / (k + 1))
    nearest[row] = first
    scale[row] = Math.max(middle, smallestShare * (first > 0 ? meanOfOwn : meanOfAll))
  }
  return { nearest, scale }
}

function mean(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return values.length === 0 ? 0 : sum / values.length
}

import { type FloatTensor, row } from '../../shared/tensor'
import { dot } from './vectors'

/** One attention's hook points, as `HeadTensors` has them. */
interface Multiplied {
  readonly q: FloatTensor
  readonly k: FloatTensor
  readonly scores: FloatTensor
}

/** Rounding of sums in F32, and of F16 files. */
const tolerance = 2e-3

/**
 * What q·k is multiplied with, by least squares over the scores of a run that no mask hides. Null where
 * something else is done to them too, such as a soft cap or a bias by distance.
 */
export function measuredScale({ q, k, scores }: Multiplied): number | null {
  const [, heads, queries, keys] = scores.shape as [number, number, number, number]
  const sharing = heads / k.shape[2]!
  let [products, squares, size] = [0, 0, 0]
  const seen: { readonly product: number; readonly score: number }[] = []
  for (let head = 0; head < heads; head++) {
    for (let query = 0; query < queries; query++) {
      const given = row(scores, 0, head, query)
      const own = row(q, 0, query, head)
      for (let key = 0; key < keys; key++) {
        const score = given[key]!
        if (!Number.isFinite(score)) continue
        const product = dot(own, row(k, 0, key, Math.floor(head / sharing)))
        products += product * score
        squares += product * product
        size = Math.max(size, Math.abs(score))
        seen.push({ product, score })
      }
    }
  }
  if (squares === 0) return null
  const scale = products / squares
  const largest = Math.max(...seen.slice(0, 4096).map(({ product, score }) => Math.abs(score - scale * product)))
  return largest <= tolerance * size ? scale : null
}

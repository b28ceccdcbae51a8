import type { ScorePlace } from '../../shared/model-shape'
import { alibiBiases } from './alibi'
import type { RelativeBias } from './architecture'
import type { PlacedAttention } from './attentions'
import { relativeBuckets } from './relative-buckets'

/**
 * The score of a query and a key whose product is `dot`, before any mask: scaled, held by the soft cap, with what is added by
 * distance. `relativeTable` holds the numbers of the attention's relative bias, [buckets, heads]; null where it has none.
 */
export function scoreOf(
  { part, stack: { alibi } }: Pick<PlacedAttention, 'part' | 'stack'>,
  { head, query, key }: ScorePlace,
  dot: number,
  relativeTable: Float32Array | null,
): number {
  const scaled = dot * part.scale
  const { softCap, relative } = part
  const held = softCap === null ? scaled : softCap * Math.tanh(scaled / softCap)
  if (relative && relativeTable) return held + relativeBias(relative, relativeTable, head, key - query)
  if (alibi === null || !part.alibi) return held
  const length = Math.max(query, key) + 1
  const biases = alibiBiases(alibi, length)
  return held + biases[head * length + key]! - biases[head * length + query]!
}

function relativeBias(of: RelativeBias, table: Float32Array, head: number, distance: number): number {
  const near = Math.max(-of.longest, Math.min(of.longest, distance))
  const [, heads] = of.table.shape
  return table[relativeBuckets(of)[near + of.longest]! * heads! + head]!
}

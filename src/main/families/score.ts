import { alibiBiases } from './alibi'
import type { Architecture } from './architecture'

/** Where a score stands. */
export interface ScorePlace {
  readonly layer: number
  readonly head: number
  readonly query: number
  readonly key: number
}

/** The score of a query and a key whose product is `dot`, before any mask: scaled, held by the soft cap, with ALiBi's bias. */
export function scoreOf({ blocks, alibi }: Architecture, { layer, head, query, key }: ScorePlace, dot: number): number {
  const { attention } = blocks[layer]!
  const scaled = dot * attention.scale
  const { softCap } = attention
  const held = softCap === null ? scaled : softCap * Math.tanh(scaled / softCap)
  if (alibi === null || !attention.alibi) return held
  const length = Math.max(query, key) + 1
  const biases = alibiBiases(alibi, length)
  return held + biases[head * length + key]! - biases[head * length + query]!
}

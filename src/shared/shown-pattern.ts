import { headOf, type LayerPatterns, meanPattern, rollout } from './attention'
import type { AttentionShown } from './figures/attention-spec'

export type PatternsByLayer = ReadonlyMap<number, LayerPatterns>

export interface Head {
  readonly layer: number
  readonly head: number
}

/** What a matrix shows, each [n, n] in row-major order, queries before keys. */
export interface ShownPattern {
  readonly tokens: number
  readonly weights: Float32Array
  /** Before the softmax, −∞ where masked; null for what has none, a mean or a rollout. */
  readonly scores: Float32Array | null
}

/** The layers that a matrix is made of. */
export function layersOf(shown: AttentionShown, chosen: Head, layers: number): readonly number[] {
  return shown === 'rollout' ? Array.from({ length: layers }, (_, layer) => layer) : [chosen.layer]
}

/** Null while a layer that it is made of is not there. */
export function shownPattern(
  patterns: PatternsByLayer,
  shown: AttentionShown,
  chosen: Head,
  layers: number,
): ShownPattern | null {
  const parts = layersOf(shown, chosen, layers).map((layer) => patterns.get(layer))
  if (parts.some((part) => part === undefined)) return null
  const [first] = parts as [LayerPatterns]
  const { tokens } = first
  if (shown === 'head') {
    return {
      tokens,
      weights: headOf(first.weights, chosen.head, tokens),
      scores: headOf(first.scores, chosen.head, tokens),
    }
  }
  const means = (parts as LayerPatterns[]).map(({ heads, weights }) =>
    meanPattern(Array.from({ length: heads }, (_, head) => headOf(weights, head, tokens))),
  )
  return { tokens, weights: shown === 'mean' ? means[0]! : rollout(means, tokens), scores: null }
}

/** What a matrix is of: `Head 3.1`. */
export function patternName(shown: AttentionShown, { layer, head }: Head): string {
  if (shown === 'head') return `Head ${layer}.${head}`
  return shown === 'mean' ? `Mean of layer ${layer}` : 'Rollout of all layers'
}

/** Whether the mask hides a key from a query; a pattern without scores is masked where its model is causal. */
export function isMaskedIn({ scores, tokens }: ShownPattern, causal: boolean, query: number, key: number): boolean {
  return scores ? scores[query * tokens + key] === Number.NEGATIVE_INFINITY : causal && key > query
}

import { headOf, type LayerPatterns, maxPattern, meanPattern, rollout } from './attention'
import type { AttentionShown } from './figures/attention-spec'

export type PatternsByLayer = ReadonlyMap<number, LayerPatterns>

export interface Head {
  readonly layer: number
  readonly head: number
}

/** Which pattern: `layer` and `head` are read for one head, `layer` for its mean, `chosen` for the chosen heads together. */
export interface ShownChoice extends Head {
  readonly shown: AttentionShown
  readonly chosen?: readonly Head[] | undefined
}

/** What a matrix shows, each [n, n] in row-major order, queries before keys. */
export interface ShownPattern {
  readonly tokens: number
  readonly weights: Float32Array
  /** Before the softmax, −∞ where masked; null for what has none, several heads or a rollout. */
  readonly scores: Float32Array | null
}

/** What chosen heads are named by: `3.1`. */
export const headName = ({ layer, head }: Head) => `${layer}.${head}`

/** Whether several heads that a person chose are shown together. */
export const isOfChosen = (shown: AttentionShown) => shown === 'chosen-mean' || shown === 'chosen-max'

/** The layers that a matrix is made of. */
export function layersOf({ shown, layer, chosen = [] }: ShownChoice, layers: number): readonly number[] {
  if (shown === 'rollout') return Array.from({ length: layers }, (_, at) => at)
  return isOfChosen(shown) ? [...new Set(chosen.map((head) => head.layer))].sort((a, b) => a - b) : [layer]
}

/** Null while a layer that it is made of is not there, and where no head is chosen. */
export function shownPattern(patterns: PatternsByLayer, choice: ShownChoice, layers: number): ShownPattern | null {
  const parts = layersOf(choice, layers).map((layer) => patterns.get(layer))
  const [first] = parts
  if (!first || parts.some((part) => part === undefined)) return null
  const { tokens } = first
  const { shown } = choice
  if (shown === 'head') {
    return {
      tokens,
      weights: headOf(first.weights, choice.head, tokens),
      scores: headOf(first.scores, choice.head, tokens),
    }
  }
  if (isOfChosen(shown)) {
    const heads = weightsOfHeads(patterns, choice.chosen ?? [])
    return { tokens, weights: shown === 'chosen-max' ? maxPattern(heads) : meanPattern(heads), scores: null }
  }
  const means = (parts as LayerPatterns[]).map(({ heads, weights }) =>
    meanPattern(Array.from({ length: heads }, (_, head) => headOf(weights, head, tokens))),
  )
  return { tokens, weights: shown === 'mean' ? means[0]! : rollout(means, tokens), scores: null }
}

/** The weights of each head whose layer is there, [n, n]. */
export function weightsOfHeads(patterns: PatternsByLayer, heads: readonly Head[]): Float32Array[] {
  return heads.flatMap(({ layer, head }) => {
    const part = patterns.get(layer)
    return part ? [headOf(part.weights, head, part.tokens)] : []
  })
}

/** So many heads are named one by one; of more, the first and how many more there are. */
const mostNamed = 6

/** What a matrix is of: `Head 3.1`, `Mean of heads 2.0, 3.1`. */
export function patternName({ shown, layer, head, chosen = [] }: ShownChoice): string {
  if (shown === 'head') return `Head ${layer}.${head}`
  if (isOfChosen(shown)) {
    const what = shown === 'chosen-max' ? 'Largest' : 'Mean'
    const named = chosen.slice(0, mostNamed).map(headName).join(', ')
    const more = chosen.length > mostNamed ? ` and ${chosen.length - mostNamed} more` : ''
    return `${what} of ${chosen.length === 1 ? 'head' : 'heads'} ${named}${more}`
  }
  return shown === 'mean' ? `Mean of layer ${layer}` : 'Rollout of all layers'
}

/** Whether the mask hides a key from a query; a pattern without scores is masked where its model is causal. */
export function isMaskedIn({ scores, tokens }: ShownPattern, causal: boolean, query: number, key: number): boolean {
  return scores ? scores[query * tokens + key] === Number.NEGATIVE_INFINITY : causal && key > query
}

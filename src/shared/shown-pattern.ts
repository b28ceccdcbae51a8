import { headOf, type LayerPatterns, maxPattern, meanPattern, rollout } from './attention'
import { type AttentionPlace, type Head, headLabel, isAmongSame } from './attention-places'
import type { AttentionShown } from './figures/attention-spec'

export type { Head } from './attention-places'

export type PatternsByLayer = ReadonlyMap<number, LayerPatterns>

/** Which pattern: `layer` and `head` are read for one head, `layer` for its mean, `chosen` for the chosen heads together. */
export interface ShownChoice extends Head {
  readonly shown: AttentionShown
  readonly chosen?: readonly Head[] | undefined
}

/** What a matrix shows, each [queries, keys] in row-major order. */
export interface ShownPattern {
  readonly queries: number
  readonly keys: number
  /** Whether a query sees no key after it. */
  readonly causal: boolean
  readonly weights: Float32Array
  /** Before the softmax, −∞ where masked; null for what has none, several heads or a rollout. */
  readonly scores: Float32Array | null
}

/** What chosen heads are named by: `3.1`. */
export const headName = ({ layer, head }: Head) => `${layer}.${head}`

/** Whether several heads that a person chose are shown together. */
export const isOfChosen = (shown: AttentionShown) => shown === 'chosen-mean' || shown === 'chosen-max'

/** The attentions that a matrix is made of, by number. A rollout goes through all that are among the same tokens. */
export function layersOf(
  { shown, layer, chosen = [] }: ShownChoice,
  places: readonly AttentionPlace[],
): readonly number[] {
  if (shown === 'rollout') {
    return places.flatMap((place, at) => (isAmongSame(place, places[layer]) ? [at] : []))
  }
  return isOfChosen(shown) ? [...new Set(chosen.map((head) => head.layer))].sort((a, b) => a - b) : [layer]
}

/** Null while an attention that it is made of is not there, and where no head is chosen. */
export function shownPattern(
  patterns: PatternsByLayer,
  choice: ShownChoice,
  places: readonly AttentionPlace[],
): ShownPattern | null {
  const numbers = layersOf(choice, places)
  const parts = numbers.map((layer) => patterns.get(layer))
  const [first] = parts
  if (!first || parts.some((part) => part === undefined)) return null
  const { queries, keys } = first
  const { shown } = choice
  const shape = { queries, keys, causal: places[numbers[0]!]!.causal }
  if (shown === 'head') {
    return {
      ...shape,
      weights: headOf(first, first.weights, choice.head),
      scores: headOf(first, first.scores, choice.head),
    }
  }
  if (isOfChosen(shown)) {
    const heads = weightsOfHeads(patterns, choice.chosen ?? [])
    return { ...shape, weights: shown === 'chosen-max' ? maxPattern(heads) : meanPattern(heads), scores: null }
  }
  const means = (parts as LayerPatterns[]).map((part) =>
    meanPattern(Array.from({ length: part.heads }, (_, head) => headOf(part, part.weights, head))),
  )
  return { ...shape, weights: shown === 'mean' ? means[0]! : rollout(means, queries), scores: null }
}

/** The weights of each head whose attention is there. */
export function weightsOfHeads(patterns: PatternsByLayer, heads: readonly Head[]): Float32Array[] {
  return heads.flatMap(({ layer, head }) => {
    const part = patterns.get(layer)
    return part ? [headOf(part, part.weights, head)] : []
  })
}

/** So many heads are named one by one; of more, the first and how many more there are. */
const mostNamed = 6

function headsName(heads: readonly Head[], places: readonly AttentionPlace[]): string {
  const named = heads
    .slice(0, mostNamed)
    .map((one) => headLabel(places, one))
    .join(', ')
  const more = heads.length > mostNamed ? ` and ${heads.length - mostNamed} more` : ''
  return `${heads.length === 1 ? 'head' : 'heads'} ${named}${more}`
}

/** What lines are of: several heads drawn apart, or one pattern. */
export function linesName(choice: ShownChoice, places: readonly AttentionPlace[], apart: number): string {
  if (apart === 0) return patternName(choice, places)
  const name = headsName(choice.chosen ?? [], places)
  return `${name[0]!.toUpperCase()}${name.slice(1)}`
}

/** What a matrix is of: `Head 3.1`, `Mean of heads 2.0, 3.1`. */
export function patternName(
  { shown, layer, head, chosen = [] }: ShownChoice,
  places: readonly AttentionPlace[],
): string {
  if (shown === 'head') return `Head ${headLabel(places, { layer, head })}`
  if (isOfChosen(shown)) return `${shown === 'chosen-max' ? 'Largest' : 'Mean'} of ${headsName(chosen, places)}`
  const name = places[layer]?.name ?? `${layer}`
  const side = places[layer]?.queries
  if (shown === 'mean') return `Mean of ${name === `${places[layer]?.layer}` ? `layer ${name}` : name}`
  return side === 'all' ? 'Rollout of all layers' : `Rollout of the ${side}`
}

/** Whether the mask hides a key from a query; a pattern without scores is masked where its attention is causal. */
export function isMaskedIn({ scores, keys, causal }: ShownPattern, query: number, key: number): boolean {
  return scores ? scores[query * keys + key] === Number.NEGATIVE_INFINITY : causal && key > query
}

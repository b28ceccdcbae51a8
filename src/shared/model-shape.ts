import type { AttentionPlace } from './attention-places'
import type { ModelKind } from './model-info'
import type { NormPlaces, TapModel, TapStack } from './taps'

/**
 * What analyses and views need to know of a model, wherever that is known from: a family's config and weights, or a graph in
 * which it was found. Of an encoder–decoder it is the decoder, with the encoder beside it.
 */
export interface ModelShape extends StackShape {
  readonly kind: ModelKind
  readonly taps: TapModel
  /** How the stream's end becomes scores of words: by a linear map, behind more than that, or not at all. */
  readonly unembeds: 'linearly' | 'otherwise' | null
  /** Whether that map has one direction in the stream's own space for each word, with nothing before it but the last norm. */
  readonly readsStream: boolean
  readonly encoder: StackShape | null
  /** Whether the encoder's states are given with each run. */
  readonly givenStates: boolean
  /** In the order and with the numbers of `attentionPlaces`. */
  readonly attentions: readonly AttentionShape[]
}

/** One of its stacks. */
export interface StackShape {
  readonly sizes: StackSizes
  readonly taps: TapStack
}

export interface StackSizes {
  readonly layers: number
  readonly heads: number
  /** Heads of keys and values; a divisor of `heads`. */
  readonly keyHeads: number
  readonly dModel: number
  readonly dHead: number
  /** Null where it is not known. */
  readonly dMlp: number | null
  readonly vocabulary: number
  /** The longest prompt, in tokens; null where nothing says it. */
  readonly context: number | null
}

/** One attention: where it is, the stack that its queries are of, and what is known of its scores. */
export interface AttentionShape {
  readonly place: AttentionPlace
  readonly stack: StackShape
  /** Whether its keys are of another stack than its queries. */
  readonly isCross: boolean
  readonly norms: NormPlaces
  /** Whether queries and keys are not multiplied as they are projected. */
  readonly isTurned: boolean
  /** Whether positions turn them. */
  readonly rotary: boolean
  /** Null where only the scores of a run tell. */
  readonly score: ScoreRule | null
}

/** Where a score stands: positions among the tokens of its attention's queries and keys. */
export interface ScorePlace {
  readonly head: number
  readonly query: number
  readonly key: number
}

export interface ScoreRule {
  /** What q·k is multiplied with. */
  readonly scale: number
  /** The score of a product before any mask. `relative` holds the attention's relative bias, [buckets, heads], where it has one. */
  of(place: ScorePlace, dot: number, relative: Float32Array | null): number
}

/** Whether the stream goes through a norm after each sum, as in BERT and OPT-350m. */
export function isPostNorm({ blocks }: TapStack): boolean {
  return blocks.some(({ attention }) => attention.afterSum)
}

/** A model's stacks, the encoder first. */
export function stacksOf(shape: ModelShape): readonly StackShape[] {
  return shape.encoder ? [shape.encoder, shape] : [shape]
}

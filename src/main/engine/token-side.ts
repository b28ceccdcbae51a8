import { rangeOf, tokensOn } from '../../shared/attention-places'
import type { TokenInfo } from '../../shared/model-info'
import { type StackShape, stacksOf } from '../../shared/model-shape'
import { residualStations, type Station } from '../../shared/taps'
import { floatTensor } from '../../shared/tensor'
import type { Vocabulary } from '../analysis'
import type { Runner } from '../inference'
import type { OpenedModel } from './opened-model'
import { textsOf } from './read-prompt'

/** The stack that a token of a prompt goes through: a model's only one, or the encoder or decoder of two. */
export interface TokenSide {
  readonly stack: StackShape
  /** Its tokens, and how many of the prompt's stand before them. */
  readonly tokens: readonly TokenInfo[]
  readonly first: number
  readonly stations: readonly Station[]
  vocabulary(runner: Runner): Promise<Vocabulary>
}

/** Stations of every stack, the encoder's first. */
export function allStations({ shape }: OpenedModel): Station[] {
  return stacksOf(shape).flatMap(({ taps }) => residualStations(taps))
}

/** Where the token at `position` of a prompt belongs; the decoder for a position that is not there. */
export function sideOf(model: OpenedModel, tokens: readonly TokenInfo[], position: number): TokenSide {
  return tokens[position]?.side === 'encoder' ? encoderSide(model, tokens) : lastSide(model, tokens)
}

/** The stack that ends in words, and the tokens that go through it. */
export function lastSide(model: OpenedModel, tokens: readonly TokenInfo[]): TokenSide {
  const { shape } = model
  const side = shape.encoder ? 'decoder' : 'all'
  return {
    stack: shape,
    tokens: tokensOn(tokens, side),
    first: rangeOf(tokens, side).first,
    stations: residualStations(shape.taps),
    vocabulary: async ({ vocabulary }) =>
      vocabularyOf(shape, shape.unembeds !== null, vocabulary, await textsOf(model)),
  }
}

function encoderSide(model: OpenedModel, tokens: readonly TokenInfo[]): TokenSide {
  const stack = model.shape.encoder!
  return {
    stack,
    tokens: tokensOn(tokens, 'encoder'),
    first: 0,
    stations: residualStations(stack.taps),
    vocabulary: async ({ encoderVocabulary }) => vocabularyOf(stack, false, encoderVocabulary!, await textsOf(model)),
  }
}

/** The matrix products of the runner and the words of the tokenizer, as analyses ask for them. */
function vocabularyOf(
  { sizes }: StackShape,
  unembeds: boolean,
  products: Runner['vocabulary'],
  text: (id: number) => string,
): Vocabulary {
  const { dModel, vocabulary } = sizes
  // No words are near what stands for none.
  const none = { k: 0, ids: new Int32Array(0), values: new Float32Array(0) }
  return {
    size: vocabulary,
    unembeds,
    text,
    embedded: async (ids, position) =>
      ids.length === 0 ? floatTensor(new Float32Array(0), [0, dModel]) : products.embedded(ids, position),
    nearest: async (vectors, k) => (vocabulary === 0 ? none : products.nearest(vectors, k)),
    finalNorm: async (vectors) => (vectors.shape[0] === 0 ? vectors : products.finalNorm(vectors)),
    lens: (vectors, k) => products.lens(vectors, k),
    watch: (vectors, id) => products.watch(vectors, id),
  }
}

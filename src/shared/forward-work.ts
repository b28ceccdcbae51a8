import type { Anatomy, AttentionWork } from './anatomy'

/** Floating-point operations of one forward pass over a text; a multiplication and an addition are two. */
export interface ForwardWork {
  /** In products with weights: 2 for each weight and token. Rows that are looked up in the embedding are none. */
  readonly weights: number
  /** In scores and in the sums of values: 4 · d_head for each head, query and key that it may see, causal ones counted in full. */
  readonly attention: number
  /**
   * As Hoffmann et al. 2022 count ("Training Compute-Optimal Large Language Models", appendix F): the two above, the embedding as
   * a product with the whole table, and 3 for each score in the softmax.
   */
  readonly hoffmann: number
  /**
   * As Kaplan et al. 2020 count ("Scaling Laws for Neural Language Models", table 1): n · (2N + 2 · n_layer · n · d_attn), N
   * without embedding, positions and unembedding. Null for a model that is no decoder alone, which the formula is not of.
   */
  readonly kaplan: number | null
}

/** Of a text of so many tokens; of an encoder–decoder, of two such texts. Null where it is not known what a token is multiplied with. */
export function forwardWork(anatomy: Anatomy, length: number): ForwardWork | null {
  const { products, attentions, kind, vocabulary, dModel, layers } = anatomy
  if (products === null) return null
  const perToken = products.stack + products.unembedding + products.encoder + products.source
  const weights = 2 * length * perToken
  const each = (of: (attention: AttentionWork) => number) =>
    attentions.reduce((sum, attention) => sum + of(attention), 0)
  const seen = ({ window }: AttentionWork) => length * Math.min(length, window ?? length)
  const attention = each((one) => 4 * one.heads * one.dHead * seen(one))
  const texts = kind === 'encoder-decoder' ? 2 : 1
  const softmax = each((one) => 3 * one.heads * seen(one))
  const [first] = attentions
  return {
    weights,
    attention,
    hoffmann: weights + attention + softmax + texts * 2 * length * vocabulary * dModel,
    kaplan:
      kind === 'decoder' && first
        ? length * (2 * products.stack + 2 * layers * length * first.heads * first.dHead)
        : null,
  }
}

/** Bytes of a number in a key–value cache, by its dtype. */
export const cacheDtypes = { F32: 4, F16: 2, F8: 1 } as const
export type CacheDtype = keyof typeof cacheDtypes

/**
 * Bytes of the keys and values that a decoder keeps while it goes on with a text of so many tokens (Pope et al. 2022, "Efficiently
 * Scaling Transformer Inference", section 3.3): 2 · key heads · d_head for each layer and token, no more tokens than its window
 * sees; of cross-attentions, for as many tokens of the encoder. Null for an encoder, which keeps none.
 */
export function cacheBytes({ attentions, kind }: Anatomy, length: number, dtype: CacheDtype): number | null {
  if (kind === 'encoder') return null
  const kept = attentions
    .filter(({ stack }) => stack !== 'encoder')
    .reduce((sum, { keyHeads, dHead, window }) => sum + 2 * keyHeads * dHead * Math.min(length, window ?? length), 0)
  return kept * cacheDtypes[dtype]
}

/** What stands in the place of a work that is not known. */
export const workUnknown = 'not counted: in an ONNX file the run decides which experts a token meets'

import type { FloatTensor } from '../../shared/tensor'

/** The k best of the vocabulary for each of n vectors, best first: `ids` and `values` are [n, k], row-major. */
export interface TopWords {
  readonly k: number
  readonly ids: Int32Array
  readonly values: Float32Array
}

/**
 * What analyses ask of a model's embedding and unembedding. Large matrix products, so they are handed in and not computed
 * here: analyses stay pure and can run over a remote engine. Vectors are [n, d_model]; values of the residual stream, raw.
 */
export interface Vocabulary {
  /** Number of rows of W_E. */
  readonly size: number
  /** Whether the model ends in vocabulary scores. */
  readonly unembeds: boolean
  /** The text that a token id stands for, with its leading space. */
  text(id: number): string
  /**
   * Where the residual stream at `position` would start, were the token there each of these: [ids.length, d_model]. W_E alone
   * with rotary positions; with W_pos, token type 0 and the norm after the sum where the model has them.
   */
  embedded(ids: readonly number[], position: number): Promise<FloatTensor>
  /** The rows of W_E with the largest cosine to each vector; `values` are the cosines. */
  nearest(vectors: FloatTensor, k: number): Promise<TopWords>
  /** Vectors through the model's final norm, as the unembedding reads them; unchanged where the model has none. */
  finalNorm(vectors: FloatTensor): Promise<FloatTensor>
  /**
   * The logit lens (nostalgebraist 2020, "interpreting GPT: the logit lens"): final norm, unembedding, softmax. `values` are
   * probabilities. `watched` has [n] probabilities and ranks (from 0) of the token id asked for. Only where `unembeds`.
   */
  lens(vectors: FloatTensor, k: number): Promise<TopWords>
  watch(vectors: FloatTensor, id: number): Promise<{ probabilities: Float32Array; ranks: Int32Array }>
}

import type { FloatTensor } from '../../shared/tensor'
import type { TopWords, Vocabulary } from './vocabulary'

/** What the vocabulary says about n vectors of the residual stream. */
export interface Readings {
  readonly nearest: TopWords
  /** Null where the model has no unembedding; so is `watched`. */
  readonly lens: TopWords | null
  readonly watched: Watched | null
}

/** A word's probability and rank (from 0) under the logit lens: [n] each. */
export interface Watched {
  readonly id: number
  readonly text: string
  readonly probabilities: Float32Array
  readonly ranks: Int32Array
}

/**
 * Reads vectors [n, d_model] off the vocabulary, each kind of reading in one call for all of them. The watched word is `watch`,
 * or the one that the lens puts first at the last vector.
 */
export async function readVocabulary(
  vectors: FloatTensor,
  vocabulary: Vocabulary,
  counts: { readonly nearest: number; readonly lens: number },
  watch: number | null,
  pause: () => Promise<void>,
): Promise<Readings> {
  const nearest = await vocabulary.nearest(vectors, Math.min(counts.nearest, vocabulary.size))
  await pause()
  if (!vocabulary.unembeds) return { nearest, lens: null, watched: null }
  const lens = await vocabulary.lens(vectors, Math.min(counts.lens, vocabulary.size))
  await pause()
  const id = watch ?? lens.ids[lens.ids.length - lens.k]!
  return { nearest, lens, watched: { id, text: vocabulary.text(id), ...(await vocabulary.watch(vectors, id)) } }
}

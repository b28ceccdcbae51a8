import type { Tensor } from 'onnxruntime-node'
import type { DeviceName } from '../../shared/model-info'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { type VocabularyGraph, vocabularyGraphs, type WordStack } from '../graph'
import type { WeightFiles } from '../weights'
import { KeptSessions } from './kept-sessions'
import type { Feeds } from './session'
import { asFloats, floats, ints } from './tensors'

/** The k best of the vocabulary for each row, best first: `ids` and `values` are [rows, k], row-major. */
export interface TopRows {
  readonly k: number
  readonly ids: Int32Array
  readonly values: Float32Array
}

/** W_E, or W_U where the unembedding reads the stream as it is. */
export type WordTable = 'embed' | 'unembed'

/** What is asked of a stack's words, whatever it is computed from. */
export type VocabularyProducts = Pick<VocabularyRunner, keyof VocabularyRunner>

/**
 * A stack's embedding and unembedding on their own, as matrix products over the whole vocabulary. Vectors are F32
 * [rows, d_model].
 */
export class VocabularyRunner {
  readonly #stack: WordStack
  readonly #files: WeightFiles
  readonly #sessions: KeptSessions

  constructor(stack: WordStack, files: WeightFiles, device: DeviceName) {
    this.#stack = stack
    this.#files = files
    this.#sessions = new KeptSessions(device)
  }

  /** Where the residual stream at `position` would start, were the token each of these: [ids.length, d_model]. */
  async embedded(ids: readonly number[], position: number): Promise<FloatTensor> {
    const { dModel } = this.#stack.sizes
    if (ids.length === 0) return floatTensor(new Float32Array(0), [0, dModel])
    const { starts } = await this.#run('embedded', { ids: ints(ids), position: ints([position]) })
    return asFloats(starts!)
  }

  /** Rows of a table, with nothing added: [ids.length, d_model]. */
  async rows(table: WordTable, ids: readonly number[]): Promise<FloatTensor> {
    const { vectors } = await this.#run(`${table}Rows`, { ids: ints(ids) })
    return asFloats(vectors!)
  }

  /** Scalar products of vectors with every row of a table, [rows, vocabulary], and the lengths of these: [vocabulary]. */
  async products(table: WordTable, vectors: FloatTensor): Promise<{ products: FloatTensor; lengths: Float32Array }> {
    const { products, lengths } = await this.#run(`${table}Products`, { vectors: floats(vectors) })
    return { products: asFloats(products!), lengths: lengths!.data as Float32Array }
  }

  /** The rows of W_E with the largest cosine to each vector. */
  async nearest(vectors: FloatTensor, k: number): Promise<TopRows> {
    return this.#top('nearest', vectors, k)
  }

  /** Through the model's final norm; unchanged where it has none. */
  async finalNorm(vectors: FloatTensor): Promise<FloatTensor> {
    if (this.#stack.finalNorm === null) return vectors
    const { normalized } = await this.#run('finalNorm', { vectors: floats(vectors) })
    return asFloats(normalized!)
  }

  /** Every word's logit, [rows, d_vocab]; only where the model scores the vocabulary. The caller bounds the rows. */
  async scores(vectors: FloatTensor): Promise<FloatTensor> {
    const { scores } = await this.#run('scores', { vectors: floats(vectors) })
    return asFloats(scores!)
  }

  /** The same before the model's soft cap where it has one: linear in the normalised vectors. */
  async uncappedScores(vectors: FloatTensor): Promise<FloatTensor> {
    const { scores } = await this.#run(this.#stack.unembed?.softCap ? 'uncapped' : 'scores', {
      vectors: floats(vectors),
    })
    return asFloats(scores!)
  }

  /** The logit lens's likeliest words; only where the model scores the vocabulary. */
  async lens(vectors: FloatTensor, k: number): Promise<TopRows> {
    return this.#top('lens', vectors, k)
  }

  async watch(vectors: FloatTensor, id: number): Promise<{ probabilities: Float32Array; ranks: Int32Array }> {
    const { probabilities, ranks } = await this.#run('watch', { vectors: floats(vectors), id: ints([id]) })
    return {
      probabilities: probabilities!.data as Float32Array,
      ranks: Int32Array.from(ranks!.data as Float32Array),
    }
  }

  async release(): Promise<void> {
    await this.#sessions.release()
  }

  async #top(name: 'nearest' | 'lens', vectors: FloatTensor, wanted: number): Promise<TopRows> {
    const k = Math.min(wanted, this.#stack.sizes.vocabulary)
    const { ids, values } = await this.#run(name, { vectors: floats(vectors), k: ints([k]) })
    return {
      k,
      ids: Int32Array.from(ids!.data as BigInt64Array, Number),
      values: values!.data as Float32Array,
    }
  }

  async #run(name: VocabularyGraph, feeds: Feeds): Promise<Readonly<Record<string, Tensor>>> {
    const emit = () => vocabularyGraphs[name](this.#stack, this.#files)
    return Object.fromEntries(await this.#sessions.run(name, emit, feeds))
  }
}

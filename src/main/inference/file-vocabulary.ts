import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { type FileNodes, fileGraphs } from '../graph'
import type { FoundEmbedding, FoundInput, FoundUnembedding, RowMap } from '../structure'
import { absentPart } from './absent'
import { KeptSessions } from './kept-sessions'
import { fixedSizes, onnxFeeds } from './onnx-feeds'
import { asFloats, floats, ints } from './tensors'
import type { TopRows, VocabularyProducts, WordTable } from './vocabulary-runner'

/** Of one stack of a graph. */
export interface FileWordStack {
  readonly embedding: FoundEmbedding | null
  readonly finalNorm: RowMap | null
  readonly unembedding: FoundUnembedding | null
  readonly dModel: number
  /** Whether a word's vector depends on where it stands. */
  readonly positions: boolean
}

/** Numbers that are held at a time where words stand in texts of their own. */
const mostNumbers = 1 << 22

/** Sessions that stay open: where a table takes ids of one count alone, each count has one of its own. */
const kept = 16

/** An ONNX file's embedding and unembedding on their own, in its own nodes. A fault says what was not found. */
export class FileVocabulary implements VocabularyProducts {
  readonly #nodes: FileNodes
  readonly #inputs: readonly FoundInput[]
  readonly #stack: FileWordStack
  readonly #sessions = new KeptSessions('cpu', kept)
  /** Of the unembedding's columns, once somebody asked. */
  #lengths: Float32Array | null = null

  constructor(nodes: FileNodes, inputs: readonly FoundInput[], stack: FileWordStack) {
    this.#nodes = nodes
    this.#inputs = inputs
    this.#stack = stack
  }

  async embedded(ids: readonly number[], position: number): Promise<FloatTensor> {
    const { dModel, positions } = this.#stack
    const data = new Float32Array(ids.length * dModel)
    // Each stands at the end of a text of its own, unless places change nothing.
    const fixed = fixedSizes(this.#inputs)
    const place = positions ? position : 0
    const length = fixed.length ?? place + 1
    const atOnce = Math.max(1, Math.min(fixed.batch ?? ids.length, Math.floor(mostNumbers / (length * dModel))))
    for (let from = 0; from < ids.length; from += atOnce) {
      const some = ids.slice(from, from + atOnce)
      const starts = await this.#starts(some.map((id) => Array.from({ length }, () => id)))
      for (const row of some.keys()) {
        const last = (row * length + place) * dModel
        data.set(starts.subarray(last, last + dModel), (from + row) * dModel)
      }
    }
    return floatTensor(data, [ids.length, dModel])
  }

  async rows(table: WordTable, ids: readonly number[]): Promise<FloatTensor> {
    const embedding = table === 'embed' ? this.#embedding() : null
    const emit = () =>
      embedding
        ? fileGraphs.wordRows(this.#nodes, embedding)
        : fileGraphs.words(this.#nodes, this.#unembedding(), ids.length)
    const results = await this.#sessions.run(`${table} rows ${embedding ? '' : ids.length}`, emit, { ids: ints(ids) })
    const vectors = results.get(embedding ? 'vectors' : 'directions')!
    return asFloats(vectors)
  }

  async products(table: WordTable, vectors: FloatTensor): Promise<{ products: FloatTensor; lengths: Float32Array }> {
    if (table === 'unembed') return this.#scoreProducts(vectors)
    const embedding = this.#embedding()
    const results = await this.#sessions.run(
      'products',
      () => fileGraphs.wordProducts(this.#nodes, embedding, this.#stack.dModel),
      { vectors: floats(vectors) },
    )
    const { data, dims } = results.get('products')!
    return {
      products: floatTensor(data as Float32Array, dims),
      lengths: results.get('lengths')!.data as Float32Array,
    }
  }

  async nearest(vectors: FloatTensor, k: number): Promise<TopRows> {
    const embedding = this.#embedding()
    const wanted = Math.min(k, embedding.rows)
    return this.#top('nearest', () => fileGraphs.nearest(this.#nodes, embedding, this.#stack.dModel), vectors, wanted)
  }

  async finalNorm(vectors: FloatTensor): Promise<FloatTensor> {
    const { finalNorm } = this.#stack
    return finalNorm === null ? vectors : this.#map('finalNorm', finalNorm, vectors)
  }

  async scores(vectors: FloatTensor): Promise<FloatTensor> {
    return this.#map('scores', this.#unembedding().scores, vectors)
  }

  async uncappedScores(vectors: FloatTensor): Promise<FloatTensor> {
    return this.#map('uncapped', this.#unembedding().uncapped, await this.finalNorm(vectors))
  }

  async lens(vectors: FloatTensor, k: number): Promise<TopRows> {
    const { scores } = this.#unembedding()
    const wanted = Math.min(k, scores.width.to)
    return this.#top('lens', () => fileGraphs.lens(this.#nodes, scores), vectors, wanted)
  }

  async watch(vectors: FloatTensor, id: number): Promise<{ probabilities: Float32Array; ranks: Int32Array }> {
    const { scores } = this.#unembedding()
    const feeds = { vectors: floats(vectors), id: ints([id]) }
    const results = await this.#sessions.run('watch', () => fileGraphs.watch(this.#nodes, scores), feeds)
    return {
      probabilities: results.get('probabilities')!.data as Float32Array,
      ranks: Int32Array.from(results.get('ranks')!.data as Float32Array),
    }
  }

  async release(): Promise<void> {
    await this.#sessions.release()
  }

  async #starts(tokenIds: readonly (readonly number[])[]): Promise<Float32Array> {
    const embedding = this.#embedding()
    const emitted = fileGraphs.start(this.#nodes, embedding)
    const inputs = this.#inputs.filter(({ name }) => emitted.inputs.includes(name))
    const results = await this.#sessions.run('start', () => emitted, onnxFeeds(inputs, { tokenIds }))
    return results.get('start')!.data as Float32Array
  }

  /** What the unembedding makes of vectors, less what it makes of none; and of each axis alone, for how long its columns are. */
  async #scoreProducts(vectors: FloatTensor): Promise<{ products: FloatTensor; lengths: Float32Array }> {
    const { uncapped } = this.#unembedding()
    const { from, to } = uncapped.width
    const scores = (rows: FloatTensor) => this.#map('uncapped', uncapped, rows)
    const { data: bias } = await scores(floatTensor(new Float32Array(from), [1, from]))
    if (this.#lengths === null) {
      const squares = new Float64Array(to)
      const atOnce = Math.max(1, Math.floor(mostNumbers / to))
      for (let first = 0; first < from; first += atOnce) {
        const count = Math.min(atOnce, from - first)
        const axes = Float32Array.from({ length: count * from }, (_, at) =>
          at % from === first + Math.floor(at / from) ? 1 : 0,
        )
        const { data } = await scores(floatTensor(axes, [count, from]))
        for (const [at, score] of data.entries()) squares[at % to]! += (score - bias[at % to]!) ** 2
      }
      this.#lengths = Float32Array.from(squares, Math.sqrt)
    }
    const { data, shape } = await scores(vectors)
    return {
      products: floatTensor(
        data.map((score, at) => score - bias[at % to]!),
        shape,
      ),
      lengths: this.#lengths,
    }
  }

  async #top(
    name: string,
    emit: () => ReturnType<typeof fileGraphs.map>,
    vectors: FloatTensor,
    k: number,
  ): Promise<TopRows> {
    const results = await this.#sessions.run(name, emit, { vectors: floats(vectors), k: ints([k]) })
    return {
      k,
      ids: Int32Array.from(results.get('ids')!.data as BigInt64Array, Number),
      values: results.get('values')!.data as Float32Array,
    }
  }

  async #map(name: string, map: RowMap, vectors: FloatTensor): Promise<FloatTensor> {
    const feeds = { vectors: floats(vectors) }
    const rows = (await this.#sessions.run(name, () => fileGraphs.map(this.#nodes, map), feeds)).get('rows')!
    return asFloats(rows)
  }

  #embedding(): FoundEmbedding {
    if (this.#stack.embedding === null) throw absentPart(this.#nodes.file, 'A table of the words’ vectors')
    return this.#stack.embedding
  }

  #unembedding(): FoundUnembedding {
    if (this.#stack.unembedding === null) throw absentPart(this.#nodes.file, 'What scores the words')
    return this.#stack.unembedding
  }
}

import { Tensor } from 'onnxruntime-node'
import type { FloatTensor } from '../../shared/tensor'
import { type FileNodes, fileGraphs } from '../graph'
import type { FoundUnembedding, RowMap } from '../structure'
import { absentPart } from './absent'
import type { ModelVectors, WriteProducts } from './head-writes'
import { KeptSessions } from './kept-sessions'
import { runOnce } from './run-once'
import { asFloats, floats, ints } from './tensors'

/** One attention of a graph, by number. */
export interface FileAttention {
  /** What its hook points begin with. */
  readonly at: string
  readonly heads: number
  readonly dHead: number
  /** Null where it was not found. */
  readonly writes: RowMap | null
}

/** The norms of a graph, as `ModelVectors` has them. */
export interface FoundNorms extends Pick<ModelVectors, 'last' | 'encoder'> {
  readonly attentions: readonly Pick<ModelVectors['attentions'][number], 'after' | 'afterSum'>[]
}

/** Sessions of single attentions that stay open, with one for all and one for words. */
const kept = 6

/** What attention heads of an ONNX file write, through its own nodes. A fault says what was not found. */
export class FileWrites implements WriteProducts {
  readonly #nodes: FileNodes
  readonly #attentions: readonly FileAttention[]
  readonly #unembedding: FoundUnembedding | null
  readonly #norms: FoundNorms
  readonly #sessions = new KeptSessions('cpu', kept)
  #vectors: ModelVectors | null = null

  constructor(
    nodes: FileNodes,
    attentions: readonly FileAttention[],
    unembedding: FoundUnembedding | null,
    norms: FoundNorms,
  ) {
    this.#nodes = nodes
    this.#attentions = attentions
    this.#unembedding = unembedding
    this.#norms = norms
  }

  async ofHeads(attention: number, z: FloatTensor): Promise<FloatTensor> {
    const [writes] = await this.ofAttentions([attention], [z])
    return writes!
  }

  async ofAttentions(attentions: readonly number[], z: readonly FloatTensor[]): Promise<FloatTensor[]> {
    const feeds = attentions.map((attention, index) => [`z.${attention}`, floats(z[index]!)] as const)
    const results = await this.#sessions.run(
      attentions.join(','),
      () =>
        fileGraphs.writes(
          this.#nodes,
          attentions.map((number) => this.#demand(number)),
        ),
      Object.fromEntries(feeds),
    )
    return attentions.map((attention) => asFloats(results.get(`writes.${attention}`)!))
  }

  async vectors(): Promise<ModelVectors> {
    this.#vectors ??= { ...this.#norms, attentions: await this.#attentionVectors() }
    return this.#vectors
  }

  async words(ids: readonly number[]): Promise<{ directions: FloatTensor; biases: Float32Array }> {
    const unembedding = this.#unembedding
    if (unembedding === null) throw absentPart(this.#nodes.file, 'What scores the words')
    const results = await this.#sessions.run(
      `words:${ids.length}`,
      () => fileGraphs.words(this.#nodes, unembedding, ids.length),
      { ids: ints(ids) },
    )
    return {
      directions: asFloats(results.get('directions')!),
      biases: results.get('biases')!.data as Float32Array,
    }
  }

  async release(): Promise<void> {
    await this.#sessions.release()
  }

  /** b_O is what an attention adds of no z at all. */
  async #attentionVectors(): Promise<ModelVectors['attentions']> {
    const maps = new Map(this.#attentions.flatMap(({ at, writes }) => (writes ? [[at, writes] as const] : [])))
    const biases = await this.#ofNothing(maps)
    return this.#attentions.map(({ at }, number) => {
      const { after, afterSum } = this.#norms.attentions[number]!
      return { outBias: biases.get(at) ?? null, after, afterSum, sinks: null, relative: null }
    })
  }

  async #ofNothing(maps: ReadonlyMap<string, RowMap>): Promise<ReadonlyMap<string, Float32Array>> {
    if (maps.size === 0) return new Map()
    const widths = new Set([...maps.values()].map(({ width }) => width.from))
    const feeds = [...widths].map((width) => {
      return [`vectors.${width}`, new Tensor('float32', new Float32Array(width), [1, width])] as const
    })
    const results = await runOnce(fileGraphs.maps(this.#nodes, maps), 'cpu', Object.fromEntries(feeds))
    const vectors = [...results].map(([at, { data }]) => [at, data as Float32Array] as const)
    return new Map(vectors.filter(([, vector]) => vector.some((value) => value !== 0)))
  }

  #demand(number: number) {
    const { at, heads, dHead, writes } = this.#attentions[number]!
    if (writes === null) throw absentPart(this.#nodes.file, `What makes ${at}’s heads into what it adds`)
    return { number, map: writes, heads, dHead }
  }
}

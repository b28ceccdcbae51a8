import { Tensor } from 'onnxruntime-node'
import type { DeviceName } from '../../shared/model-info'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import type { Architecture, Norm } from '../families'
import { type EmittedGraph, headWriteGraphs } from '../graph'
import type { WeightFiles } from '../weights'
import { openSession, type Session } from './session'

/** A norm of the stream with its vectors γ and β, [d_model]; β is null for RMSNorm. */
export interface NormVectors extends Pick<Norm, 'kind' | 'eps'> {
  readonly gain: Float32Array
  readonly shift: Float32Array | null
}

/** A model's small vectors. */
export interface ModelVectors {
  /** b_O of each layer, [d_model]; null where its projection has none. */
  readonly outBiases: readonly (Float32Array | null)[]
  readonly norms: readonly LayerNorms[]
  readonly finalNorm: NormVectors | null
  /** [heads] of each layer: a head's score for no token; null where there are no sinks. */
  readonly sinks: readonly (Float32Array | null)[]
  /** [buckets, heads] of each layer: its relative position bias; null where it has none. */
  readonly relative: readonly (Float32Array | null)[]
}

/** Those norms of a layer through which a part's write goes on its way into the stream; null where there is none. */
export interface LayerNorms {
  readonly attention: { readonly after: NormVectors | null; readonly afterSum: NormVectors | null }
  readonly mlp: { readonly afterSum: NormVectors | null }
}

interface Opened {
  readonly graph: EmittedGraph
  readonly session: Session
}

/** Sessions of single layers that stay open; a person looks at one layer after the other. */
const keptLayers = 4

/** What attention heads write into the residual stream, beside the model: W_O is mapped from the person's file. */
export class HeadWrites {
  readonly #architecture: Architecture
  readonly #files: WeightFiles
  readonly #device: DeviceName
  readonly #open = new Map<string, Opened>()
  #vectors: ModelVectors | null = null

  constructor(architecture: Architecture, files: WeightFiles, device: DeviceName) {
    this.#architecture = architecture
    this.#files = files
    this.#device = device
  }

  /**
   * Each head's rows through its own slice of W_O, without b_O: z [heads, rows, d_head] → [heads, rows, d_model]. Summed over
   * heads and with b_O added it is what attention writes: `hook_attn_out`, or what the norm before that reads where there is
   * one. The caller bounds the rows.
   */
  async ofHeads(layer: number, z: FloatTensor): Promise<FloatTensor> {
    const opened = await this.#session(`writes:${layer}`, () =>
      headWriteGraphs.writes(this.#architecture, this.#files, [layer]),
    )
    const { [layer]: writes } = await run(opened, [layer], [z])
    return writes!
  }

  /** The same for every layer at once, in one session: z of each layer, the first layer first. */
  async ofAllLayers(z: readonly FloatTensor[]): Promise<FloatTensor[]> {
    const layers = z.map((_, layer) => layer)
    const opened = await this.#session('writes', () => headWriteGraphs.writes(this.#architecture, this.#files, layers))
    const writes = await run(opened, layers, z)
    return layers.map((layer) => writes[layer]!)
  }

  /** Biases and norms, read once. */
  async vectors(): Promise<ModelVectors> {
    if (this.#vectors) return this.#vectors
    const graph = headWriteGraphs.vectors(this.#architecture, this.#files)
    const session = await openSession(graph, { device: 'cpu', prepack: false })
    const results = await session.run({}, [...graph.outputs.values()])
    await session.release()
    const vector = (name: string) => {
      const output = graph.outputs.get(name)
      return output === undefined ? null : (results[output]!.data as Float32Array)
    }
    const normOf = (name: string, norm: Norm | null): NormVectors | null =>
      norm && { kind: norm.kind, eps: norm.eps, gain: vector(`gain.${name}`)!, shift: vector(`shift.${name}`) }
    const { blocks, finalNorm } = this.#architecture
    this.#vectors = {
      outBiases: blocks.map((_, layer) => vector(`bias.${layer}`)),
      norms: blocks.map(({ attention, mlp }, layer) => ({
        attention: {
          after: normOf(`${layer}.attention.after`, attention.after),
          afterSum: normOf(`${layer}.attention.afterSum`, attention.afterSum),
        },
        mlp: { afterSum: normOf(`${layer}.mlp.afterSum`, mlp.afterSum) },
      })),
      finalNorm: normOf('final', finalNorm),
      sinks: blocks.map((_, layer) => vector(`sinks.${layer}`)),
      relative: blocks.map((_, layer) => vector(`relative.${layer}`)),
    }
    return this.#vectors
  }

  /** Columns of W_U, [ids.length, d_model], and the words' biases, 0 where the model has none. Only where it unembeds. */
  async words(ids: readonly number[]): Promise<{ directions: FloatTensor; biases: Float32Array }> {
    const { graph, session } = await this.#session('words', () =>
      headWriteGraphs.words(this.#architecture, this.#files),
    )
    const feed = new Tensor('int64', BigInt64Array.from(ids, BigInt), [ids.length])
    const results = await session.run({ ids: feed }, [...graph.outputs.values()])
    const output = (name: string) => results[graph.outputs.get(name) ?? '']
    const directions = output('directions')!
    return {
      directions: floatTensor(directions.data as Float32Array, directions.dims),
      biases: (output('biases')?.data as Float32Array | undefined) ?? new Float32Array(ids.length),
    }
  }

  async release(): Promise<void> {
    for (const { session } of this.#open.values()) await session.release()
    this.#open.clear()
  }

  async #session(name: string, emit: () => EmittedGraph): Promise<Opened> {
    const known = this.#open.get(name)
    if (known) return known
    const graph = emit()
    const opened = { graph, session: await openSession(graph, { device: this.#device, prepack: false }) }
    this.#open.set(name, opened)
    const single = [...this.#open.keys()].filter((key) => key.startsWith('writes:'))
    if (single.length > keptLayers) {
      await this.#open.get(single[0]!)!.session.release()
      this.#open.delete(single[0]!)
    }
    return opened
  }
}

async function run(
  { graph, session }: Opened,
  layers: readonly number[],
  z: readonly FloatTensor[],
): Promise<Record<number, FloatTensor>> {
  const feeds = Object.fromEntries(
    layers.map((layer, index) => [`z.${layer}`, new Tensor('float32', z[index]!.data, z[index]!.shape)]),
  )
  const results = await session.run(feeds, [...graph.outputs.values()])
  return Object.fromEntries(
    layers.map((layer) => {
      const writes = results[graph.outputs.get(`writes.${layer}`)!]!
      return [layer, floatTensor(writes.data as Float32Array, writes.dims)]
    }),
  )
}

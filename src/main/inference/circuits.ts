import { Tensor } from 'onnxruntime-node'
import type { DeviceName } from '../../shared/model-info'
import type { FloatTensor } from '../../shared/tensor'
import { type Architecture, attentionsOf, type Rotary, rotaryTables } from '../families'
import { circuitGraphs, type EmittedGraph, type Folding, type WordVectors } from '../graph'
import type { WeightFiles } from '../weights'
import { KeptSessions } from './kept-sessions'
import { runOnce } from './run-once'
import type { Feeds } from './session'
import { asFloats, floats, ints } from './tensors'

/** Maps of some heads of one attention, F32 [n, d_head, d_model], and the biases of queries and keys, [n, d_head]. */
export interface HeadMaps {
  readonly q: FloatTensor
  readonly k: FloatTensor
  readonly v: FloatTensor
  readonly o: FloatTensor
  readonly qBias: FloatTensor
  readonly kBias: FloatTensor
}

export interface MapsRequest extends Folding {
  /** Number of the attention. */
  readonly attention: number
  readonly heads: readonly number[]
  /** How many tokens a key lies before its query, for an attention that turns both; below 0 it lies after it. */
  readonly offset: number
}

/** Numbers of a matrix with their places in it: `at` counts row after row. */
export interface Extremes {
  readonly high: readonly Placed[]
  readonly low: readonly Placed[]
}

export interface Placed {
  readonly at: number
  readonly value: number
}

/** What a model's weights make of words and of one another, beside the model: the weights are mapped from the person's file. */
export class Circuits {
  readonly #architecture: Architecture
  readonly #files: WeightFiles
  readonly #device: DeviceName
  readonly #sessions: KeptSessions

  constructor(architecture: Architecture, files: WeightFiles, device: DeviceName) {
    this.#architecture = architecture
    this.#files = files
    this.#device = device
    this.#sessions = new KeptSessions(device)
  }

  async maps({ attention, heads, folded, offset }: MapsRequest): Promise<HeadMaps> {
    const { stack, part } = attentionsOf(this.#architecture)[attention]!
    const { sizes } = stack
    const graph = circuitGraphs.maps(this.#architecture, this.#files, attention, { folded })
    const sharing = sizes.heads / sizes.keyHeads
    // Not kept: there may be a hundred attentions, each of which is asked for once.
    const results = allFloats(
      await runOnce(graph, this.#device, {
        heads: ints(heads),
        keyHeads: ints(heads.map((head) => Math.floor(head / sharing))),
        ...(part.rotary ? turns(part.rotary, offset) : {}),
      }),
    )
    return {
      ...{ q: results.q!, k: results.k!, v: results.v!, o: results.o! },
      ...{ qBias: results.q_bias!, kBias: results.k_bias! },
    }
  }

  /** Vectors of words, [ids.length, d_model]. */
  async words(of: WordVectors, ids: readonly number[], folding: Folding): Promise<FloatTensor> {
    const { vectors } = await this.#run(`words ${of} ${folding.folded}`, { ids: ints(ids) }, () =>
      circuitGraphs.words(this.#architecture, this.#files, of, folding),
    )
    return vectors!
  }

  /** What maps [n, d_model] make of words: [ids.length, n]. The caller bounds both. */
  async products(of: WordVectors, ids: readonly number[], maps: FloatTensor, folding: Folding): Promise<FloatTensor> {
    const feeds = { ids: ints(ids), maps: floats(maps) }
    const { products } = await this.#run(`products ${of} ${folding.folded}`, feeds, () =>
      circuitGraphs.products(this.#architecture, this.#files, of, folding),
    )
    return products!
  }

  /** Cosines of words' vectors with directions [n, d_model] of length 1: [ids.length, n]. */
  async cosines(
    of: WordVectors,
    ids: readonly number[],
    directions: FloatTensor,
    folding: Folding,
  ): Promise<FloatTensor> {
    const feeds = { ids: ints(ids), directions: floats(directions) }
    const { cosines } = await this.#run(`cosines ${of} ${folding.folded}`, feeds, () =>
      circuitGraphs.cosines(this.#architecture, this.#files, of, folding),
    )
    return cosines!
  }

  /** Σ u wᵀ over words as they come out of the stream and as they go into it: [d_model, d_model]. */
  async wordProduct(
    sides: readonly [out: WordVectors, into: WordVectors],
    ids: readonly number[],
    folding: Folding,
  ): Promise<FloatTensor> {
    const { product } = await this.#run(`between ${sides.join(' ')} ${folding.folded}`, { ids: ints(ids) }, () =>
      circuitGraphs.wordProduct(this.#architecture, this.#files, sides, folding),
    )
    return product!
  }

  /** The `k` largest and the k smallest numbers of from [rows, n] · toᵀ [n, columns], which has at least as many. */
  async extremes(from: FloatTensor, to: FloatTensor, k: number): Promise<Extremes> {
    const feeds = { from: floats(from), to: floats(to), k: ints([k]) }
    const results = await this.#sessions.run('extremes', circuitGraphs.extremes, feeds)
    const placed = (name: 'high' | 'low'): Placed[] => {
      const values = results.get(name)!.data as Float32Array
      const places = results.get(`${name}_at`)!.data as BigInt64Array
      return Array.from(values, (value, index) => ({ value, at: Number(places[index]!) }))
    }
    return { high: placed('high'), low: placed('low') }
  }

  /** o · middle · vᵀ of each head: [heads, d_head, d_head]. */
  async between(o: FloatTensor, middle: FloatTensor, v: FloatTensor): Promise<FloatTensor> {
    const feeds = { o: floats(o), middle: floats(middle), v: floats(v) }
    return (await this.#run('between', feeds, circuitGraphs.between)).products!
  }

  /** maps · mapsᵀ of each head: [heads, d_head, d_head]. */
  async grams(maps: FloatTensor): Promise<FloatTensor> {
    return (await this.#run('grams', { maps: floats(maps) }, circuitGraphs.grams)).grams!
  }

  /** ‖W_OV · W‖² of n heads with m others' maps W = into · outᵀ, of which `outGram` is outᵀ · out: [n, m]. */
  async compositions(
    first: { o: FloatTensor; vGram: FloatTensor },
    second: { into: FloatTensor; outGram: FloatTensor },
  ) {
    const feeds = {
      ...{ o: floats(first.o), v_gram: floats(first.vGram) },
      ...{ into: floats(second.into), out_gram: floats(second.outGram) },
    }
    return (await this.#run('compositions', feeds, circuitGraphs.compositions)).squares!
  }

  async release(): Promise<void> {
    await this.#sessions.release()
  }

  async #run(name: string, feeds: Feeds, emit: () => EmittedGraph) {
    return allFloats(await this.#sessions.run(name, emit, feeds))
  }
}

function allFloats(results: ReadonlyMap<string, Tensor>): Record<string, FloatTensor> {
  return Object.fromEntries([...results].map(([name, tensor]) => [name, asFloats(tensor)]))
}

/** The later of the two is turned by its distance to the earlier one, which stands at 0: only the distance matters. */
function turns(rotary: Rotary, offset: number): Feeds {
  const half = rotary.dimensions / 2
  const { cos, sin } = rotaryTables(rotary, Math.abs(offset) + 1)
  const row = (table: Float32Array, position: number) =>
    new Tensor('float32', table.slice(position * half, (position + 1) * half), [1, 1, half])
  const [query, key] = [Math.max(0, offset), Math.max(0, -offset)]
  return {
    ...{ query_cos: row(cos, query), query_sin: row(sin, query) },
    ...{ key_cos: row(cos, key), key_sin: row(sin, key) },
  }
}

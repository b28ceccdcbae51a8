import type { DeviceName } from '../../shared/model-info'
import type { FloatTensor } from '../../shared/tensor'
import { type Architecture, attentionsOf, type Norm, type Stack } from '../families'
import { headWriteGraphs, vectorNames } from '../graph'
import type { WeightFiles } from '../weights'
import { KeptSessions } from './kept-sessions'
import { runOnce } from './run-once'
import { asFloats, floats, ints } from './tensors'

/** A norm of the stream with its vectors γ and β, [d_model]; β is null for RMSNorm. */
export interface NormVectors extends Pick<Norm, 'kind' | 'eps'> {
  readonly gain: Float32Array
  readonly shift: Float32Array | null
}

/** A model's small vectors. */
export interface ModelVectors {
  /** By number of the attention. */
  readonly attentions: readonly AttentionVectors[]
  /** Of the stack that ends in words, and of the encoder beside it where there is one. */
  readonly last: StackVectors
  readonly encoder: StackVectors | null
}

export interface AttentionVectors {
  /** b_O, [d_model]; null where its projection has none. */
  readonly outBias: Float32Array | null
  /** The norm of what it writes. */
  readonly after: NormVectors | null
  /** The norm of the stream with that added. */
  readonly afterSum: NormVectors | null
  /** [heads]: a head's score for no token; null where there are no sinks. */
  readonly sinks: Float32Array | null
  /** [buckets, heads]: its relative position bias; null where it has none. */
  readonly relative: Float32Array | null
}

export interface StackVectors {
  /** Of each block: the norm of the stream with what its MLP writes. */
  readonly mlps: readonly { readonly afterSum: NormVectors | null }[]
  readonly finalNorm: NormVectors | null
}

/** What is asked of an attention's way into the stream, whatever it is computed from. */
export type WriteProducts = Pick<HeadWrites, keyof HeadWrites>

/** Sessions of single attentions that stay open; a person looks at one after the other. */
const keptSingle = 4

/** What attention heads write into the residual stream, beside the model: W_O is mapped from the person's file. */
export class HeadWrites {
  readonly #architecture: Architecture
  readonly #files: WeightFiles
  readonly #singles: KeptSessions
  readonly #sessions: KeptSessions
  #vectors: ModelVectors | null = null

  constructor(architecture: Architecture, files: WeightFiles, device: DeviceName) {
    this.#architecture = architecture
    this.#files = files
    this.#singles = new KeptSessions(device, keptSingle)
    this.#sessions = new KeptSessions(device)
  }

  /**
   * Each head's rows through its own slice of W_O of one attention, without b_O: z [heads, rows, d_head] → [heads, rows, d_model].
   * Summed over heads and with b_O added it is what attention writes: `hook_attn_out`, or what the norm before that reads where
   * there is one. The caller bounds the rows.
   */
  async ofHeads(attention: number, z: FloatTensor): Promise<FloatTensor> {
    const [writes] = await this.#writes(this.#singles, [attention], [z])
    return writes!
  }

  /** The same for several attentions at once, in one session: z of each. */
  async ofAttentions(attentions: readonly number[], z: readonly FloatTensor[]): Promise<FloatTensor[]> {
    return this.#writes(this.#sessions, attentions, z)
  }

  /** Biases and norms, read once. */
  async vectors(): Promise<ModelVectors> {
    if (this.#vectors) return this.#vectors
    const graph = headWriteGraphs.vectors(this.#architecture, this.#files)
    const results = await runOnce(graph, 'cpu', {})
    const vector = (name: string) => (results.get(name)?.data as Float32Array | undefined) ?? null
    const normOf = (name: string, norm: Norm | null): NormVectors | null =>
      norm && { kind: norm.kind, eps: norm.eps, gain: vector(`gain.${name}`)!, shift: vector(`shift.${name}`) }
    const ofStack = (stack: Stack): StackVectors => {
      const names = vectorNames(stack)
      return {
        mlps: stack.blocks.map(({ mlp }, layer) => ({ afterSum: normOf(names.mlp(layer), mlp.afterSum) })),
        finalNorm: normOf(names.finalNorm, stack.finalNorm),
      }
    }
    const { encoder } = this.#architecture
    this.#vectors = {
      attentions: attentionsOf(this.#architecture).map(({ part }, number) => ({
        outBias: vector(`bias.${number}`),
        after: normOf(`${number}.after`, part.after),
        afterSum: normOf(`${number}.afterSum`, part.afterSum),
        sinks: vector(`sinks.${number}`),
        relative: vector(`relative.${number}`),
      })),
      last: ofStack(this.#architecture),
      encoder: encoder && ofStack(encoder),
    }
    return this.#vectors
  }

  /** Columns of W_U, [ids.length, d_model], and the words' biases, 0 where the model has none. Only where it unembeds. */
  async words(ids: readonly number[]): Promise<{ directions: FloatTensor; biases: Float32Array }> {
    const emit = () => headWriteGraphs.words(this.#architecture, this.#files)
    const results = await this.#sessions.run('words', emit, { ids: ints(ids) })
    return {
      directions: asFloats(results.get('directions')!),
      biases: (results.get('biases')?.data as Float32Array | undefined) ?? new Float32Array(ids.length),
    }
  }

  async release(): Promise<void> {
    await this.#singles.release()
    await this.#sessions.release()
  }

  async #writes(
    sessions: KeptSessions,
    attentions: readonly number[],
    z: readonly FloatTensor[],
  ): Promise<FloatTensor[]> {
    const emit = () => headWriteGraphs.writes(this.#architecture, this.#files, attentions)
    const feeds = attentions.map((attention, index) => [`z.${attention}`, floats(z[index]!)] as const)
    const results = await sessions.run(`writes:${attentions.join(',')}`, emit, Object.fromEntries(feeds))
    return attentions.map((attention) => asFloats(results.get(`writes.${attention}`)!))
  }
}

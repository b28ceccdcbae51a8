import type { NamedPlace } from '../../shared/attention-places'
import type { FloatTensor } from '../../shared/tensor'
import type { NormParameters } from './decomposition-frozen'

/** What a decomposition needs of a model besides its activations: the matrix products, and what its stack is made of. */
export interface MoveTools {
  /** Heads' rows through W_O of one attention, without b_O: z [heads, rows, d_head] → [heads, rows, d_model]. */
  writesOfHeads(attention: number, z: FloatTensor): Promise<FloatTensor>
  /** The same for several attentions at once. */
  writesOfAttentions(attentions: readonly number[], z: readonly FloatTensor[]): Promise<FloatTensor[]>
  /** In the order of the stations: the first leads from the first station to the second. */
  readonly parts: readonly StreamPart[]
  readonly finalNorm: NormParameters | null
}

/** What writes into the residual stream of a stack, and the hook points that hold it. */
export type StreamPart = StreamAttention | StreamMlp

interface PartOfBlock {
  /** Its block's number. */
  readonly layer: number
  /** The hook point of what it writes. */
  readonly out: string
  /** The norm of the stream with that added, and the hook point of the sum before it; null in a pre-norm model. */
  readonly normAfter: { readonly norm: NormParameters; readonly sumHook: string } | null
}

export interface StreamAttention extends PartOfBlock {
  readonly kind: 'attention' | 'cross'
  /** Among the model's attentions. */
  readonly number: number
  readonly place: NamedPlace
  /** What its hook points begin with. */
  readonly at: string
  /** b_O, [d_model]; null where there is none. */
  readonly outBias: Float32Array | null
  /** The norm of what it writes, before that is added, and the hook point of its scale; null where none is. */
  readonly writeNorm: { readonly norm: NormParameters; readonly scaleHook: string } | null
}

export interface StreamMlp extends PartOfBlock {
  readonly kind: 'mlp'
}

/** The attentions among parts. */
export function attentionsAmong(parts: readonly StreamPart[]): StreamAttention[] {
  return parts.filter((part) => part.kind !== 'mlp')
}

/** What all parts are measured toward, as a direction on the last station's raw vector, and what is added beside them. */
export interface TowardLogit {
  /** Columns of W_U of the word; of the first less the second where there are two. [d_model] */
  readonly direction: Float64Array
  readonly bias: number
}

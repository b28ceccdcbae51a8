import type { FloatTensor } from '../../shared/tensor'
import type { NormParameters } from './decomposition-frozen'

/** What a decomposition needs of a model besides its activations: the matrix products, and the vectors that are added. */
export interface MoveTools {
  /** Heads' rows through W_O, without b_O: z [heads, rows, d_head] → [heads, rows, d_model]. */
  writesOfHeads(layer: number, z: FloatTensor): Promise<FloatTensor>
  /** The same for every layer at once. */
  writesOfLayers(z: readonly FloatTensor[]): Promise<FloatTensor[]>
  /** b_O of each layer, [d_model]; null where there is none. */
  readonly outBiases: readonly (Float32Array | null)[]
  /** The norm of what attention writes in each layer, before that is added, and the hook point of its scale; null where none is. */
  readonly writeNorms: readonly ({ readonly norm: NormParameters; readonly scaleHook: string } | null)[]
  /** The norms after the sums of each layer; null in a pre-norm model. */
  readonly normsAfter: readonly { readonly attention: NormParameters; readonly mlp: NormParameters }[] | null
  readonly finalNorm: NormParameters | null
}

/** What all parts are measured toward, as a direction on the last station's raw vector, and what is added beside them. */
export interface TowardLogit {
  /** Columns of W_U of the word; of the first less the second where there are two. [d_model] */
  readonly direction: Float64Array
  readonly bias: number
}

import { type FloatTensor, row } from '../../shared/tensor'
import { affinely, type Frozen, freezeNormAt } from './decomposition-frozen'
import type { MoveTools } from './decomposition-tools'

interface AtToken {
  /** The hook points of a look inside. */
  readonly tensors: ReadonlyMap<string, FloatTensor>
  readonly tools: Pick<MoveTools, 'writeNorms'>
  readonly position: number
}

/** The norm of what attention writes in a layer, frozen at the scale that the run gave it at this token; null where it has none. */
export function writeNormAt({ tensors, tools, position }: AtToken, layer: number): Frozen | null {
  const own = tools.writeNorms[layer]
  return own ? freezeNormAt(own.norm, row(tensors.get(own.scaleHook)!, 0, position)[0]!) : null
}

/** What b_O comes to in the stream, with the norm's own bias; null where there is neither. */
export function biasAdded(bias: Float32Array | null, norm: Frozen | null): Float32Array | Float64Array | null {
  if (norm === null) return bias
  if (bias === null && norm.shift === null) return null
  return affinely(norm, bias ?? new Float32Array(norm.factors.length))
}

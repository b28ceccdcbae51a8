import { type FloatTensor, row } from '../../shared/tensor'
import { affinely, type Frozen, freezeNorm, freezeNormAt } from './decomposition-frozen'
import type { StreamAttention, StreamPart } from './decomposition-tools'

/** The hook points of a look inside, and a token's row in those of its own text. */
export interface AtToken {
  readonly tensors: ReadonlyMap<string, FloatTensor>
  readonly position: number
}

/** The norm of what an attention writes, frozen at the scale that the run gave it at this token; null where it has none. */
export function writeNormAt(
  { tensors, position }: AtToken,
  { writeNorm }: Pick<StreamAttention, 'writeNorm'>,
): Frozen | null {
  return writeNorm && freezeNormAt(writeNorm.norm, row(tensors.get(writeNorm.scaleHook)!, 0, position)[0]!)
}

/** The norm after the sum of a part, frozen at this token; null in a pre-norm model. */
export function normAfterAt(
  { tensors, position }: AtToken,
  { normAfter }: Pick<StreamPart, 'normAfter'>,
): Frozen | null {
  return normAfter && freezeNorm(normAfter.norm, row(tensors.get(normAfter.sumHook)!, 0, position))
}

/** What b_O comes to in the stream, with the norm's own bias; null where there is neither. */
export function biasAdded(bias: Float32Array | null, norm: Frozen | null): Float32Array | Float64Array | null {
  if (norm === null) return bias
  if (bias === null && norm.shift === null) return null
  return affinely(norm, bias ?? new Float32Array(norm.factors.length))
}

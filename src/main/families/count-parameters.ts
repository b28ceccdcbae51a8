import { elementCount } from '../../shared/tensor'
import type { Checkpoint } from '../checkpoint'
import { families } from './registry'
import { isFloating } from './weights'

/** Numbers that were trained: all tensors of a checkpoint but masks, tables and whatever is no floating-point number. */
export function countParameters(checkpoint: Checkpoint): number {
  const buffers = families.find(({ modelType }) => modelType === checkpoint.config.model_type)?.buffers ?? []
  let count = 0
  for (const { name, dtype, shape } of checkpoint.tensors.values()) {
    if (isFloating(dtype) && !buffers.some((buffer) => buffer.test(name))) count += elementCount(shape)
  }
  return count
}

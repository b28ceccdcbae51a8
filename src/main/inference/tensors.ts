import { Tensor } from 'onnxruntime-node'
import { type FloatTensor, floatTensor } from '../../shared/tensor'

/** Ours as ONNX Runtime's. */
export const floats = ({ data, shape }: FloatTensor): Tensor => new Tensor('float32', data, shape)

/** A list of whole numbers as ONNX Runtime's, INT64. */
export const ints = (values: readonly number[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])

/** ONNX Runtime's F32 as ours. */
export const asFloats = ({ data, dims }: Tensor): FloatTensor => floatTensor(data as Float32Array, dims)

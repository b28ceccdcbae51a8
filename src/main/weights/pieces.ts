import type { FileHandle } from 'node:fs/promises'
import { type QuantisedType, readAt, type StoredTensor, type WeightDtype } from '../checkpoint'
import { dequantise, dequantisedTypes } from './ggml/dequantise'

/** Values in memory at a time, 4 MiB as F32: whole blocks of every type, so that pieces of two tensors are as long. */
const pieceValues = 1 << 20

export interface Piece {
  readonly values: Float32Array
  /** Of the model's file. */
  readonly bytes: number
}

/** A tensor's values, some at a time; the array is used again for the next ones. */
export async function* pieces(from: FileHandle, tensor: StoredTensor, path: string): AsyncGenerator<Piece> {
  const type = typeOf(tensor)
  const blocks = tensor.length / type.bytes
  const atOnce = Math.max(1, Math.floor(pieceValues / type.values))
  const into = new Float32Array(Math.min(atOnce, blocks) * type.values)
  for (let block = 0; block < blocks; block += atOnce) {
    const count = Math.min(atOnce, blocks - block)
    const bytes = await readAt(from, tensor.offset + block * type.bytes, count * type.bytes, path)
    const values = into.subarray(0, count * type.values)
    dequantise(type.name as QuantisedType | WeightDtype, bytes, values)
    yield { values, bytes: bytes.length }
  }
}

function typeOf({ name, dtype }: StoredTensor) {
  const type = dequantisedTypes.get(dtype)
  if (type === undefined) throw new Error(`${name} is in ${dtype}, which nothing turns into numbers.`)
  return type
}

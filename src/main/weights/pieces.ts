import type { FileHandle } from 'node:fs/promises'
import { type GgmlType, type QuantisedType, readAt, type StoredTensor, type WeightDtype } from '../checkpoint'
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
  let into: Float32Array<ArrayBuffer> | null = null
  for await (const bytes of blockPieces(from, tensor, path)) {
    const count = (bytes.length / type.bytes) * type.values
    into ??= new Float32Array(count)
    // Only the last piece is shorter than the first.
    const values = into.subarray(0, count)
    dequantise(type.name as QuantisedType | WeightDtype, bytes, values)
    yield { values, bytes: bytes.length }
  }
}

/** A tensor's bytes as they lie, whole blocks, so many at a time. */
export async function* blockPieces(from: FileHandle, tensor: StoredTensor, path: string): AsyncGenerator<Buffer> {
  const { bytes, values } = typeOf(tensor)
  const blocks = tensor.length / bytes
  const atOnce = Math.max(1, Math.floor(pieceValues / values))
  for (let block = 0; block < blocks; block += atOnce) {
    const count = Math.min(atOnce, blocks - block)
    yield await readAt(from, tensor.offset + block * bytes, count * bytes, path)
  }
}

function typeOf({ name, dtype }: StoredTensor): GgmlType {
  const type = dequantisedTypes.get(dtype)
  if (type === undefined) throw new Error(`${name} is in ${dtype}, which nothing turns into numbers.`)
  return type
}

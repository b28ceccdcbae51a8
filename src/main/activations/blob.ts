import { crc32 } from 'node:zlib'
import { elementCount, type FloatTensor } from '../../shared/tensor'

/** The only dtype that is stored: a store that rounds would answer with other numbers than the run did. */
export const dtype = 'F32'

/** A tensor as a row of `blobs`. `data` holds little-endian F32 in row-major order. */
export interface BlobRow {
  readonly tap: string
  readonly shape: string
  readonly checksum: number
  readonly data: Buffer
}

/** `data` is a view onto the tensor's own memory, not a copy. */
export function encodeBlob(runHash: Buffer, tap: string, tensor: FloatTensor): BlobRow {
  const shape = JSON.stringify(tensor.shape)
  const { buffer, byteOffset, byteLength } = tensor.data
  const data = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
  return { tap, shape, checksum: checksum(runHash, tap, shape, data), data }
}

/** The tensor, or null when the row is not what was written: bytes changed, cut off, or of another run or hook point. */
export function decodeBlob(runHash: Buffer, row: BlobRow): FloatTensor | null {
  if (!Buffer.isBuffer(row.data) || typeof row.shape !== 'string') return null
  if (checksum(runHash, row.tap, row.shape, row.data) !== row.checksum) return null
  const shape = JSON.parse(row.shape) as number[]
  if (elementCount(shape) * 4 !== row.data.byteLength) return null
  return { type: 'float32', shape, data: floats(row.data) }
}

/** Chained over run, name and shape, so that an intact blob under the wrong key counts as damaged too. */
function checksum(runHash: Buffer, tap: string, shape: string, data: Buffer): number {
  const name = Buffer.from(JSON.stringify([runHash.toString('hex'), tap, dtype, shape]))
  return crc32(data, crc32(name))
}

function floats(data: Buffer): Float32Array {
  if (data.byteOffset % 4 === 0) {
    return new Float32Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength / 4)
  }
  const copy = new Float32Array(data.byteLength / 4)
  new Uint8Array(copy.buffer).set(data)
  return copy
}

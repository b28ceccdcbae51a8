import { halfValues } from '../half'

/** Four bytes a value, as they are: files are little-endian, and so is every processor that ONNX Runtime runs on. */
export function dequantiseF32(blocks: Uint8Array, into: Float32Array): void {
  new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(blocks)
}

export function dequantiseF16(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 2, to++) {
    into[to] = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
  }
}

/** The higher half of an F32's bits. */
export function dequantiseBF16(blocks: Uint8Array, into: Float32Array): void {
  const bits = new Uint32Array(into.buffer, into.byteOffset, into.length)
  for (let at = 0, to = 0; at < blocks.length; at += 2, to++) {
    bits[to] = (blocks[at]! << 16) | (blocks[at + 1]! << 24)
  }
}

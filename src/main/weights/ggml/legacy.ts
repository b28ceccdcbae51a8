import { halfValues } from '../half'

/*
 * ggml's first block types (`dequantize_row_q4_0` and its kin in ggml-quants.c, layouts in ggml-common.h): 32 values, one F16
 * scale d, in the `_1` types an F16 minimum m, then the numbers q. A byte of numbers holds two of four bits: the low half is
 * number j, the high half number j + 16. Products d·q and their sums with m fit F64 without rounding (F16 scales reach from
 * 2⁻²⁴ to 2¹⁶, and q below 2⁸), so that the one rounding, to F32 in `into`, is ggml's.
 */

/** d, q: d·(q − 8). */
export function dequantiseQ4_0(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 18, to += 32) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let j = 0; j < 16; j++) {
      const pair = blocks[at + 2 + j]!
      into[to + j] = d * ((pair & 15) - 8)
      into[to + j + 16] = d * ((pair >> 4) - 8)
    }
  }
}

/** d, m, q: d·q + m. */
export function dequantiseQ4_1(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 20, to += 32) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    const m = halfValues[blocks[at + 2]! | (blocks[at + 3]! << 8)]!
    for (let j = 0; j < 16; j++) {
      const pair = blocks[at + 4 + j]!
      into[to + j] = d * (pair & 15) + m
      into[to + j + 16] = d * (pair >> 4) + m
    }
  }
}

/** d, four bytes of the numbers' fifth bits in order, q: d·(q − 16). */
export function dequantiseQ5_0(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 22, to += 32) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    let fifths1 = (blocks[at + 2]! << 4) | (blocks[at + 3]! << 12)
    let fifths2 = (blocks[at + 4]! << 4) | (blocks[at + 5]! << 12)
    for (let j = 0; j < 16; j++, fifths1 >>= 1, fifths2 >>= 1) {
      const pair = blocks[at + 6 + j]!
      into[to + j] = d * (((pair & 15) | (fifths1 & 16)) - 16)
      into[to + j + 16] = d * (((pair >> 4) | (fifths2 & 16)) - 16)
    }
  }
}

/** d, m, the fifth bits as in Q5_0, q: d·q + m. */
export function dequantiseQ5_1(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 24, to += 32) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    const m = halfValues[blocks[at + 2]! | (blocks[at + 3]! << 8)]!
    let fifths1 = (blocks[at + 4]! << 4) | (blocks[at + 5]! << 12)
    let fifths2 = (blocks[at + 6]! << 4) | (blocks[at + 7]! << 12)
    for (let j = 0; j < 16; j++, fifths1 >>= 1, fifths2 >>= 1) {
      const pair = blocks[at + 8 + j]!
      into[to + j] = d * ((pair & 15) | (fifths1 & 16)) + m
      into[to + j + 16] = d * ((pair >> 4) | (fifths2 & 16)) + m
    }
  }
}

/** d, 32 signed bytes q: q·d. */
export function dequantiseQ8_0(blocks: Uint8Array, into: Float32Array): void {
  const signed = new Int8Array(blocks.buffer, blocks.byteOffset, blocks.length)
  for (let at = 0, to = 0; at < blocks.length; at += 34, to += 32) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let j = 0; j < 32; j++) into[to + j] = d * signed[at + 2 + j]!
  }
}

import { halfValues } from '../half'

/** What the sixteen numbers stand for, denser around zero (`kvalues_iq4nl` in ggml-common.h). */
const levels = Float32Array.of(-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113)

/** `dequantize_row_iq4_nl` (ggml-quants.c): as Q4_0, with other levels. */
export function dequantiseIQ4_NL(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 18, to += 32) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let j = 0; j < 16; j++) {
      const pair = blocks[at + 2 + j]!
      into[to + j] = d * levels[pair & 15]!
      into[to + j + 16] = d * levels[pair >> 4]!
    }
  }
}

/**
 * `dequantize_row_iq4_xs` (ggml-quants.c): d, the high two bits of eight scales as one word of 16 bits, their low four bits in
 * four bytes, 128 bytes of numbers; groups of 32. A scale s stands for d·(s − 32).
 */
export function dequantiseIQ4_XS(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 136) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    const highs = blocks[at + 2]! | (blocks[at + 3]! << 8)
    for (let group = 0, from = at + 8; group < 8; group++, from += 16, to += 32) {
      const low = (blocks[at + 4 + (group >> 1)]! >> ((group & 1) << 2)) & 15
      const scale = d * ((low | (((highs >> (group << 1)) & 3) << 4)) - 32)
      for (let j = 0; j < 16; j++) {
        const pair = blocks[from + j]!
        into[to + j] = scale * levels[pair & 15]!
        into[to + j + 16] = scale * levels[pair >> 4]!
      }
    }
  }
}

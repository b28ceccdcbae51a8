import { halfValues } from '../half'
import { iq1Grid } from './iq-grids'
import { unpackGrid } from './iq-tables'

/*
 * ggml's types of about one and a half bits (`dequantize_row_iq1_s` and `dequantize_row_iq1_m` in ggml-quants.c, layouts in
 * ggml-common.h): eight numbers −1, 0 or 1 are an entry of a grid of 2048, and all of them are moved by an eighth up or down.
 */

const grid = unpackGrid(iq1Grid, [-1, 0, 1])

/** d, 32 bytes of the entries' low eight bits, eight words of 16: their high three bits, a scale of three bits, and the side. */
export function dequantiseIQ1_S(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 50) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let group = 0; group < 8; group++) {
      const word = blocks[at + 34 + 2 * group]! | (blocks[at + 35 + 2 * group]! << 8)
      const scale = d * (2 * ((word >> 12) & 7) + 1)
      const delta = word & 0x8000 ? -0.125 : 0.125
      for (let part = 0; part < 4; part++, to += 8) {
        const entry = (blocks[at + 2 + 4 * group + part]! | (((word >> (3 * part)) & 7) << 8)) << 3
        for (let j = 0; j < 8; j++) into[to + j] = scale * (grid[entry + j]! + delta)
      }
    }
  }
}

/**
 * 32 bytes of the entries' low eight bits; 16 bytes with, for each of two, the high three bits and the side; four words of 16
 * with four scales of three bits each, and in their highest four bits the parts of d.
 */
export function dequantiseIQ1_M(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 56) {
    const words = at + 48
    const low = (blocks[words + 1]! >> 4) | (blocks[words + 3]! & 240)
    const high = (blocks[words + 5]! >> 4) | (blocks[words + 7]! & 240)
    const d = halfValues[low | (high << 8)]!
    for (let pair = 0; pair < 16; pair++) {
      const word = blocks[words + 2 * (pair >> 2)]! | (blocks[words + 2 * (pair >> 2) + 1]! << 8)
      const scale = d * (2 * ((word >> (3 * (pair & 3))) & 7) + 1)
      const highs = blocks[at + 32 + pair]!
      for (let part = 0; part < 2; part++, to += 8) {
        const four = highs >> (4 * part)
        const entry = (blocks[at + 2 * pair + part]! | ((four & 7) << 8)) << 3
        const delta = four & 8 ? -0.125 : 0.125
        for (let j = 0; j < 8; j++) into[to + j] = scale * (grid[entry + j]! + delta)
      }
    }
  }
}

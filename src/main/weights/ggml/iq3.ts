import { halfValues } from '../half'
import { iq3SGrid, iq3XxsGrid } from './iq-grids'
import { evenSigns, unpackGrid } from './iq-tables'

/*
 * ggml's types of three to three and a half bits (`dequantize_row_iq3_xxs` and `dequantize_row_iq3_s` in ggml-quants.c, layouts
 * in ggml-common.h): four magnitudes are an entry of a grid, and two entries share a byte of signs.
 */

const xxsGrid = unpackGrid(iq3XxsGrid, [4, 12, 20, 28, 36, 44, 52, 62])
const sGrid = unpackGrid(iq3SGrid, [1, 3, 5, 7, 9, 11, 13, 15])

/** d, 64 bytes of entries, then for each 32 numbers a word as in IQ2_XXS; a scale s stands for d·(s + ½)/2. */
export function dequantiseIQ3_XXS(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 98) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let from = at + 66, entry = at + 2; from < at + 98; from += 4) {
      const word = blocks[from]! | (blocks[from + 1]! << 8) | (blocks[from + 2]! << 16) | (blocks[from + 3]! << 24)
      const scale = d * (0.5 + (word >>> 28)) * 0.5
      for (let part = 0; part < 4; part++, entry += 2, to += 8) {
        const signs = evenSigns[(word >> (7 * part)) & 127]!
        writeFour(into, to, scale, xxsGrid, blocks[entry]! << 2, signs)
        writeFour(into, to + 4, scale, xxsGrid, blocks[entry + 1]! << 2, signs >> 4)
      }
    }
  }
}

/**
 * d, 64 bytes of the entries' low eight bits, eight of their ninth, 32 of signs, four of scales of four bits, each of 32
 * numbers; a scale s stands for d·(2s + 1).
 */
export function dequantiseIQ3_S(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 110) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let eight = 0; eight < 32; eight++, to += 8) {
      const group = eight >> 2
      const scale = d * (2 * ((blocks[at + 106 + (group >> 1)]! >> ((group & 1) << 2)) & 15) + 1)
      const ninths = blocks[at + 66 + group]! >> ((eight & 3) << 1)
      const entry = at + 2 + 2 * eight
      const signs = blocks[at + 74 + eight]!
      writeFour(into, to, scale, sGrid, (blocks[entry]! | ((ninths & 1) << 8)) << 2, signs)
      writeFour(into, to + 4, scale, sGrid, (blocks[entry + 1]! | ((ninths & 2) << 7)) << 2, signs >> 4)
    }
  }
}

function writeFour(into: Float32Array, to: number, scale: number, grid: Int8Array, entry: number, signs: number): void {
  for (let j = 0; j < 4; j++) {
    const magnitude = grid[entry + j]!
    into[to + j] = scale * ((signs >> j) & 1 ? -magnitude : magnitude)
  }
}

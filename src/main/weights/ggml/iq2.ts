import { halfValues } from '../half'
import { iq2SGrid, iq2XsGrid, iq2XxsGrid } from './iq-grids'
import { evenSigns, unpackGrid } from './iq-tables'

/*
 * ggml's types of two to two and a half bits (`dequantize_row_iq2_xxs` and its kin in ggml-quants.c, layouts in
 * ggml-common.h): eight magnitudes are an entry of a grid and have eight signs; a scale s stands for d·(s + ½)/4.
 */

const magnitudes = [8, 25, 43]
const xxsGrid = unpackGrid(iq2XxsGrid, magnitudes)
const xsGrid = unpackGrid(iq2XsGrid, magnitudes)
const sGrid = unpackGrid(iq2SGrid, magnitudes)

/** d, then for each 32 numbers four bytes of entries and a word of 32 bits: four times seven bits of signs, four of a scale. */
export function dequantiseIQ2_XXS(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 66) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let from = at + 2; from < at + 66; from += 8) {
      const word = blocks[from + 4]! | (blocks[from + 5]! << 8) | (blocks[from + 6]! << 16) | (blocks[from + 7]! << 24)
      const scale = d * (0.5 + (word >>> 28)) * 0.25
      for (let part = 0; part < 4; part++, to += 8) {
        writeEight(into, to, scale, xxsGrid, blocks[from + part]! << 3, evenSigns[(word >> (7 * part)) & 127]!)
      }
    }
  }
}

/** d, 32 words of 16 bits (nine of an entry, seven of signs), 16 scales of four bits, each of 16 numbers. */
export function dequantiseIQ2_XS(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 74) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let eight = 0; eight < 32; eight++, to += 8) {
      const scale = d * (0.5 + ((blocks[at + 66 + (eight >> 2)]! >> ((eight & 2) << 1)) & 15)) * 0.25
      const word = blocks[at + 2 + 2 * eight]! | (blocks[at + 3 + 2 * eight]! << 8)
      writeEight(into, to, scale, xsGrid, (word & 511) << 3, evenSigns[word >> 9]!)
    }
  }
}

/** d, 32 bytes of the entries' low eight bits, 32 bytes of signs, eight of the entries' high two, 16 scales as in IQ2_XS. */
export function dequantiseIQ2_S(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 82) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let eight = 0; eight < 32; eight++, to += 8) {
      const scale = d * (0.5 + ((blocks[at + 74 + (eight >> 2)]! >> ((eight & 2) << 1)) & 15)) * 0.25
      const high = (blocks[at + 66 + (eight >> 2)]! >> ((eight & 3) << 1)) & 3
      const entry = blocks[at + 2 + eight]! | (high << 8)
      writeEight(into, to, scale, sGrid, entry << 3, blocks[at + 34 + eight]!)
    }
  }
}

function writeEight(
  into: Float32Array,
  to: number,
  scale: number,
  grid: Int8Array,
  entry: number,
  signs: number,
): void {
  for (let j = 0; j < 8; j++) {
    const magnitude = grid[entry + j]!
    into[to + j] = scale * ((signs >> j) & 1 ? -magnitude : magnitude)
  }
}

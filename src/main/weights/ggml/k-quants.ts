import { halfValues } from '../half'

/*
 * ggml's k-quants (`dequantize_row_q2_K` and its kin in ggml-quants.c, layouts in ggml-common.h): 256 values in groups of 16 or
 * 32, one F16 scale d a block, and for each group a small whole number that d is multiplied by; Q2_K, Q4_K and Q5_K also have an
 * F16 minimum and its multiples. What a group's scale is multiplied by has so few bits that products and sums are exact in
 * F64, and the one rounding, to F32 in `into`, is ggml's.
 */

/*
 * In Q2_K, Q3_K and Q6_K a byte holds bits of four numbers that stand 32 apart in one half of the block. A block is made in
 * four parts, each of 16 such bytes and so of four groups, whose numbers are two apart; each byte is read once.
 */

/** 16 bytes of scales (low half: of d, high half: of the minimum), 64 bytes of numbers of two bits, d, minimum; groups of 16. */
export function dequantiseQ2_K(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 84, to += 256) {
    const d = halfValues[blocks[at + 80]! | (blocks[at + 81]! << 8)]!
    const min = halfValues[blocks[at + 82]! | (blocks[at + 83]! << 8)]!
    for (let part = 0; part < 4; part++) {
      const scales = at + firstGroup(part)
      const scale1 = d * (blocks[scales]! & 15)
      const scale2 = d * (blocks[scales + 2]! & 15)
      const scale3 = d * (blocks[scales + 4]! & 15)
      const scale4 = d * (blocks[scales + 6]! & 15)
      const low1 = min * (blocks[scales]! >> 4)
      const low2 = min * (blocks[scales + 2]! >> 4)
      const low3 = min * (blocks[scales + 4]! >> 4)
      const low4 = min * (blocks[scales + 6]! >> 4)
      const from = at + 16 + (part << 4)
      const first = to + (firstGroup(part) << 4)
      for (let j = 0; j < 16; j++) {
        const four = blocks[from + j]!
        into[first + j] = scale1 * (four & 3) - low1
        into[first + j + 32] = scale2 * ((four >> 2) & 3) - low2
        into[first + j + 64] = scale3 * ((four >> 4) & 3) - low3
        into[first + j + 96] = scale4 * (four >> 6) - low4
      }
    }
  }
}

/**
 * 32 bytes of third bits, of all groups of a column; 64 bytes of numbers of two bits; 12 bytes of scales (`signedScale`); d;
 * groups of 16. A third bit that is not set takes 4 away.
 */
export function dequantiseQ3_K(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 110, to += 256) {
    const d = halfValues[blocks[at + 108]! | (blocks[at + 109]! << 8)]!
    for (let part = 0; part < 4; part++) {
      const group = firstGroup(part)
      const scale1 = d * signedScale(blocks, at + 96, group)
      const scale2 = d * signedScale(blocks, at + 96, group + 2)
      const scale3 = d * signedScale(blocks, at + 96, group + 4)
      const scale4 = d * signedScale(blocks, at + 96, group + 6)
      const third = at + ((part & 1) << 4)
      const shift = (part & 2) << 1
      const from = at + 32 + (part << 4)
      const first = to + (group << 4)
      for (let j = 0; j < 16; j++) {
        const four = blocks[from + j]!
        const thirds = blocks[third + j]! >> shift
        into[first + j] = scale1 * (((four & 3) | ((thirds & 1) << 2)) - 4)
        into[first + j + 32] = scale2 * ((((four >> 2) & 3) | ((thirds & 2) << 1)) - 4)
        into[first + j + 64] = scale3 * ((((four >> 4) & 3) | (thirds & 4)) - 4)
        into[first + j + 96] = scale4 * (((four >> 6) | ((thirds & 8) >> 1)) - 4)
      }
    }
  }
}

/** d, minimum, 12 bytes of scales (`groupScale`, `groupMinimum`), 128 bytes of numbers of four bits; groups of 32. */
export function dequantiseQ4_K(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 144) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    const min = halfValues[blocks[at + 2]! | (blocks[at + 3]! << 8)]!
    for (let group = 0, from = at + 16; group < 8; group += 2, from += 32, to += 64) {
      const scale1 = d * groupScale(blocks, at + 4, group)
      const scale2 = d * groupScale(blocks, at + 4, group + 1)
      const low1 = min * groupMinimum(blocks, at + 4, group)
      const low2 = min * groupMinimum(blocks, at + 4, group + 1)
      for (let j = 0; j < 32; j++) {
        const pair = blocks[from + j]!
        into[to + j] = scale1 * (pair & 15) - low1
        into[to + j + 32] = scale2 * (pair >> 4) - low2
      }
    }
  }
}

/** d, minimum and scales as in Q4_K, 32 bytes of fifth bits, 128 bytes of numbers of four bits; groups of 32. */
export function dequantiseQ5_K(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 176) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    const min = halfValues[blocks[at + 2]! | (blocks[at + 3]! << 8)]!
    for (let group = 0, from = at + 48; group < 8; group += 2, from += 32, to += 64) {
      const scale1 = d * groupScale(blocks, at + 4, group)
      const scale2 = d * groupScale(blocks, at + 4, group + 1)
      const low1 = min * groupMinimum(blocks, at + 4, group)
      const low2 = min * groupMinimum(blocks, at + 4, group + 1)
      for (let j = 0; j < 32; j++) {
        const pair = blocks[from + j]!
        const fifths = blocks[at + 16 + j]! >> group
        into[to + j] = scale1 * ((pair & 15) | ((fifths & 1) << 4)) - low1
        into[to + j + 32] = scale2 * ((pair >> 4) | ((fifths & 2) << 3)) - low2
      }
    }
  }
}

/** 128 bytes of low four bits, 64 bytes of high two bits, 16 signed scales, d; groups of 16. A number q stands for q − 32. */
export function dequantiseQ6_K(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 210, to += 256) {
    const d = halfValues[blocks[at + 208]! | (blocks[at + 209]! << 8)]!
    for (let part = 0; part < 4; part++) {
      const offset = (part & 1) << 4
      const low = at + ((part & 2) << 5) + offset
      const high = at + 128 + (part << 4)
      const scales = at + 192 + firstGroup(part)
      const scale1 = d * ((blocks[scales]! << 24) >> 24)
      const scale2 = d * ((blocks[scales + 2]! << 24) >> 24)
      const scale3 = d * ((blocks[scales + 4]! << 24) >> 24)
      const scale4 = d * ((blocks[scales + 6]! << 24) >> 24)
      const first = to + (firstGroup(part) << 4)
      for (let j = 0; j < 16; j++) {
        const pair = blocks[low + j]!
        const other = blocks[low + j + 32]!
        const highs = blocks[high + j]!
        into[first + j] = scale1 * (((pair & 15) | ((highs & 3) << 4)) - 32)
        into[first + j + 32] = scale2 * (((other & 15) | ((highs & 12) << 2)) - 32)
        into[first + j + 64] = scale3 * (((pair >> 4) | (highs & 48)) - 32)
        into[first + j + 96] = scale4 * (((other >> 4) | ((highs & 192) >> 2)) - 32)
      }
    }
  }
}

/** The first of the four groups of a part of Q2_K, Q3_K and Q6_K. */
function firstGroup(part: number): number {
  return ((part & 2) << 2) + (part & 1)
}

/** Q3_K: a scale's low four bits, two scales to each of the first eight bytes, its high two bits, four to each of the others; less 32. */
function signedScale(blocks: Uint8Array, at: number, group: number): number {
  const low = (blocks[at + (group & 7)]! >> ((group >> 3) << 2)) & 15
  const high = (blocks[at + 8 + (group & 3)]! >> ((group >> 2) << 1)) & 3
  return (low | (high << 4)) - 32
}

/*
 * Eight scales and eight minima of six bits in twelve bytes (`get_scale_min_k4`): the first four of each fill the low six bits
 * of a byte; of the last four, the low halves stand in bytes 8 to 11 and the rest in what the first four left.
 */

export function groupScale(blocks: Uint8Array, at: number, group: number): number {
  return group < 4 ? blocks[at + group]! & 63 : (blocks[at + group + 4]! & 15) | ((blocks[at + group - 4]! >> 6) << 4)
}

export function groupMinimum(blocks: Uint8Array, at: number, group: number): number {
  return group < 4 ? blocks[at + group + 4]! & 63 : (blocks[at + group + 4]! >> 4) | ((blocks[at + group]! >> 6) << 4)
}

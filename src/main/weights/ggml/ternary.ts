import { halfValues } from '../half'

/*
 * ggml's types of −1, 0 and 1 (`dequantize_row_tq1_0` and `dequantize_row_tq2_0` in ggml-quants.c, layouts in ggml-common.h):
 * 256 numbers and one scale d behind them.
 */

/** What shifts the number at each place of a byte to its top: a byte is five numbers as the fraction 0.abcde in base three. */
const shifts = [1, 3, 9, 27, 81]

/** 32 bytes of five numbers, 16 of five, four of four, each number of a byte as far from the last as there are bytes; d. */
export function dequantiseTQ1_0(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 54, to += 256) {
    const d = halfValues[blocks[at + 52]! | (blocks[at + 53]! << 8)]!
    for (let place = 0; place < 5; place++) {
      const shift = shifts[place]!
      for (let j = 0; j < 32; j++) into[to + 32 * place + j] = d * (((((blocks[at + j]! * shift) & 255) * 3) >> 8) - 1)
      for (let j = 0; j < 16; j++) {
        into[to + 160 + 16 * place + j] = d * (((((blocks[at + 32 + j]! * shift) & 255) * 3) >> 8) - 1)
      }
      if (place === 4) continue
      for (let j = 0; j < 4; j++) {
        into[to + 240 + 4 * place + j] = d * (((((blocks[at + 48 + j]! * shift) & 255) * 3) >> 8) - 1)
      }
    }
  }
}

/** 64 bytes of four numbers of two bits, which stand 32 apart; d. */
export function dequantiseTQ2_0(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 66) {
    const d = halfValues[blocks[at + 64]! | (blocks[at + 65]! << 8)]!
    for (let from = at; from < at + 64; from += 32, to += 128) {
      for (let j = 0; j < 32; j++) {
        const four = blocks[from + j]!
        into[to + j] = d * ((four & 3) - 1)
        into[to + j + 32] = d * (((four >> 2) & 3) - 1)
        into[to + j + 64] = d * (((four >> 4) & 3) - 1)
        into[to + j + 96] = d * ((four >> 6) - 1)
      }
    }
  }
}

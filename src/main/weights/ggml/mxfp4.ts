/** Twice the values of E2M1 (OCP Microscaling Formats 1.0, `kvalues_mxfp4` in ggml-common.h); ggml has no negative zero there. */
const levels = Float32Array.of(0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12)

/** Half the values of E8M0, to make up for it (`ggml_e8m0_to_fp32_half`); 255, which stands for NaN, is a number like others. */
const scales = Float32Array.from({ length: 256 }, (_, exponent) => 2 ** (exponent - 128))

/** `dequantize_row_mxfp4` (ggml-quants.c): a scale of one byte, then 32 numbers of four bits, in the order of Q4_0. */
export function dequantiseMXFP4(blocks: Uint8Array, into: Float32Array): void {
  for (let at = 0, to = 0; at < blocks.length; at += 17, to += 32) {
    const d = scales[blocks[at]!]!
    for (let j = 0; j < 16; j++) {
      const pair = blocks[at + 1 + j]!
      into[to + j] = d * levels[pair & 15]!
      into[to + j + 16] = d * levels[pair >> 4]!
    }
  }
}

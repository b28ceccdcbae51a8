import { halfValues } from '../half'

/**
 * A weight [out, in] as ONNX Runtime's `com.microsoft.MatMulNBits` takes it, in blocks of 32 along `in`:
 * value = scale · (number − 2^(bits − 1)) + offset.
 */
export interface NBitsWeight {
  readonly bits: 4 | 8
  /** Blocks one after the other, of four bits two to a byte, the first in the low half. */
  readonly numbers: Uint8Array
  /** One a block. */
  readonly scales: Float32Array
  /** One a block, or null where all are zero. The operator has none: they are multiplied by each block's sum of its input. */
  readonly offsets: Float32Array | null
}

export type NBitsType = 'Q4_0' | 'Q4_1' | 'Q8_0'

/** Whole blocks of a type, laid out for the operator. Q4_0 and Q8_0 keep their values; an offset of Q4_1 is rounded to F32 once. */
export function repackForNBits(type: NBitsType, blocks: Uint8Array): NBitsWeight {
  return type === 'Q8_0' ? repackQ8_0(blocks) : repackQ4(type, blocks)
}

function repackQ4(type: 'Q4_0' | 'Q4_1', blocks: Uint8Array): NBitsWeight {
  const head = type === 'Q4_0' ? 2 : 4
  const count = blocks.length / (head + 16)
  const numbers = new Uint8Array(16 * count)
  const scales = new Float32Array(count)
  const offsets = type === 'Q4_0' ? null : new Float32Array(count)
  for (let block = 0, at = 0, to = 0; block < count; block++, at += head + 16, to += 16) {
    const d = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    scales[block] = d
    if (offsets) offsets[block] = halfValues[blocks[at + 2]! | (blocks[at + 3]! << 8)]! + 8 * d
    // ggml has number j beside number j + 16 in a byte, the operator j beside j + 1.
    for (let j = 0; j < 16; j += 2) {
      const first = blocks[at + head + j]!
      const second = blocks[at + head + j + 1]!
      numbers[to + (j >> 1)] = (first & 15) | ((second & 15) << 4)
      numbers[to + 8 + (j >> 1)] = (first >> 4) | (second & 240)
    }
  }
  return { bits: 4, numbers, scales, offsets }
}

function repackQ8_0(blocks: Uint8Array): NBitsWeight {
  const count = blocks.length / 34
  const numbers = new Uint8Array(32 * count)
  const scales = new Float32Array(count)
  for (let block = 0, at = 0, to = 0; block < count; block++, at += 34, to += 32) {
    scales[block] = halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
    for (let j = 0; j < 32; j++) numbers[to + j] = blocks[at + 2 + j]! ^ 128
  }
  return { bits: 8, numbers, scales, offsets: null }
}

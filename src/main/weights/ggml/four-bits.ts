import { halfValues } from '../half'
import { groupMinimum, groupScale } from './k-quants'

/** Values that share a scale. */
export const fourBitBlock = 32

/**
 * Types of blocks of 32 numbers of four bits, evenly spaced: what ONNX Runtime's `com.microsoft.MatMulNBits` multiplies with as it
 * lies. IQ4_NL and MXFP4 have four bits too, but unevenly spaced.
 */
const evenTypes = ['Q4_0', 'Q4_1', 'Q4_K'] as const
export type FourBitType = (typeof evenTypes)[number]

export function isFourBitType(dtype: string): dtype is FourBitType {
  return (evenTypes as readonly string[]).includes(dtype)
}

/** Whether a weight has offsets: where it has none, all are zero. */
export function hasOffsets(type: FourBitType): boolean {
  return type !== 'Q4_0'
}

/** Values as MatMulNBits takes them, block by block: scale · (number − 8) + offset. The operator adds no offsets; the graph does. */
export interface FourBitParts {
  /** Two to a byte, the first in the low half: 16 bytes a block. */
  readonly numbers: Uint8Array<ArrayBuffer>
  /** One a block. */
  readonly scales: Float32Array<ArrayBuffer>
  readonly offsets: Float32Array<ArrayBuffer> | null
}

/**
 * Whole blocks of ggml's as parts. Of Q4_0 the values stay to the bit, but for a zero's sign; of the others an offset is rounded to
 * F32 once, and so a value differs from ggml's by no more than three roundings of its block's largest. A scale that is no finite
 * number makes values that are none either.
 */
export function fourBitParts(type: FourBitType, blocks: Uint8Array): FourBitParts {
  return type === 'Q4_K' ? ofQ4_K(blocks) : ofQ4(type, blocks)
}

function ofQ4(type: 'Q4_0' | 'Q4_1', blocks: Uint8Array): FourBitParts {
  const head = type === 'Q4_0' ? 2 : 4
  const count = blocks.length / (head + 16)
  const parts = emptyParts(type, count)
  const { numbers, scales, offsets } = parts
  for (let block = 0, at = 0; block < count; block++, at += head + 16) {
    const d = half(blocks, at)
    scales[block] = d
    if (offsets) offsets[block] = half(blocks, at + 2) + 8 * d
    // ggml has number j beside number j + 16 in a byte.
    for (let j = 0, to = 16 * block; j < 16; j += 2, to++) {
      const [first, second] = [blocks[at + head + j]!, blocks[at + head + j + 1]!]
      numbers[to] = (first & 15) | ((second & 15) << 4)
      numbers[to + 8] = (first >> 4) | (second & 240)
    }
  }
  return parts
}

/** Eight groups of 32 a block, each with a scale and a minimum of its own. */
function ofQ4_K(blocks: Uint8Array): FourBitParts {
  const parts = emptyParts('Q4_K', 8 * (blocks.length / 144))
  const { numbers, scales, offsets } = parts
  for (let at = 0, to = 0; at < blocks.length; at += 144) {
    const [d, min] = [half(blocks, at), half(blocks, at + 2)]
    for (let pair = 0, from = at + 16; pair < 4; pair++, from += 32, to += 2) {
      for (let side = 0; side < 2; side++) {
        const group = 2 * pair + side
        const scale = d * groupScale(blocks, at + 4, group)
        scales[to + side] = scale
        offsets![to + side] = 8 * scale - min * groupMinimum(blocks, at + 4, group)
      }
      // Number j of a group lies beside number j of the next.
      for (let j = 0, low = 16 * to; j < 32; j += 2, low++) {
        const [first, second] = [blocks[from + j]!, blocks[from + j + 1]!]
        numbers[low] = (first & 15) | ((second & 15) << 4)
        numbers[low + 16] = (first >> 4) | (second & 240)
      }
    }
  }
  return parts
}

function emptyParts(type: FourBitType, count: number): FourBitParts {
  return {
    numbers: new Uint8Array(16 * count),
    scales: new Float32Array(count),
    offsets: hasOffsets(type) ? new Float32Array(count) : null,
  }
}

function half(blocks: Uint8Array, at: number): number {
  return halfValues[blocks[at]! | (blocks[at + 1]! << 8)]!
}

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dequantise, dequantisedTypes } from './dequantise'
import { type FourBitParts, type FourBitType, fourBitBlock, fourBitParts } from './four-bits'

const types: FourBitType[] = ['Q4_0', 'Q4_1', 'Q4_K']

/** scale · (number − 8) + offset in F64, rounded to F32 once. */
function valuesOf({ numbers, scales, offsets }: FourBitParts): Float32Array {
  return Float32Array.from({ length: 2 * numbers.length }, (_, at) => {
    const number = (numbers[at >> 1]! >> (4 * (at & 1))) & 15
    const block = Math.floor(at / fourBitBlock)
    return scales[block]! * (number - 8) + (offsets?.[block] ?? 0)
  })
}

function dequantised(type: FourBitType, blocks: Uint8Array): Float32Array {
  const { bytes, values } = dequantisedTypes.get(type)!
  const into = new Float32Array((blocks.length / bytes) * values)
  dequantise(type, blocks, into)
  return into
}

/** Where values are farther apart than an offset that is rounded once can bring them. */
function differing(type: FourBitType, blocks: Uint8Array): number[] {
  const parts = fourBitParts(type, blocks)
  const [ours, expected] = [valuesOf(parts), dequantised(type, blocks)]
  return [...expected.keys()].filter((at) => {
    if (!Number.isFinite(expected[at]!)) return Number.isFinite(ours[at]!)
    const block = Math.floor(at / fourBitBlock)
    const largest = Math.max(8 * Math.abs(parts.scales[block]!), Math.abs(parts.offsets?.[block] ?? 0))
    // Below 2⁻¹²⁶ numbers are as far apart as at it.
    const bound = parts.offsets ? 3 * 2 ** -24 * Math.max(largest, Math.abs(expected[at]!), 2 ** -126) : 0
    return Math.abs(ours[at]! - expected[at]!) > bound
  })
}

describe.each(types)('%s', (type) => {
  const { bytes } = dequantisedTypes.get(type)!

  it('holds the dequantised values of every block that the gguf package makes', () => {
    expect(differing(type, new Uint8Array(readFileSync(`fixtures/ggml/${type}.blocks`)))).toEqual([])
  })

  it('holds those of any bytes', () => {
    const blocks = fc
      .integer({ min: 1, max: 4 })
      .chain((count) => fc.uint8Array({ minLength: count * bytes, maxLength: count * bytes }))
    fc.assert(fc.property(blocks, (given) => differing(type, given).length === 0))
  })

  it('has offsets where the type has a minimum', () => {
    expect(fourBitParts(type, new Uint8Array(bytes)).offsets === null).toBe(type === 'Q4_0')
  })
})

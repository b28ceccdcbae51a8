import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isQuantised, type QuantisedType, type WeightDtype } from '../../checkpoint'
import { dequantise, dequantisedTypes } from './dequantise'

/** Of each type what the gguf package gives (fixtures/make_ggml_blocks.py): eight hex digits a block. */
const checks = JSON.parse(readFileSync('fixtures/ggml/checks.json', 'utf8')) as Record<string, string>
const quantised = [...dequantisedTypes.keys()].filter(isQuantised)

const blocksOf = (type: QuantisedType) => new Uint8Array(readFileSync(`fixtures/ggml/${type}.blocks`))

function valuesOf(type: QuantisedType | WeightDtype, blocks: Uint8Array): Float32Array {
  const { bytes, values } = dequantisedTypes.get(type)!
  const into = new Float32Array((blocks.length / bytes) * values)
  dequantise(type, blocks, into)
  return into
}

/** The check of each run of `length` values. */
function checksOf(values: Float32Array, length: number): string[] {
  const sameNaN = values.map((value) => (Number.isNaN(value) ? Number.NaN : value))
  return Array.from({ length: values.length / length }, (_, block) => {
    const bytes = new Uint8Array(sameNaN.buffer, block * length * 4, length * 4)
    return createHash('sha256').update(bytes).digest('hex').slice(0, 8)
  })
}

describe.each(quantised)('%s', (type) => {
  const { bytes, values: length } = dequantisedTypes.get(type)!

  test('gives the first values as the gguf package does, signs of zero and all', () => {
    const expected = new Float32Array(new Uint8Array(readFileSync(`fixtures/ggml/${type}.values`)).buffer)
    const values = valuesOf(type, blocksOf(type))
    const differing = [...expected.keys()].filter((index) => !Object.is(values[index], expected[index]))
    expect(differing.map((index) => ({ index, ours: values[index], theirs: expected[index] }))).toEqual([])
  })

  test('gives every block to the bit, whatever its scales', () => {
    expect(checksOf(valuesOf(type, blocksOf(type)), length)).toEqual(checks[type]!.match(/.{8}/g))
  })

  test('gives the same in pieces, wherever these lie in memory', () => {
    const whole = blocksOf(type)
    const moved = new Uint8Array(3 * bytes + 2).subarray(1, 3 * bytes + 1)
    moved.set(whole.subarray(3 * bytes, 6 * bytes))
    expect(valuesOf(type, moved)).toEqual(valuesOf(type, whole).subarray(3 * length, 6 * length))
  })
})

test.each(['F16', 'BF16'] as const)('every number of %s becomes the one F32 that it is', (type) => {
  const every = Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits)
  const values = valuesOf(type, new Uint8Array(every.buffer))
  expect(checksOf(values, 256)).toEqual(checks[type]!.match(/.{8}/g))
})

test('F32 stays as it is', () => {
  const values = Float32Array.of(1, -0, 1e-45, Number.POSITIVE_INFINITY, Number.NaN, 0.1)
  expect(valuesOf('F32', new Uint8Array(values.buffer))).toEqual(values)
})

test('blocks that are cut short, and room that is too small, are refused', () => {
  expect(() => dequantise('Q4_0', new Uint8Array(17), new Float32Array(32))).toThrow(RangeError)
  expect(() => dequantise('Q4_0', new Uint8Array(36), new Float32Array(32))).toThrow(/64 values.*room for 32/)
})

import { describe, expect, it } from 'vitest'
import { damaged, ggufPath, thrownFault } from '../testing/fault-table'
import { f32, type GgufTestFile, type GgufTestTensor, gguf, list, text, u32, u64 } from '../testing/gguf-file'
import { parseGgufHeader } from './header'
import { layOut } from './layout'

function laidOut(file: GgufTestFile) {
  const bytes = gguf(file)
  return layOut(parseGgufHeader(bytes, ggufPath), { path: ggufPath, name: 'model.gguf', bytes: bytes.length })
}

const of = (...tensors: GgufTestTensor[]): GgufTestFile => ({ tensors, dataBytes: 1024 })
const aligned = (value: ReturnType<typeof u32>): GgufTestFile => ({ keys: [['general.alignment', value]] })
const alignment = (said: string) =>
  `The alignment is said to be ${said}, where a power of two up to 1048576 makes sense`
const key = 'key general.alignment'
const other = 'Fetch a file in another quantisation, Q4_0 say.'
const types =
  'Types that are: F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q8_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, Q8_K, IQ2_XXS, IQ2_XS, ' +
  'IQ3_XXS, IQ1_S, IQ4_NL, IQ3_S, IQ2_S, IQ4_XS, I8, I16, I32, I64, F64, IQ1_M, BF16, TQ1_0, TQ2_0, MXFP4, NVFP4, Q1_0, Q2_0.'

/** Tensors that a header names, and the message, place and remedy that they are refused with. */
const layouts: readonly [string, GgufTestFile, string, string, string?][] = [
  ['no alignment', aligned(u32(0)), alignment('0'), key],
  ['an alignment of 24', aligned(u32(24)), alignment('24'), key],
  ['an alignment of a half', aligned(f32(0.5)), alignment('0.5'), key],
  ['an alignment of 2 MiB', aligned(u32(1 << 21)), alignment('2097152'), key],
  ['an alignment past every number', aligned(u64(1n << 63n)), alignment('9223372036854775808'), key],
  ['an alignment in words', aligned(text('thirty-two')), alignment('thirty-two'), key],
  ['a list for an alignment', aligned(list([u32(32)])), alignment('a list of 1'), key],
  [
    'two tensors of one name',
    of({ name: 'a', dims: [4] }, { name: 'a', dims: [4] }),
    'The file has two tensors of this name',
    'tensor a',
  ],
  [
    'an offset that is not aligned',
    of({ name: 'a', dims: [4], offset: 16 }),
    'The tensor begins at 16, which is no multiple of 32',
    'tensor a',
  ],
  [
    'tensors that share bytes',
    of({ name: 'a', dims: [9], offset: 0 }, { name: 'b', dims: [1], offset: 32 }),
    'Two tensors share bytes',
    'tensors a and b',
  ],
  [
    'tensors that are one',
    of({ name: 'a', dims: [9], offset: 64 }, { name: 'b', dims: [9], offset: 64 }),
    'Two tensors share bytes',
    'tensors a and b',
  ],
  [
    'a tensor within another, named before it',
    of({ name: 'a', dims: [1], offset: 64 }, { name: 'b', dims: [200], offset: 0 }),
    'Two tensors share bytes',
    'tensors b and a',
  ],
  [
    'a type never known',
    of({ name: 'a', dims: [256], type: 99 }),
    'The tensor has the type 99, which is not known',
    'tensor a',
    types,
  ],
  [
    'a type given up',
    of({ name: 'a', dims: [256], type: 4 }),
    'The tensor is in Q4_2, a type that ggml has given up',
    'tensor a',
    other,
  ],
  [
    'a repacked type',
    of({ name: 'a', dims: [256], type: 31 }),
    'The tensor is in Q4_0_4_4, a type that ggml has given up',
    'tensor a',
    other,
  ],
  ['a dimension of nothing', of({ name: 'a', dims: [4, 0, 2] }), 'The tensor has the shape [4, 0, 2]', 'tensor a'],
  [
    'rows that are no whole blocks',
    of({ name: 'a', dims: [40, 32], type: 2 }),
    'Q4_0 holds 32 values a block, and the tensor’s rows have 40',
    'tensor a',
  ],
  [
    'blocks across rows',
    of({ name: 'a', dims: [128, 2], type: 12 }),
    'Q4_K holds 256 values a block, and the tensor’s rows have 128',
    'tensor a',
  ],
  [
    'a scalar in blocks',
    of({ name: 'a', dims: [], type: 8 }),
    'Q8_0 holds 32 values a block, and the tensor’s rows have 1',
    'tensor a',
  ],
  [
    'a tensor that ends behind the file',
    of({ name: 'a', dims: [257] }),
    'The tensor ends at byte 1092, and the file at byte 1088',
    'tensor a',
  ],
  [
    'an offset behind the file',
    of({ name: 'a', dims: [1], offset: 2 ** 52 }),
    'The tensor ends at byte 4503599627370564, and the file at byte 1088',
    'tensor a',
  ],
  [
    'dimensions whose product is 0 in 64 bits',
    of({ name: 'a', dims: [2 ** 32, 2 ** 32] }),
    'The tensor has the shape [4294967296, 4294967296], which no file can hold',
    'tensor a',
  ],
  [
    'dimensions whose product is past every number',
    of({ name: 'a', dims: Array(4).fill(2 ** 53 - 1) }),
    'The tensor has the shape [9007199254740991, 9007199254740991, 9007199254740991, 9007199254740991], which no file can hold',
    'tensor a',
  ],
  [
    'a long name with a line break',
    of({ name: `a\n${'b'.repeat(200)}`, dims: [300] }),
    'The tensor ends at byte 1488, and the file at byte 1312',
    `tensor a\\n${'b'.repeat(77)}…`,
  ],
]

describe('the tensors of a GGUF file are refused', () => {
  it.each(layouts)('for %s', (_, file, message, place, remedy = damaged) => {
    expect(thrownFault(() => laidOut(file))).toEqual({ kind: 'input', message, place, remedy })
  })
})

describe('the tensors of a GGUF file', () => {
  it('are placed behind the header, in the order of their bytes, with the slowest dimension first', () => {
    const bytes = gguf(
      of(
        { name: 'b', dims: [32, 3], type: 2, offset: 96 },
        { name: 'a', dims: [2, 3, 4], offset: 0 },
        { name: 's', dims: [], offset: 160 },
      ),
    )
    const start = bytes.length - 1024
    const tensors = layOut(parseGgufHeader(bytes, ggufPath), { path: ggufPath, name: 'm.gguf', bytes: bytes.length })
    const file = 'm.gguf'
    expect(tensors).toEqual([
      { name: 'a', dtype: 'F32', shape: [4, 3, 2], file, offset: start, length: 96 },
      { name: 'b', dtype: 'Q4_0', shape: [3, 32], file, offset: start + 96, length: 54 },
      { name: 's', dtype: 'F32', shape: [], file, offset: start + 160, length: 4 },
    ])
  })

  it('may leave holes, and end where the file does', () => {
    expect(laidOut(of({ name: 'a', dims: [1], offset: 512 }, { name: 'b', dims: [64], offset: 768 }))).toHaveLength(2)
  })

  it.each([1, 8, 4096])('are aligned as the file says: to %d', (alignment) => {
    const [a, b] = laidOut({
      alignment,
      keys: [['general.alignment', u32(alignment)]],
      tensors: [
        { name: 'a', dims: [1] },
        { name: 'b', dims: [1] },
      ],
    })
    expect(a!.offset % alignment).toBe(0)
    expect(b!.offset - a!.offset).toBe(Math.max(4, alignment))
  })
})

import { describe, expect, it } from 'vitest'
import { damaged, ggufPath, thrownFault } from '../testing/fault-table'
import {
  bool,
  f32,
  f64,
  gguf,
  i8,
  i16,
  i32,
  i64,
  list,
  sized,
  text,
  u8,
  u16,
  u32,
  u32Bytes,
  u64,
  u64Bytes,
} from '../testing/gguf-file'
import { largeObjectsOf } from '../testing/large-objects'
import { Short } from './cursor'
import { parseGgufHeader } from './header'

const parse = (bytes: Buffer) => parseGgufHeader(bytes, ggufPath)

const huge = (1n << 64n) - 1n
const first = 'the first bytes'

/** A header with these bytes behind its counts. */
const after = (tensors: number, keys: number, ...parts: Buffer[]) =>
  Buffer.concat([gguf({ tensorCount: tensors, keyCount: keys }).subarray(0, 24), ...parts])

/** As many arrays, each in the one before. */
const nested = (depth: number) => {
  let value = list([u8(7)])
  for (let level = 1; level < depth; level++) value = list([value])
  return value
}

const endian = 'Fetch the little-endian file, or convert it with gguf_convert_endian.py of llama.cpp.'
const newer = 'Convert the model again with a newer llama.cpp, or fetch a file of version 3.'
const big = Buffer.from('4747554600000003', 'hex')

/** A header, and the message, place and remedy that it is refused with. */
const headers: readonly [string, Buffer, string, string, string?][] = [
  ['another magic', gguf({ magic: 'GGLA' }), 'The file does not begin as a GGUF file does', first],
  ['version 0', gguf({ version: 0 }), 'The file is of GGUF version 0; 2 and 3 are read', first, newer],
  ['version 1', gguf({ version: 1 }), 'The file is of GGUF version 1; 2 and 3 are read', first, newer],
  ['version 4', gguf({ version: 4 }), 'The file is of GGUF version 4; 2 and 3 are read', first, newer],
  ['big-endian', big, 'The file is big-endian, for machines of another kind', first, endian],
  [
    'more tensors than any model',
    gguf({ tensorCount: 1_000_001 }),
    'The number of tensors is said to be 1000001, where at most 1000000 makes sense',
    first,
  ],
  [
    'the greatest number of tensors',
    gguf({ tensorCount: huge }),
    'The number of tensors is said to be 18446744073709551615, where at most 1000000 makes sense',
    first,
  ],
  [
    'more keys than any model',
    gguf({ keyCount: 10_001 }),
    'The number of keys is said to be 10001, where at most 10000 makes sense',
    first,
  ],
  [
    'a key as long as memory',
    after(0, 1, u64Bytes(huge)),
    'The length of the key is said to be 18446744073709551615, where at most 65535 makes sense',
    'key 0 of 1',
  ],
  [
    'a key that comes twice',
    gguf({
      keys: [
        ['a.b', u8(1)],
        ['a.c', u8(1)],
        ['a.b', u8(1)],
      ],
    }),
    'The file has this key twice',
    'key a.b',
  ],
  [
    'a key of line breaks that comes twice',
    gguf({
      keys: [
        ['a\nb', u8(1)],
        ['a\nb', u8(1)],
      ],
    }),
    'The file has this key twice',
    'key a\\nb',
  ],
  [
    'a long key that comes twice',
    gguf({
      keys: [
        ['k'.repeat(5000), u8(1)],
        ['k'.repeat(5000), u8(1)],
      ],
    }),
    'The file has this key twice',
    `key ${'k'.repeat(80)}…`,
  ],
  [
    'a value of no known type',
    gguf({ keys: [['a', { type: 13, bytes: Buffer.alloc(8) }]] }),
    'The value has the type 13, which is not known',
    'key a',
  ],
  [
    'an array of no known type',
    gguf({ keys: [['a', list([], { type: 0xff_ff_ff_ff })]] }),
    'The value has the type 4294967295, which is not known',
    'key a',
  ],
  [
    'a text longer than any',
    gguf({ keys: [['a', { type: 8, bytes: u64Bytes(1n << 40n) }]] }),
    'The length of a text is said to be 1099511627776, where at most 16777216 makes sense',
    'key a',
  ],
  [
    'an array longer than any',
    gguf({ keys: [['a', list([], { length: 4_000_001 })]] }),
    'The length of an array is said to be 4000001, where at most 4000000 makes sense',
    'key a',
  ],
  [
    'an array whose length is negative in 64 bits',
    gguf({ keys: [['a', list([], { length: 1n << 63n })]] }),
    'The length of an array is said to be 9223372036854775808, where at most 4000000 makes sense',
    'key a',
  ],
  ['arrays in arrays', gguf({ keys: [['a', nested(4)]] }), 'Arrays lie in arrays more than 3 deep', 'key a'],
  [
    'arrays in arrays, a thousand deep',
    gguf({ keys: [['a', nested(1000)]] }),
    'Arrays lie in arrays more than 3 deep',
    'key a',
  ],
  [
    'a tensor’s name longer than any',
    after(1, 0, u64Bytes(1025)),
    'The length of the tensor’s name is said to be 1025, where at most 1024 makes sense',
    'tensor 0 of 1',
  ],
  [
    'more dimensions than ggml has',
    gguf({ tensors: [{ name: 't', dims: [1, 1, 1, 1, 1] }] }),
    'The tensor has 5 dimensions, where at most 4 make sense',
    'tensor t',
  ],
  [
    'a dimension that a number cannot hold',
    gguf({ tensors: [{ name: 't', dims: [huge], offset: 0 }], dataBytes: 0 }),
    'A dimension is said to be 18446744073709551615, where at most 9007199254740991 makes sense',
    'tensor t',
  ],
  [
    'an offset that a number cannot hold',
    gguf({ tensors: [{ name: 't', dims: [1], offset: 1n << 60n }], dataBytes: 0 }),
    'The offset is said to be 1152921504606846976, where at most 9007199254740991 makes sense',
    'tensor t',
  ],
]

describe('a GGUF header is refused', () => {
  it.each(headers)('for %s', (_, bytes, message, place, remedy = damaged) => {
    expect(thrownFault(() => parse(bytes))).toEqual({ kind: 'input', message, place, remedy })
  })

  it('for more values than all vocabularies have, in arrays that are each short enough', () => {
    const most = { type: 9, bytes: Buffer.concat([u32Bytes(0), u64Bytes(4_000_000), Buffer.alloc(4_000_000)]) }
    const file = gguf({ keys: Array.from({ length: 5 }, (_, index) => [`a${index}`, most] as const) })
    expect(thrownFault(() => parse(file))).toEqual({
      kind: 'input',
      message: 'The file has more than 16000000 values in arrays',
      place: 'key a4',
      remedy: damaged,
    })
  })

  it('for more arrays than any model has, however empty', () => {
    const empty = Array.from({ length: 20_001 }, () => list([]))
    expect(thrownFault(() => parse(gguf({ keys: [['a', list(empty)]] })))).toEqual({
      kind: 'input',
      message: 'The file has more than 20000 arrays',
      place: 'key a',
      remedy: damaged,
    })
  })
})

describe('a GGUF header that is well-formed', () => {
  it.each([2, 3])('of version %d is read with every type of value', (version) => {
    const { metadata } = parse(
      gguf({
        version,
        keys: [
          ['u8', u8(255)],
          ['i8', i8(-128)],
          ['u16', u16(65_535)],
          ['i16', i16(-32_768)],
          ['u32', u32(0xff_ff_ff_ff)],
          ['i32', i32(-2_147_483_648)],
          ['f32', f32(-0.5)],
          ['true', bool(true)],
          ['false', bool(false)],
          ['text', text('Größe 🗼 \0')],
          ['no text', text('')],
          ['u64', u64(2 ** 53 - 1)],
          ['large u64', u64(huge)],
          ['i64', i64(-3n)],
          ['small i64', i64(-(1n << 63n))],
          ['f64', f64(0.1)],
          ['texts', list([text('a'), text('')])],
          ['none', list([])],
          ['arrays', list([list([i8(-1), i8(2)]), list([f32(1.5)])])],
        ],
      }),
    )
    expect(Object.fromEntries(metadata)).toEqual({
      ...{ u8: 255, i8: -128, u16: 65_535, i16: -32_768, u32: 0xff_ff_ff_ff, i32: -2_147_483_648, f32: -0.5 },
      ...{ true: true, false: false, text: 'Größe 🗼 \0', 'no text': '' },
      ...{ u64: 2 ** 53 - 1, 'large u64': huge, i64: -3, 'small i64': -(1n << 63n), f64: 0.1 },
      ...{ texts: ['a', ''], none: [], arrays: [[-1, 2], [1.5]] },
    })
  })

  it('is read with its tensors in the order of the file, and says where it ends', () => {
    const entries = [
      { name: 'b', dims: [32, 2], type: 2, offset: 64 },
      { name: 'a', dims: [], type: 0, offset: 0 },
    ]
    const file = gguf({ tensors: entries, dataBytes: 100 })
    const { entries: read, end } = parse(file)
    expect(read).toEqual(entries)
    expect(Math.ceil(end / 32) * 32).toBe(file.length - 100)
  })

  it('may name keys like members of every object', () => {
    const names = ['__proto__', 'constructor', 'toString']
    const { metadata } = parse(gguf({ keys: names.map((name) => [name, u8(1)]) }))
    expect([...metadata.keys()]).toEqual(names)
  })

  it('may have arrays in arrays as deep as is read', () => {
    expect(parse(gguf({ keys: [['a', nested(3)]] })).metadata.get('a')).toEqual([[[7]]])
  })

  it('cut anywhere asks for more bytes', () => {
    const file = gguf({
      keys: [
        ['texts', list([text('one'), text('two')])],
        ['n', u32(1)],
        ['deep', nested(3)],
      ],
      tensors: [{ name: 't', dims: [2, 2] }],
    })
    const { end } = parse(file)
    for (let length = 0; length < end; length++) expect(() => parse(file.subarray(0, length))).toThrow(Short)
  })

  it('with a name that is no text in UTF-8 is read with a sign in its place', () => {
    const { metadata } = parse(after(0, 1, sized(Buffer.from([0x61, 0xff])), u32Bytes(0), Buffer.from([1])))
    expect([...metadata.keys()]).toEqual(['a\ufffd'])
  })
})

it.each([
  ['tensors', gguf({ tensorCount: 1_000_000 })],
  ['values', gguf({ keys: [['a', list([], { length: 4_000_000 })]] })],
  ['letters', gguf({ keys: [['a', { type: 8, bytes: u64Bytes(16_000_000) }]] })],
])('a great number of %s takes no memory before there are bytes for them', (_, bytes) => {
  expect(largeObjectsOf(() => expect(() => parse(bytes)).toThrow(Short))).toBeLessThan(1 << 20)
})

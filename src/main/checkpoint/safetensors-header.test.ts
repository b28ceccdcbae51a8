import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import type { StoredTensor } from './checkpoint'
import { parseHeader } from './safetensors-header'

const bytesOf = { U8: 1, BOOL: 1, F8_E5M2: 1, BF16: 2, F16: 2, F32: 4, I64: 8 } as const

/** A well-formed header with its tensors in any order, as the format allows, and the tensors that it names. */
const headers = fc
  .dictionary(
    fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__'),
    fc.record({
      dtype: fc.constantFrom(...(Object.keys(bytesOf) as (keyof typeof bytesOf)[])),
      shape: fc.array(fc.nat(5), { maxLength: 4 }),
    }),
  )
  .chain((tensors) => fc.shuffledSubarray(Object.entries(tensors), { minLength: Object.keys(tensors).length }))
  .map((tensors) => {
    let end = 0
    const entries = tensors.map(([name, { dtype, shape }]) => {
      const begin = end
      end += shape.reduce((product, size) => product * size, bytesOf[dtype])
      return [name, { dtype, shape, data_offsets: [begin, end] as const }] as const
    })
    return { header: Object.fromEntries([['__metadata__', { format: 'pt' }], ...entries.reverse()]), entries, end }
  })

function parse(json: string | Uint8Array, dataBytes: number): StoredTensor[] {
  const bytes = typeof json === 'string' ? Buffer.from(json) : json
  return parseHeader(bytes, {
    path: '/m/model.safetensors',
    name: 'model.safetensors',
    bytes: 8 + bytes.length + dataBytes,
  })
}

function onlyFaults(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    expect(error.data).toMatchObject({ kind: 'input', file: '/m/model.safetensors' })
    expect(error.data.remedy).toBeTruthy()
  }
}

describe('a well-formed header', () => {
  it('gives every tensor that it names, and each byte of the data to one of them', () => {
    fc.assert(
      fc.property(headers, fc.nat(9), ({ header, entries, end }, spaces) => {
        const json = JSON.stringify(header) + ' '.repeat(spaces)
        const start = 8 + Buffer.byteLength(json)
        const read = new Map(parse(json, end).map((tensor) => [tensor.name, tensor]))
        expect(read.size).toBe(entries.length)
        for (const [name, { dtype, shape, data_offsets: offsets }] of entries) {
          const [begin, after] = offsets
          const lies = { file: 'model.safetensors', offset: start + begin, length: after - begin }
          expect(read.get(name)).toEqual({ name, dtype, shape, ...lies })
        }
      }),
    )
  })

  it('is refused when the file is of any other size', () => {
    fc.assert(
      fc.property(headers, fc.integer({ min: 1, max: 100 }), ({ header, end }, by) => {
        const json = JSON.stringify(header)
        expect(() => parse(json, end + by)).toThrow('does not match its header')
        if (by <= end) expect(() => parse(json, end - by)).toThrow('and the file at byte')
      }),
    )
  })

  it('may name a tensor like a member of every object', () => {
    const names = ['__proto__', 'constructor', 'toString']
    const json = `{${names.map((name) => `"${name}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`)}}`
    expect(parse(json, 0).map(({ name }) => name)).toEqual(names)
  })
})

describe('whatever is read', () => {
  it('of random bytes, the failure is a fault', () => {
    fc.assert(fc.property(fc.uint8Array(), fc.nat(100), (bytes, data) => onlyFaults(() => parse(bytes, data))))
  })

  it('of any JSON in the place of an entry or its parts, the failure is a fault', () => {
    const entry = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { dtype: fc.oneof(fc.constant('F32'), fc.jsonValue()), shape: fc.jsonValue(), data_offsets: fc.jsonValue() },
        { requiredKeys: [] },
      ),
      fc.record({
        dtype: fc.constant('F32'),
        shape: fc.array(fc.oneof(fc.nat(), fc.double(), fc.maxSafeNat())),
        data_offsets: fc.array(fc.oneof(fc.nat(20), fc.double(), fc.maxSafeNat())),
      }),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.string(), entry), fc.nat(100), (header, data) =>
        onlyFaults(() => parse(JSON.stringify(header), data)),
      ),
    )
  })

  it('of a header with bytes changed, the failure is a fault', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(headers, changes, ({ header, end }, changed) => {
        const json = Buffer.from(JSON.stringify(header))
        for (const [at, byte] of changed) json[at % json.length] = byte
        onlyFaults(() => parse(json, end))
      }),
    )
  })
})

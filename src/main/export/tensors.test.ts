import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FloatTensor } from '../../shared/tensor'
import { writeStoredZip } from './stored-zip'
import { writeNpz } from './tensors-npz'
import { writeSafetensors } from './tensors-safetensors'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-tensors-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const tensor = (shape: number[], data: number[]): FloatTensor => ({
  type: 'float32',
  shape,
  data: Float32Array.from(data),
})

const tensors = new Map([
  ['blocks.0.hook_resid_pre', tensor([1, 2, 3], [1, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e-45, 0.1])],
  ['logits', tensor([3], [3, 4, 5])],
  ['a scalar, naïve', tensor([], [7])],
  ['empty', tensor([1, 0, 4], [])],
  ['a view', { type: 'float32', shape: [2], data: Float32Array.of(0, 1, 2, 3).subarray(1, 3) } as FloatTensor],
])

const bits = (data: Float32Array) => [...new Uint32Array(data.slice().buffer)]

function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer)
}

describe('a safetensors file', () => {
  it('holds every tensor bit for bit under its name, packed in order, its values at a multiple of eight', async () => {
    const path = join(folder, 'a.safetensors')
    await writeSafetensors(path, tensors, { metadata: { tokentrace: '{"a":"ü"}' } })
    const bytes = readFileSync(path)
    const start = 8 + Number(bytes.readBigUInt64LE())
    expect(start % 8).toBe(0)
    const header = JSON.parse(bytes.toString('utf8', 8, start))
    expect(header.__metadata__).toEqual({ tokentrace: '{"a":"ü"}' })
    delete header.__metadata__
    expect(Object.keys(header)).toEqual([...tensors.keys()])
    let end = 0
    for (const [name, { shape, data }] of tensors) {
      expect(header[name]).toEqual({ dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] })
      end += data.byteLength
      expect(bits(floats(bytes.subarray(start + end - data.byteLength, start + end)))).toEqual(bits(data))
    }
    expect(bytes.length).toBe(start + end)
  })

  it('refuses the one name that the format keeps for itself', async () => {
    const named = new Map([['__metadata__', tensor([1], [1])]])
    await expect(writeSafetensors(join(folder, 'a.safetensors'), named)).rejects.toThrow('__metadata__')
    expect(readdirSync(folder)).toEqual([])
  })

  it('keeps the map’s order even for names that look like numbers', async () => {
    const path = join(folder, 'a.safetensors')
    await writeSafetensors(
      path,
      new Map([
        ['b', tensor([1], [1])],
        ['1', tensor([1], [2])],
      ]),
    )
    const bytes = readFileSync(path)
    const start = 8 + Number(bytes.readBigUInt64LE())
    const header = JSON.parse(bytes.toString('utf8', 8, start))
    const at = (name: string) => bytes.readFloatLE(start + header[name].data_offsets[0])
    expect([at('b'), at('1')]).toEqual([1, 2])
  })
})

describe('an npz file', () => {
  it('holds every tensor bit for bit as an .npy member, its values at a multiple of 64', async () => {
    const path = join(folder, 'a.npz')
    await writeNpz(path, tensors)
    const members = unzipSync(readFileSync(path))
    expect(Object.keys(members)).toEqual([...tensors.keys()].map((name) => `${name}.npy`))
    for (const [name, { shape, data }] of tensors) {
      const member = Buffer.from(members[`${name}.npy`]!)
      expect(member.toString('latin1', 0, 8)).toBe('\x93NUMPY\x01\x00')
      const start = 10 + member.readUInt16LE(8)
      expect(start % 64).toBe(0)
      const header = member.toString('latin1', 10, start)
      const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
      expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': .*, \} *\n$/)
      expect(header).toContain(`'shape': ${tuple},`)
      expect(bits(floats(member.subarray(start)))).toEqual(bits(data))
    }
  })
})

describe.each([
  ['safetensors', writeSafetensors],
  ['npz', writeNpz],
])('%s that a person stops', (ending, write) => {
  it('leaves no file', async () => {
    const signal = AbortSignal.abort()
    await expect(write(join(folder, `a.${ending}`), tensors, { signal })).rejects.toMatchObject({
      data: { kind: 'cancelled' },
    })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('an archive past the limit of the classic fields', () => {
  it('is read by another program', async () => {
    const pieces: Uint8Array[] = []
    const members = ['a', 'b', 'c'].map((name, index) => ({ name, parts: [Buffer.alloc(40 + index, name)] }))
    const append = async (bytes: Uint8Array) => void pieces.push(bytes)
    await writeStoredZip([...members, { name: 'small', parts: [Buffer.from('x')] }], append, 41)
    const back = unzipSync(Buffer.concat(pieces))
    expect(Object.entries(back).map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['a', 'a'.repeat(40)],
      ['b', 'b'.repeat(41)],
      ['c', 'c'.repeat(42)],
      ['small', 'x'],
    ])
  })
})

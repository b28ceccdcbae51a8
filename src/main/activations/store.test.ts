import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import type { FloatTensor } from '../../shared/tensor'
import { type ActivationStore, openActivationStore, type RunKey } from './index'
import { isRun, runOf } from './testing/run-of'

let folder: string
let store: ActivationStore
const megabyte = 1 << 20

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-store-'))
  store = openActivationStore({ folder, limitBytes: 64 * megabyte })
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

function bits(tensor: FloatTensor | undefined): number[] {
  if (tensor === undefined) throw new Error('No tensor.')
  return [...new Uint32Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.length)]
}

/** One tensor of `mib` mebibytes. */
function large(mib: number): Map<string, FloatTensor> {
  const data = new Float32Array((mib * megabyte) / 4).fill(mib)
  return new Map([['logits', { type: 'float32', shape: [1, data.length], data }]])
}

const keyOf = (id: number): RunKey => ({ fingerprint: 'abc', tokenIds: [id], device: 'cpu' })
const holds = (id: number) => store.get(keyOf(id), ['logits']) !== null

describe('what is put', () => {
  const anyBits = fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constantFrom(0x80000000, 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffffffff, 1),
  )
  const anyTensor = fc
    .tuple(fc.array(fc.nat(4), { maxLength: 4 }), fc.array(anyBits, { minLength: 256, maxLength: 256 }))
    .map(([shape, values]): FloatTensor => {
      const size = shape.reduce((product, axis) => product * axis, 1)
      const data = new Float32Array(Uint32Array.from({ length: size }, (_, i) => values[i % 256]!).buffer)
      return { type: 'float32', shape, data }
    })

  it('comes back bit for bit, NaN payloads, -0 and infinities among it', () => {
    let run = 0
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), anyTensor, { maxKeys: 5 }), (named) => {
        const key = keyOf(run++)
        const tensors = new Map(Object.entries(named))
        expect(store.put(key, tensors).stored).toBe(true)
        const back = store.get(key, [...tensors.keys()])
        expect([...(back?.keys() ?? [])]).toEqual([...tensors.keys()])
        for (const [tap, tensor] of tensors) {
          expect(back?.get(tap)?.shape).toEqual(tensor.shape)
          expect(bits(back?.get(tap))).toEqual(bits(tensor))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('comes back from a view into larger memory without its surroundings', () => {
    const whole = Float32Array.from({ length: 10 }, (_, i) => i)
    const data = whole.subarray(3, 7)
    store.put(keyOf(1), new Map([['logits', { type: 'float32', shape: [4], data }]]))
    expect([...store.get(keyOf(1), ['logits'])!.get('logits')!.data]).toEqual([3, 4, 5, 6])
  })

  it('comes back after the store was closed and opened again', () => {
    const { key, tensors } = runOf(7)
    store.put(key, tensors)
    store.close()
    store = openActivationStore({ folder, limitBytes: 64 * megabyte })
    expect(isRun(store.get(key, [...tensors.keys()]), 7)).toBe(true)
    expect(store.info()).toMatchObject({ entries: 1, notice: null })
  })

  it('adds to what a run already has, and replaces hook points of the same name', () => {
    const tensor = (value: number): FloatTensor => ({ type: 'float32', shape: [1], data: Float32Array.of(value) })
    store.put(
      keyOf(1),
      new Map([
        ['a', tensor(1)],
        ['b', tensor(2)],
      ]),
    )
    store.put(
      keyOf(1),
      new Map([
        ['b', tensor(3)],
        ['c', tensor(4)],
      ]),
    )
    const back = store.get(keyOf(1), ['a', 'b', 'c'])
    expect([...back!.values()].map(({ data }) => data[0])).toEqual([1, 3, 4])
    expect(store.info().entries).toBe(1)
  })
})

describe('a key', () => {
  it('tells models, token ids, token types and devices apart', () => {
    const base: RunKey = { fingerprint: 'abc', tokenIds: [1, 23], device: 'cpu' }
    const others: RunKey[] = [
      { ...base, fingerprint: 'abd' },
      { ...base, tokenIds: [12, 3] },
      { ...base, tokenIds: [1, 23, 0] },
      { ...base, tokenTypeIds: [0, 0] },
      { ...base, device: 'webgpu' },
    ]
    store.put(base, large(1))
    expect(store.get(base, ['logits'])).not.toBeNull()
    for (const other of others) expect(store.get(other, ['logits'])).toBeNull()
  })

  it('answers nothing when any of the hook points is missing', () => {
    const { key, tensors } = runOf(1)
    store.put(key, tensors)
    expect(store.get(key, ['blocks.0.hook_resid_post', 'logits'])).toBeNull()
    expect(store.get(key, ['blocks.0.hook_resid_post'])?.size).toBe(1)
  })
})

describe('the limit', () => {
  it('is held on disk by dropping the runs that were used longest ago', () => {
    store.setLimit(10 * megabyte)
    for (const id of [1, 2, 3]) expect(store.put(keyOf(id), large(3))).toEqual({ stored: true, dropped: 0 })
    expect(holds(1)).toBe(true)
    expect(store.put(keyOf(4), large(3))).toEqual({ stored: true, dropped: 1 })
    expect([1, 2, 3, 4].map(holds)).toEqual([true, false, true, true])
    expect(store.info().bytes).toBeLessThanOrEqual(10 * megabyte + shm())
    expect(statSync(store.info().path).size).toBeLessThanOrEqual(10 * megabyte)
  })

  it('holds over many runs of different sizes', () => {
    store.setLimit(12 * megabyte)
    for (let id = 0; id < 40; id++) {
      store.put(keyOf(id), large(1 + (id % 4)))
      expect(holds(id)).toBe(true)
    }
    expect(store.info().bytes).toBeLessThanOrEqual(12 * megabyte + shm())
    expect(store.info().entries).toBeGreaterThanOrEqual(3)
  })

  it('leaves what is stored when a run is larger than it, and says so', () => {
    store.setLimit(6 * megabyte)
    store.put(keyOf(1), large(2))
    expect(store.put(keyOf(2), large(7))).toEqual({
      stored: false,
      reason: 'larger-than-limit',
      bytes: 7 * megabyte,
    })
    // Just under the limit by its own bytes, over it by the pages that it takes.
    expect(store.put(keyOf(3), large(5.99))).toMatchObject({ stored: false, reason: 'larger-than-limit' })
    expect([1, 2, 3].map(holds)).toEqual([true, false, false])
  })

  it('gives disk space back when it is lowered and when the store is cleared', () => {
    for (const id of [1, 2, 3, 4]) store.put(keyOf(id), large(4))
    expect(store.info().bytes).toBeGreaterThan(16 * megabyte)
    store.setLimit(9 * megabyte)
    expect(store.info().bytes).toBeLessThanOrEqual(9 * megabyte + shm())
    expect([1, 2, 3, 4].map(holds)).toEqual([false, false, true, true])
    store.clear()
    expect(store.info()).toMatchObject({ entries: 0, limitBytes: 9 * megabyte })
    expect(store.info().bytes).toBeLessThan(megabyte)
  })

  /** The index of the write-ahead log, which lies beside the file only while it is open. */
  function shm(): number {
    return statSync(`${store.info().path}-shm`, { throwIfNoEntry: false })?.size ?? 0
  }
})

describe('housekeeping after a put', () => {
  it('folds the write-ahead log into the file without being asked', async () => {
    store.put(keyOf(1), large(4))
    const log = join(folder, 'activations.sqlite-wal')
    expect(statSync(log).size).toBeGreaterThan(4 * megabyte)
    await expect.poll(() => statSync(log).size, { timeout: 5000 }).toBe(0)
    expect(holds(1)).toBe(true)
  })

  it('leaves one file behind when the store is closed', () => {
    store.put(keyOf(1), large(4))
    store.close()
    expect(existsSync(join(folder, 'activations.sqlite-wal'))).toBe(false)
    store = openActivationStore({ folder, limitBytes: 64 * megabyte })
    expect(holds(1)).toBe(true)
  })
})

describe('a folder that cannot be written', () => {
  it('is an environment fault that names the store and a remedy', () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    for (const place of [file, join(file, 'below')]) {
      let fault: unknown
      try {
        openActivationStore({ folder: place, limitBytes: megabyte })
      } catch (error) {
        fault = error
      }
      expect(fault).toBeInstanceOf(Fault)
      expect((fault as Fault).data).toMatchObject({ kind: 'environment', file: join(place, 'activations.sqlite') })
      expect((fault as Fault).message).toContain('Choose another folder')
    }
  })
})

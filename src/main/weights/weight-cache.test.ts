import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { copyFile, mkdir, open, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Progress } from '../../shared/contract'
import { type Checkpoint, isQuantised, openCheckpoint, type StoredTensor } from '../checkpoint'
import { type CachedWeight, mostBytes } from './cached-weight'
import { openWeightCache } from './weight-cache'

const quantised = 'fixtures/gguf/llama-tiny-quantised.gguf'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-weights-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const cacheOf = (limit = 1e9) => openWeightCache({ folder: join(folder, 'weights'), limit: () => limit })
const wantedOf = ({ tensors }: Checkpoint) =>
  [...tensors.values()]
    .filter(({ dtype }) => isQuantised(dtype))
    .map((tensor): CachedWeight => ({ tensor, form: 'plain' }))
const opened = async (path = quantised) => {
  const checkpoint = await openCheckpoint(path)
  return { checkpoint, wanted: wantedOf(checkpoint) }
}
const names = () => readdir(join(folder, 'weights'))

/** A model of another fingerprint: one of its numbers differs. */
async function changed(name: string): Promise<string> {
  const path = join(folder, name)
  await copyFile(quantised, path)
  const file = await open(path, 'r+')
  await file.write(Buffer.from(createHash('sha256').update(name).digest()), 0, 2, (await stat(path)).size - 2)
  await file.close()
  return path
}

describe('quantised weights', () => {
  it('are written once, and found by the next process', async () => {
    const { checkpoint, wanted } = await opened()
    const stages: Progress[] = []
    const first = await cacheOf().prepare(checkpoint, wanted, { onProgress: (progress) => stages.push(progress) })
    const total = wanted.reduce((sum, { tensor }) => sum + tensor.length, 0)
    expect(stages.at(-1)).toEqual({ stage: 'preparing', done: total, total })
    const again: Progress[] = []
    const second = await cacheOf().prepare(checkpoint, wanted, { onProgress: (progress) => again.push(progress) })
    expect(second).toEqual(first)
    expect(again).toEqual([])
    expect(await names()).toEqual([`${checkpoint.fingerprint}.safetensors`])
  })

  it('lie in a safetensors file that anyone can open, F16 where that loses nothing', async () => {
    const { checkpoint, wanted } = await opened()
    const { path, tensors } = await cacheOf().prepare(checkpoint, wanted, {})
    const bytes = await readFile(path)
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString())
    const dtypes = new Map(wanted.map(({ tensor }) => [tensor.dtype, header[tensor.name].dtype]))
    expect(dtypes.get('MXFP4')).toBe('F16')
    expect(dtypes.get('Q4_K')).toBe('F32')
    expect(tensors.map(({ name }) => name).sort()).toEqual(wanted.map(({ tensor }) => tensor.name).sort())
  })

  it.each([
    ['cut short', async (path: string) => writeFile(path, (await readFile(path)).subarray(0, -100))],
    ['emptied', (path: string) => writeFile(path, '')],
    [
      'changed at a tensor’s end',
      async (path: string) => {
        const bytes = await readFile(path)
        bytes.fill(0, bytes.length - 200, bytes.length - 100)
        await writeFile(path, bytes)
      },
    ],
  ])('are written anew where the file was %s', async (_, damage) => {
    const { checkpoint, wanted } = await opened()
    const { path } = await cacheOf().prepare(checkpoint, wanted, {})
    const whole = await readFile(path)
    await damage(path)
    await cacheOf().prepare(checkpoint, wanted, {})
    expect((await readFile(path)).equals(whole)).toBe(true)
  })

  it('lie in four bits where that is asked for, in a file of its own that is a sixth and less of the other', async () => {
    const { checkpoint, wanted } = await opened('fixtures/gguf/llama-tiny-q4_0.gguf')
    const inFourBits = wanted.map(({ tensor }): CachedWeight => ({ tensor, form: 'four bits' }))
    const plain = await cacheOf().prepare(checkpoint, wanted, {})
    const { path, tensors } = await cacheOf().prepare(checkpoint, inFourBits, {})
    expect(basename(path)).toBe(`${checkpoint.fingerprint}-4bit.safetensors`)
    const { name, shape } = wanted[0]!.tensor
    const parts = tensors.filter((part) => part.name.startsWith(`${name}.`))
    const blocks = [shape[0], shape[1]! / 32]
    expect(parts.map((part) => [part.name, part.dtype, part.shape])).toEqual([
      [`${name}.numbers`, 'U8', [...blocks, 16]],
      [`${name}.scales`, 'F32', blocks],
    ])
    const bytes = (of: typeof tensors) => of.reduce((sum, { length }) => sum + length, 0)
    expect(bytes(tensors)).toBe(inFourBits.reduce((sum, weight) => sum + mostBytes(weight), 0))
    expect(bytes(tensors)).toBeLessThan(bytes(plain.tensors) / 6)
    const again: Progress[] = []
    const found = await cacheOf().prepare(checkpoint, inFourBits, { onProgress: (progress) => again.push(progress) })
    expect(found).toEqual({ path, tensors })
    expect(again).toEqual([])
  })

  it('are gone where a person stops the writing, and nothing half-written is left', async () => {
    const { checkpoint, wanted } = await opened()
    const stopping = new AbortController()
    const cut = cacheOf().prepare(checkpoint, wanted, {
      signal: stopping.signal,
      onProgress: () => stopping.abort(),
    })
    await expect(cut).rejects.toMatchObject({ data: { kind: 'cancelled' } })
    expect(await names()).toEqual([])
  })
})

describe('the limit', () => {
  it('drops what was used longest ago', async () => {
    const { checkpoint, wanted } = await opened()
    // What the header leaves unused is little beside the numbers.
    const size = wanted.reduce((sum, weight) => sum + mostBytes(weight), 0)
    const cache = cacheOf(2.5 * size)
    const usedHoursAgo = async (path: string, hours: number) => {
      const used = new Date(Date.now() - hours * 3_600_000)
      await utimes(path, used, used)
    }
    const prepare = async (name: string) => {
      const model = await opened(await changed(name))
      return (await cache.prepare(model.checkpoint, model.wanted, {})).path
    }
    const first = (await cache.prepare(checkpoint, wanted, {})).path
    const second = await prepare('second.gguf')
    await usedHoursAgo(first, 2)
    await usedHoursAgo(second, 3)
    const third = await prepare('third.gguf')
    expect(await names()).toEqual([first, third].map((path) => basename(path)).sort())
    expect(await cache.bytes()).toBeLessThanOrEqual(2.5 * size)
    await cache.hold(size)
    expect(await names()).toEqual([basename(third)])
  })

  it('refuses a model that it cannot hold, and says how large that is', async () => {
    const { checkpoint, wanted } = await opened()
    await expect(cacheOf(100_000).prepare(checkpoint, wanted, {})).rejects.toMatchObject({
      data: {
        kind: 'environment',
        message: expect.stringMatching(/the weights take 2\.85 MB, and the store may have 100 kB/),
        remedy: expect.stringContaining('Raise the limit'),
      },
    })
    expect(await names()).toEqual([])
  })

  it('removes what a process that died left half-written', async () => {
    const left = join(folder, 'weights', 'a.safetensors.x.part')
    await mkdir(join(folder, 'weights'), { recursive: true })
    await writeFile(left, 'half')
    const old = new Date(Date.now() - 2 * 3_600_000)
    await utimes(left, old, old)
    const { checkpoint, wanted } = await opened()
    await cacheOf().prepare(checkpoint, wanted, {})
    expect(await names()).toEqual([`${checkpoint.fingerprint}.safetensors`])
  })
})

it('a tensor that is missing in the cache has it written anew', async () => {
  const { checkpoint, wanted } = await opened()
  const cache = cacheOf()
  await cache.prepare(checkpoint, wanted.slice(1), {})
  const { tensors } = await cache.prepare(checkpoint, wanted, {})
  expect(tensors.map(({ name }: StoredTensor) => name)).toContain(wanted[0]!.tensor.name)
})

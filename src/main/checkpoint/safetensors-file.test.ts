import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Fault } from '../../shared/fault'
import { readHeader } from './safetensors-file'
import { safetensors, tensor } from './testing/files'

let folder: string
let path: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-header-'))
  path = join(folder, 'model.safetensors')
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** How the reading ended, and the most bytes that it asked memory for at once. */
async function read(content: Uint8Array): Promise<{ end: unknown; most: number }> {
  writeFileSync(path, content)
  const handle = await open(path)
  const alloc = vi.spyOn(Buffer, 'alloc')
  try {
    const header = readHeader(handle, { path, name: 'model.safetensors', bytes: content.length })
    const end = await header.catch((error: unknown) => error)
    return { end, most: Math.max(...alloc.mock.calls.map(([size]) => size)) }
  } finally {
    alloc.mockRestore()
    await handle.close()
  }
}

it('whatever a file holds, reading it fails with a fault alone and takes no more memory than the file is long', async () => {
  const valid = safetensors({ a: tensor(0, 3), b: tensor(3, 9) }, 9)
  const mutated = fc
    .array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
    .map((changes) => changes.reduce((file, [at, byte]) => file.fill(byte, at % 12, (at % 12) + 1), Buffer.from(valid)))
  const lengths = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((length) => safetensors('{}', 20, length))
  const cut = fc.nat(valid.length - 1).map((length) => valid.subarray(0, length))
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array(), mutated, lengths, cut), async (content) => {
      const { end, most } = await read(content)
      if (end instanceof Error) expect(end).toBeInstanceOf(Fault)
      expect(most).toBeLessThanOrEqual(content.length)
    }),
  )
})

it('nothing behind the header is read', async () => {
  const content = safetensors({ a: tensor(0, 100_000) }, 100_000)
  const { end, most } = await read(content)
  expect(end).toMatchObject({ tensors: [{ name: 'a', length: 100_000 }] })
  expect(most).toBe(256)
})

import { closeSync, ftruncateSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Fault } from '../../../shared/fault'
import { openCheckpoint } from '../open-checkpoint'
import { largeObjects } from '../testing/large-objects'
import { type MangledFile, mangled } from '../testing/mangled-gguf'

const fixtures = 'fixtures/gguf'
const files = readdirSync(fixtures)
  .filter((name) => !/-of-/.test(name))
  .map((name) => readFileSync(join(fixtures, name)))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-mangled-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function write({ head, size }: MangledFile): string {
  const path = join(folder, 'm.gguf')
  const file = openSync(path, 'w')
  writeSync(file, head)
  ftruncateSync(file, size)
  closeSync(file)
  return path
}

const batches = 20
const batchRuns = 1000
/** A thousand take about one second on a machine that does nothing else. */
const mostSeconds = 60

it.each(Array.from({ length: batches }, (_, index) => index + 1))(
  'a GGUF file mangled in any of a thousand ways opens or is refused by a fault, in bounded time and memory (%d of 20)',
  { timeout: 120_000 },
  async (seed) => {
    const alloc = vi.spyOn(Buffer, 'alloc')
    const outcomes = new Map<string, number>()
    const started = performance.now()
    await fc.assert(
      fc.asyncProperty(mangled(files), async (file) => {
        const path = write(file)
        alloc.mockClear()
        const before = largeObjects()
        const message = await openCheckpoint(path).then(
          () => 'opens',
          (error: unknown) => {
            if (!(error instanceof Fault)) throw error
            const { kind, file: named, remedy } = error.data
            expect({ kind, named, remedy: typeof remedy }).toEqual({ kind: 'input', named: path, remedy: 'string' })
            expect(error.message.length).toBeLessThan(1000)
            return error.data.message
          },
        )
        outcomes.set(message, (outcomes.get(message) ?? 0) + 1)
        const read = alloc.mock.calls.reduce((sum, [length]) => sum + length, 0)
        // The header is read in doubling steps; of a tensor not more than there is.
        expect(read).toBeLessThanOrEqual(4 * file.size)
        expect(largeObjects() - before).toBeLessThan((1 << 20) + 32 * file.size)
      }),
      { seed, numRuns: batchRuns },
    )
    alloc.mockRestore()
    expect(outcomes.get('opens')).toBeGreaterThan(0)
    expect(outcomes.size).toBeGreaterThan(20)
    expect((performance.now() - started) / 1000).toBeLessThan(mostSeconds)
  },
)

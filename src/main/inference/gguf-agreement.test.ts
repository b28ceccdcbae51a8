import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { tapsOf } from '../../shared/taps'
import { poolerHook } from '../../shared/task-head'
import { openCheckpoint } from '../checkpoint'
import { readArchitecture, tapModelOf } from '../families'
import { openWeightCache } from '../weights'
import { openRunner } from './runner'
import { batchOf, largestDifference, readReference } from './testing/reference'

const folder = 'fixtures/gguf'

const temporary = mkdtempSync(join(tmpdir(), 'tokentrace-gguf-'))
afterAll(() => rmSync(temporary, { recursive: true }))
const cache = openWeightCache({ folder: temporary, limit: () => 1e9 })

/** Absolute, for every hook point, on the CPU in F32. */
const tolerance = 2e-4

/** One file a model: the first of those that it is split into. */
const files = readdirSync(folder).filter((name) => !/-0000[2-9]-of/.test(name))

describe('a GGUF file of a model agrees with PyTorch on every hook point', () => {
  it.each(files)('in %s', async (file) => {
    const checkpoint = await openCheckpoint(join(folder, file))
    expect(checkpoint.format).toBe('gguf')
    const architecture = readArchitecture(checkpoint)
    const runner = await openRunner(checkpoint, architecture, 'cpu', { cache })
    const taps = tapsOf(tapModelOf(architecture)).map(({ name }) => name)
    const references = readReference(checkpoint.name)
    expect(references.length).toBeGreaterThan(0)
    for (const reference of references) {
      const got = await runner.run(batchOf(reference), taps)
      for (const [hook, expected] of reference.tensors) {
        // llama.cpp's converter leaves BERT's pooler out.
        if (hook === poolerHook && architecture.pooler === null) continue
        expect(largestDifference(got.get(hook)!, expected), `${reference.name}/${hook}`).toBeLessThan(tolerance)
      }
    }
    await runner.release()
  })
})

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, type Client, startEngine } from '../../src/main/engine/testing/engine-client'
import { isAbsent, type TwoModels } from '../../src/shared/two-models'
import type { WeightErrors } from '../../src/shared/weight-errors'
import { roundToFourBits } from '../quantised-sample'
import { writePlainCopy } from './plain-copy'

/** SmolLM2-135M-Instruct in Q4_1; scripts/test-real.mjs fetches it and says where. */
const file = process.env.TOKENTRACE_SMOLLM2 ?? ''

const { ids } = (
  JSON.parse(readFileSync('fixtures/reference/smollm2.json', 'utf8')) as { sentences: { ids: number[] }[] }
).sentences[0]!

describe.skipIf(file === '')('SmolLM2-135M in Q4_1 against copies of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-two-models-'))
  const half = join(folder, 'half')
  const coarse = join(folder, 'coarse')
  let client: Client
  let close: () => Promise<void>
  beforeAll(async () => {
    for (const path of [half, coarse]) mkdirSync(path)
    await writePlainCopy(file, half)
    await writePlainCopy(file, coarse, roundToFourBits)
    const started = await startEngine(join(folder, 'data'))
    client = started.client
    close = () => started.engine.close()
  })
  afterAll(async () => {
    await close()
    rmSync(folder, { recursive: true })
  })

  const compare = async (path: string): Promise<TwoModels> => {
    const asked = { path, other: file, prompt: { ids }, position: ids.length - 1, view: 'raw', device: 'cpu' } as const
    return (await answerOf(client.analyse.models(asked))).answer
  }
  const weightsOf = async (path: string): Promise<WeightErrors> =>
    (await answerOf(client.analyse.weights({ path, other: file }))).answer
  function given<T extends object>(part: T): Exclude<T, { absent: string }> {
    if (isAbsent(part)) throw new Error(part.absent)
    return part as Exclude<T, { absent: string }>
  }
  const relative = ({ tensors }: WeightErrors) => tensors.map(({ error }) => given(error).relative)

  it('has the weights of the folder in F16, but for what F16 rounds, whatever their order in the file', async () => {
    const errors = relative(await weightsOf(half))
    expect(errors).toHaveLength(272)
    expect(Math.max(...errors)).toBeLessThan(2 ** -11)
  })

  it('is followed by that folder station by station, and says the same word', async () => {
    const { paths, patterns, words } = await compare(half)
    expect(Math.min(...given(paths).cosines)).toBeGreaterThan(0.9999)
    expect(
      Math.max(
        ...given(patterns)
          .flat()
          .map(({ mean }) => mean),
      ),
    ).toBeLessThan(0.02)
    expect(given(words).words[0]!.ranks).toEqual([0, 0])
    expect(given(words).divergence).toBeLessThan(1e-3)
  })

  it('is farther from a copy in four bits, in its weights and at every depth', async () => {
    const { paths, words } = await compare(coarse)
    const fine = await compare(half)
    const matrices = relative(await weightsOf(coarse)).filter((error) => error > 2 ** -11)
    expect(matrices).toHaveLength(211)
    expect(Math.min(...matrices)).toBeGreaterThan(0.05)
    expect(Math.max(...matrices)).toBeLessThan(0.15)
    for (const [station, distance] of given(paths).distances.entries()) {
      expect(distance).toBeGreaterThan(10 * given(fine.paths).distances[station]!)
    }
    expect(given(paths).parting).not.toBeNull()
    expect(given(words).divergence).toBeGreaterThan(100 * given(fine.words).divergence)
  })
})

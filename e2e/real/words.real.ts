import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, type Client, startEngine } from '../../src/main/engine/testing/engine-client'
import { atOnce } from '../../src/shared/slices'
import { readVocabularyMap, readVocabularyWords } from '../../src/shared/vocabulary-map'

/** SmolLM2-135M-Instruct in Q4_1; scripts/test-real.mjs fetches it and says where. */
const file = process.env.TOKENTRACE_SMOLLM2 ?? ''
const of = { path: file, device: 'cpu', of: 'embedding' } as const

describe.skipIf(file === '')('All words of SmolLM2-135M', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-words-'))
  let client: Client
  let close: () => Promise<void>
  beforeAll(async () => {
    const started = await startEngine(folder)
    client = started.client
    close = () => started.engine.close()
  })
  afterAll(async () => {
    await close()
    rmSync(folder, { recursive: true, force: true })
  })
  const words = async () =>
    atOnce(readVocabularyWords(await (await answerOf(client.vocabulary.words(of))).answer.arrayBuffer()))

  it('have ranks of merges, and the scripts of the languages it knows', async () => {
    const { texts, scripts, ranks } = await words()
    expect(texts).toHaveLength(49_152)
    expect(ranks.from).toBe('merges')
    expect(ranks.of[texts.indexOf(' the')]).toBeLessThan(20)
    expect(ranks.of[texts.indexOf(' Tuesday')]).toBeGreaterThan(10_000)
    expect(scripts[0]!.name).toBe('Latin')
    expect(scripts.map(({ name }) => name)).toEqual(expect.arrayContaining(['Cyrillic', 'Han', 'Greek', 'digit']))
  })

  it.each([
    [' Monday', [' Tuesday', ' Wednesday', ' Thursday', ' Friday', ' Saturday', ' Sunday']],
    [' March', [' April', ' June', ' July', ' August', ' September', ' October']],
  ])('%j lies nearest to its like', async (word, like) => {
    const id = (await words()).texts.indexOf(word)
    const near = (await answerOf(client.vocabulary.nearest({ ...of, id, count: 12 }))).answer.words
    const found = like.filter((one) => near.some(({ text }: { text: string }) => text === one))
    expect(found.length).toBeGreaterThanOrEqual(like.length - 1)
  })

  it('lie on principal axes with a small residual, of which three hold little', async () => {
    const question = { rows: 'raw', layout: { kind: 'pca' }, clusters: { count: 12, seed: 1 } } as const
    const { answer } = await answerOf(client.vocabulary.map({ ...of, ...question }))
    const { basis, positions } = readVocabularyMap(await answer.arrayBuffer())
    expect(basis!.residual).toBeLessThan(1e-8)
    const [x, y, z] = basis!.shares
    expect(x).toBeGreaterThan(y)
    expect(y).toBeGreaterThan(z)
    expect(x + y + z).toBeLessThan(0.3)
    expect(positions.every(Number.isFinite)).toBe(true)
  })
})

import { cp, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Generation, Prediction } from '../../shared/prediction'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'

const gpt2 = resolve('fixtures/models/gpt2-tiny')
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const greedy = { temperature: 0, topK: 0, topP: 1, seed: 1 }
const base = { path: gpt2, prompt: { ids: [5, 9, 200] }, device: 'cpu' as const, count: 4, ...greedy }
const go = async (change: Partial<typeof base> = {}): Promise<Generation> =>
  (await answerOf(client.generate({ ...base, ...change }))).answer
const idsOf = ({ words }: { words: { id: number }[] }) => words.map(({ id }) => id)

describe('a sentence gone on with', () => {
  it('at temperature 0 takes what the prediction puts first, word by word', async () => {
    const { words, ended, before } = await go()
    expect({ ended, before }).toEqual({ ended: 'count', before: 3 })
    const ids = [...base.prompt.ids, ...idsOf({ words })]
    const call = client.analyse.prediction({ path: gpt2, prompt: { ids }, device: 'cpu', watch: null })
    const answer: Prediction = (await answerOf(call)).answer
    for (const [index, { id, probability, sampled, alternatives }] of words.entries()) {
      const said = answer.positions[base.prompt.ids.length - 1 + index]!.words
      expect(id).toBe(said[0]!.id)
      expect(probability).toBeCloseTo(said[0]!.probability, 4)
      expect(sampled).toBe(1)
      expect(alternatives.map((other) => other.id)).toEqual(said.slice(1, 6).map((other) => other.id))
    }
  })

  it('is the same for the same seed, and another for others', async () => {
    const drawn = { temperature: 1, topK: 0, topP: 1, count: 12 }
    const first = await go({ ...drawn, seed: 3 })
    expect(await go({ ...drawn, seed: 3 })).toEqual(first)
    expect(idsOf(await go({ ...drawn, seed: 4 }))).not.toEqual(idsOf(first))
  })

  it('stops at the end of the context', async () => {
    const prompt = { ids: Array.from({ length: 38 }, (_, index) => index) }
    expect(await go({ prompt })).toMatchObject({ ended: 'context', words: { length: 2 } })
  })

  /** A copy of the model whose config names these ends, and its generation config, where it has one, says this. */
  async function ending(ids: unknown, generation?: string): Promise<string> {
    const path = join(await temporaryFolder(), 'ending')
    await cp(gpt2, path, { recursive: true })
    const config = JSON.parse(await readFile(join(path, 'config.json'), 'utf8')) as object
    await writeFile(join(path, 'config.json'), JSON.stringify({ ...config, eos_token_id: ids }))
    if (generation !== undefined) await writeFile(join(path, 'generation_config.json'), generation)
    return path
  }

  it('stops at the end-of-text token, which is not among the words', async () => {
    const [first, second] = idsOf(await go({ count: 2 }))
    const length = second === first ? 0 : 1
    const stopped = { ended: 'end-of-text', words: { length } }
    expect(await go({ path: await ending([second, 1]) })).toMatchObject(stopped)
    // Where the generation config names ends, these are it; where it names none, the config's.
    for (const ids of [second, [1, second]]) {
      expect(await go({ path: await ending(1, JSON.stringify({ eos_token_id: ids })) })).toMatchObject(stopped)
    }
    expect(await go({ path: await ending(second, '{"temperature": 0.6}') })).toMatchObject(stopped)
    expect(await go({ path: await ending(second, '{"eos_token_id": 1}') })).toMatchObject({ ended: 'count' })
  })

  it.each([
    ['no JSON', '{"eos_token_id": ', {}],
    ['no object', '[]', {}],
    ['no token', '{"eos_token_id": "</s>"}', { place: 'eos_token_id' }],
  ])(
    'is refused where the generation config holds %s, which does not keep the model from opening',
    async (_, text, place) => {
      const path = await ending(1, text)
      expect((await client.model.inspect({ path })).name).toBe('ending')
      await expect(go({ path })).rejects.toMatchObject({
        data: { kind: 'input', file: join(path, 'generation_config.json'), remedy: expect.any(String), ...place },
      })
    },
  )

  it.each([
    ['bert-tiny-mlm', /masked words/],
    ['bert-tiny', /no unembedding/],
  ])('is refused for %s', async (name, message) => {
    const refused = go({ path: resolve('fixtures/models', name) })
    await expect(refused).rejects.toMatchObject({ data: { kind: 'input', message: expect.stringMatching(message) } })
  })
})

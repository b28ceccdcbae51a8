import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Attention, readPatterns } from '../../shared/attention'
import { attentionPlaces } from '../../shared/attention-places'
import type { Prompt } from '../../shared/contract'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { readReferencePrompt } from './testing/reference'
import { twoTexts } from './testing/two-texts'

const model = (name: string) => resolve('fixtures/models', name)
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const attentionOf = async (input: { path: string; prompt: Prompt }): Promise<Attention> =>
  (await answerOf(client.analyse.attention({ ...input, device: 'cpu' }))).answer

describe('attention', () => {
  it.each(['gpt2-tiny', 'llama-tiny', 'bert-tiny-mlm'])('of %s is the pattern that PyTorch gives', async (name) => {
    const reference = readReferencePrompt(name)
    const prompt = { ids: [...reference.tokenIds] }
    const n = prompt.ids.length
    const { layers, heads, kind } = await client.model.inspect({ path: model(name) })
    const answer = await attentionOf({ path: model(name), prompt })
    expect(answer.measures).toHaveLength(layers)
    expect(kind === 'decoder').toBe(name !== 'bert-tiny-mlm')
    expect(answer.randomLength === null).toBe(name === 'bert-tiny-mlm')
    for (let layer = 0; layer < layers; layer++) {
      const input = { path: model(name), prompt, device: 'cpu' as const, layer }
      const file = (await answerOf(client.analyse.patterns(input))).answer
      const { weights, scores } = readPatterns(await file.arrayBuffer(), { heads, queries: n, keys: n })
      const expected = reference.tensors.get(`blocks.${layer}.attn.hook_pattern`)!.data
      for (let head = 0; head < heads; head++) {
        const at = (query: number, key: number) => (head * n + query) * n + key
        let previous = 0
        for (let query = 0; query < n; query++) {
          if (query > 0) previous += expected[at(query, query - 1)]! / (n - 1)
          for (let key = 0; key < n; key++) {
            expect(weights[at(query, key)]).toBeCloseTo(expected[at(query, key)]!, 4)
            expect(scores[at(query, key)] === -Infinity).toBe(kind === 'decoder' && key > query)
          }
        }
        expect(answer.measures[layer]![head]!.previous).toBeCloseTo(previous, 4)
      }
    }
  })

  it.each(['t5-tiny-gated', 'bart-tiny', 'whisper-tiny'])(
    'of %s is PyTorch’s in both texts and between them, also where one is of states',
    async (name) => {
      const { prompt, tensors, source, target } = twoTexts(name, await temporaryFolder())
      const counts = { encoder: source, decoder: target, all: target, states: source }
      const places = attentionPlaces(await client.model.inspect({ path: model(name) }))
      const answer = await attentionOf({ path: model(name), prompt })
      expect(answer.measures.map((row) => row.length)).toEqual(places.map(({ heads }) => heads))
      for (const [layer, place] of places.entries()) {
        const { at, heads } = place
        const [queries, keys] = [counts[place.queries], counts[place.keys]]
        const input = { path: model(name), prompt, device: 'cpu' as const, layer }
        const file = (await answerOf(client.analyse.patterns(input))).answer
        const { weights, scores } = readPatterns(await file.arrayBuffer(), { heads, queries, keys })
        const expected = tensors.get(`${at}.hook_pattern`)!
        expect(expected.shape).toEqual([1, heads, queries, keys])
        for (const [cell, weight] of expected.data.entries()) {
          const [query, key] = [Math.floor(cell / keys) % queries, cell % keys]
          expect(weights[cell]).toBeCloseTo(weight, 4)
          expect(scores[cell] === Number.NEGATIVE_INFINITY).toBe(place.causal && key > query)
        }
        for (const [head, { entropy, previous }] of answer.measures[layer]!.entries()) {
          const own = expected.data.subarray(head * queries * keys, (head + 1) * queries * keys)
          const bits = own.reduce((sum, weight) => sum - (weight > 0 ? weight * Math.log2(weight) : 0), 0)
          expect(entropy).toBeCloseTo(bits / queries, 3)
          expect(previous === null).toBe(place.queries !== place.keys)
        }
      }
    },
  )

  it('of the sample has a head that looks for what followed a repeated random token', async () => {
    const prompt = { text: 'The Eiffel Tower is in' }
    const answer = await attentionOf({ path: 'sample', prompt })
    const scores = answer.measures.flatMap((row, layer) =>
      row.map(({ inductionRandom }, head) => ({ name: `${layer}.${head}`, score: inductionRandom! })),
    )
    const best = scores.reduce((a, b) => (b.score > a.score ? b : a))
    console.info(`head ${best.name}: induction ${best.score.toFixed(3)} on random repeated tokens`)
    expect(best.score).toBeGreaterThan(0.5)
  })

  it('of a layer that the model does not have is refused', async () => {
    const input = { path: model('gpt2-tiny'), prompt: { ids: [1, 2] }, device: 'cpu' as const, layer: 99 }
    await expect(answerOf(client.analyse.patterns(input))).rejects.toThrow('no layer 99')
  })
})

import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Attention, readPatterns } from '../../shared/attention'
import type { Prompt } from '../../shared/contract'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { readReferencePrompt } from './testing/reference'

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
    const answer = await attentionOf({ path: model(name), prompt })
    expect(answer.measures).toHaveLength(answer.layers)
    expect(answer.causal).toBe(name !== 'bert-tiny-mlm')
    expect(answer.randomLength === null).toBe(name === 'bert-tiny-mlm')
    for (let layer = 0; layer < answer.layers; layer++) {
      const input = { path: model(name), prompt, device: 'cpu' as const, layer }
      const file = (await answerOf(client.analyse.patterns(input))).answer
      const { weights, scores } = readPatterns(await file.arrayBuffer(), answer.heads, n)
      const expected = reference.tensors.get(`blocks.${layer}.attn.hook_pattern`)!.data
      for (let head = 0; head < answer.heads; head++) {
        const at = (query: number, key: number) => (head * n + query) * n + key
        let previous = 0
        for (let query = 0; query < n; query++) {
          if (query > 0) previous += expected[at(query, query - 1)]! / (n - 1)
          for (let key = 0; key < n; key++) {
            expect(weights[at(query, key)]).toBeCloseTo(expected[at(query, key)]!, 4)
            expect(scores[at(query, key)] === -Infinity).toBe(answer.causal && key > query)
          }
        }
        expect(answer.measures[layer]![head]!.previous).toBeCloseTo(previous, 4)
      }
    }
  })

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

import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Prompt } from '../../shared/contract'
import type { Prediction } from '../../shared/prediction'
import { row } from '../../shared/tensor'
import type { Trajectory } from '../../shared/trajectory'
import { readReference } from '../inference/testing/reference'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'

const model = (name: string) => resolve('fixtures/models', name)
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const predictionOf = async (input: { path: string; prompt: Prompt; watch: number | null }): Promise<Prediction> =>
  (await answerOf(client.analyse.prediction({ ...input, device: 'cpu' }))).answer

const softmax = (logits: Float32Array) => {
  const powers = Array.from(logits, Math.exp)
  const whole = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / whole)
}
const rankIn = (probabilities: readonly number[], id: number) =>
  probabilities.filter((probability) => probability > probabilities[id]!).length

describe('a prediction', () => {
  it.each([
    ['gpt2-tiny', 'next'],
    ['llama-tiny', 'next'],
    ['bert-tiny-mlm', 'here'],
  ] as const)('of %s is the softmax of the logits that PyTorch gives', async (name, about) => {
    const [reference] = readReference(name)
    const ids = reference!.tokenIds[0]!
    const watch = 7
    const answer = await predictionOf({ path: model(name), prompt: { ids }, watch })
    expect(answer.about).toBe(about)
    expect(answer.positions).toHaveLength(ids.length)
    expect(answer.layers.map(({ layer }) => layer)).toEqual(answer.layers.map((_, index) => index - 1))
    const logits = reference!.tensors.get('logits')!
    for (const [position, { words, entropy, actual }] of answer.positions.entries()) {
      const expected = softmax(row(logits, 0, position))
      const order = [...expected.keys()].sort((a, b) => expected[b]! - expected[a]!)
      expect(words).toHaveLength(12)
      for (const [place, { probability }] of words.entries()) {
        expect(probability).toBeCloseTo(expected[order[place]!]!, 4)
      }
      expect(entropy).toBeCloseTo(
        expected.reduce((sum, p) => sum - p * Math.log2(p), 0),
        3,
      )
      const id = ids[position + (about === 'next' ? 1 : 0)]
      if (id === undefined) expect(actual).toBeNull()
      else {
        expect(actual).toMatchObject({ id, rank: rankIn(expected, id) })
        expect(actual!.probability).toBeCloseTo(expected[id]!, 5)
      }
      // The lens at the last station is the prediction itself.
      const end = answer.layers.at(-1)!.cells[position]!
      expect(end.words).toEqual(words.slice(0, 3))
      expect(end.watched!.rank).toBe(rankIn(expected, watch))
      expect(end.watched!.probability).toBeCloseTo(expected[watch]!, 5)
    }
  })

  it('reads at each layer what the trajectory’s own lens reads there', async () => {
    const of = { path: model('gpt2-tiny'), prompt: { text: 'The Eiffel Tower is in Paris' }, watch: 9 }
    const answer = await predictionOf(of)
    const call = client.analyse.trajectory({ ...of, device: 'cpu', position: 2, view: 'raw' })
    const path: Trajectory = (await answerOf(call)).answer
    expect(answer.layers.map(({ station, tap }) => path.steps[station]!.tap === tap)).not.toContain(false)
    for (const { station, cells } of answer.layers) {
      const { lens, watched } = path.steps[station]!
      expect(cells[2]!.words[0]!.id).toBe(lens![0]!.id)
      expect(cells[2]!.words[0]!.probability).toBeCloseTo(lens![0]!.probability, 5)
      expect(cells[2]!.watched!.rank).toBe(watched!.rank)
    }
  })

  it('is refused for a model without an unembedding, and for a watched word that is not there', async () => {
    const refusal = (name: string, watch: number | null) =>
      predictionOf({ path: model(name), prompt: { ids: [5, 6] }, watch }).then(
        () => null,
        (error: { data: unknown }) => error.data,
      )
    expect(await refusal('bert-tiny', null)).toMatchObject({ kind: 'input', remedy: expect.any(String) })
    expect(await refusal('gpt2-tiny', 320)).toMatchObject({ kind: 'input', message: expect.stringMatching(/320/) })
  })
})

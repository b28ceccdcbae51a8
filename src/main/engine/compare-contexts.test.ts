import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { makeWordModel } from '../../../e2e/word-model'
import { type Contexts, contexts } from '../../shared/contexts'
import type { Direction } from '../../shared/direction'
import { row } from '../../shared/tensor'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { readReferencePrompt } from './testing/reference'

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

type Input = Parameters<Client['analyse']['contexts']>[0]
const compare = async (input: Omit<Input, 'device'>): Promise<Contexts> =>
  (await answerOf(client.analyse.contexts({ ...input, device: 'cpu' }))).answer

describe('contexts side by side', () => {
  it.each(['gpt2-tiny', 'llama-tiny', 'bert-tiny-mlm'])(
    'are as far apart in %s as the activations that PyTorch gives',
    async (name) => {
      const reference = readReferencePrompt(name)
      const ids = [...reference.tokenIds]
      const positions = [1, 2, ids.length - 1]
      const items = positions.map((position) => ({ prompt: { ids }, position }))
      const answer = await compare({ path: resolve('fixtures/models', name), view: 'unit', items })
      expect(contexts.parse(answer)).toEqual(answer)
      expect(answer.pairs.map(({ a, b }) => [a, b])).toEqual([
        [0, 1],
        [0, 2],
        [1, 2],
      ])
      for (const { a, b, distances, cosines } of answer.pairs) {
        for (const [s, { tap }] of answer.stations.entries()) {
          const residual = reference.tensors.get(tap)!
          const [x, y] = [row(residual, 0, positions[a]!), row(residual, 0, positions[b]!)]
          const dot = (u: Float32Array, v: Float32Array) => u.reduce((sum, value, i) => sum + value * v[i]!, 0)
          expect(distances[s]).toBeCloseTo(Math.hypot(...x.map((value, i) => value - y[i]!)), 3)
          expect(cosines[s]).toBeCloseTo(dot(x, y) / Math.hypot(...x) / Math.hypot(...y), 4)
        }
      }
    },
  )

  it('of a causal model lie on one another where nothing before the word differs', async () => {
    const text = (rest: string) => ({ prompt: { text: rest }, position: 1 })
    const items = [text('One mole of carbon dioxide weighs 44 grams'), text('One mole, like a shrew, digs tunnels.')]
    const answer = await compare({ path: 'sample', view: 'raw', items })
    expect(answer.contexts.map(({ tokens }) => tokens[1]!.text)).toEqual([' mole', ' mole'])
    expect(answer.pairs[0]!.distances[0]).toBe(0)
    expect(answer.contexts[0]!.path[0]).toEqual(answer.contexts[1]!.path[0])
    // Both have read the same words so far: a causal model cannot tell them apart.
    expect(Math.max(...answer.pairs[0]!.distances)).toBeLessThan(1e-3)
    expect(answer.parting).toBeNull()
  })

  it('lie along a direction where that is an axis, each path’s points by their scalar products with it', async () => {
    const axis: Direction = {
      ...{ name: 'gender', ends: ['man', 'woman'], at: 'embedding', minus: ['man'], plus: ['woman'], paired: true },
      ...{ state: 'last', made: 'means', fingerprint: null },
    }
    const items = ['The king sleeps', 'The queen sleeps'].map((text) => ({ prompt: { text }, position: 1 }))
    const plain = await compare({ path: 'sample', view: 'raw', items })
    const along = await compare({ path: 'sample', view: 'raw', items, axes: [axis] })
    expect(along.basis.directions).toEqual([{ name: 'gender', ends: ['man', 'woman'] }])
    expect(plain.basis.directions).toBeUndefined()
    const [king, queen] = along.contexts.map(({ path }) => path[0]![0])
    expect(queen! - king!).toBeGreaterThan(0)
    // Another basis of the same points: what is measured on raw vectors stays.
    expect(along.pairs).toEqual(plain.pairs)
  })

  it('refuse an axis that is read in the other stack', async () => {
    const path = makeWordModel(await temporaryFolder(), 't5-tiny')
    const stations = await client.directions.places({ path })
    const encoder = stations.find(({ at }) => at.startsWith('encoder.'))!
    const { fingerprint } = await client.model.inspect({ path })
    const axis: Direction = {
      ...{
        name: 'of the encoder',
        ends: ['one', 'other'],
        at: encoder.at,
        minus: ['the house is red'],
        plus: ['the house is old'],
        paired: true,
      },
      ...{ state: 'last', made: 'means', fingerprint },
    }
    const prompt = { ids: [3, 4, 5], decoder: { ids: [0, 6] } }
    const items = [3, 4].map((position) => ({ prompt, position }))
    const refusal = /“of the encoder” is read in the encoder, and the token goes through the decoder/
    await expect(compare({ path, view: 'raw', items, axes: [axis] })).rejects.toThrow(refusal)
    const move = { path, prompt, device: 'cpu', position: 3, layer: 4, view: 'raw', target: { kind: 'end' } } as const
    await expect(answerOf(client.analyse.decomposition({ ...move, axes: [axis] }))).rejects.toThrow(refusal)
    await expect(answerOf(client.analyse.decomposition(move))).resolves.toMatchObject({ answer: { layer: 4 } })
  })

  it('start at one point where word and position are the same, and part where the words before differ', async () => {
    const text = (words: string) => ({ prompt: { text: words }, position: 1 })
    const items = [text('One mole of carbon dioxide weighs 44 grams'), text('A mole, like a shrew, digs tunnels.')]
    const answer = await compare({ path: 'sample', view: 'raw', items })
    expect(answer.contexts.map(({ tokens }) => tokens[1]!.text)).toEqual([' mole', ' mole'])
    const [pair] = answer.pairs
    expect(pair).toMatchObject({ parting: answer.parting })
    expect([pair!.distances[0], pair!.cosines[0]]).toEqual([0, 1])
    const halfway = (1 + Math.min(...pair!.cosines)) / 2
    expect(answer.parting).toBeGreaterThan(0)
    expect(pair!.cosines[answer.parting!]).toBeLessThan(halfway)
    for (const before of pair!.cosines.slice(0, answer.parting!)) expect(before).toBeGreaterThanOrEqual(halfway)
  })

  it('refuses a position that a sentence does not have, and fewer than two sentences', async () => {
    const item = { prompt: { text: 'The Eiffel Tower is in' }, position: 0 }
    const ask = (items: (typeof item)[]) => compare({ path: 'sample', view: 'raw', items })
    await expect(ask([item, { ...item, position: 99 }])).rejects.toMatchObject({ data: { kind: 'input' } })
    await expect(ask([item])).rejects.toThrow()
  })
})

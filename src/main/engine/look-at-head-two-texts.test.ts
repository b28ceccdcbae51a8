import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { chosenKey, type HeadDetail, weightsAt } from '../../shared/head-detail'
import { row } from '../../shared/tensor'
import { readFloats } from '../inference/testing/reference'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { twoStacks } from './testing/models'
import { placedIn, twoTexts, writtenBy } from './testing/two-texts'

let client: Client
let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
  const started = await startEngine(folder)
  client = started.client
  onTestFinished(() => started.engine.close())
})

async function opened(model: string) {
  const texts = twoTexts(model, folder)
  const attentions = placedIn(await client.model.inspect({ path: texts.path }), texts)
  const { path, prompt } = texts
  const detail = async (layer: number, query: number, head: number | null, key: number | null): Promise<HeadDetail> =>
    (await answerOf(client.analyse.head({ path, prompt, device: 'cpu', layer, query, head, key }))).answer
  return { texts, attentions, detail }
}

const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0)

describe.each(twoStacks)('the heads of %s', (model) => {
  it('have PyTorch’s q·k, weights and values in every attention, and write what the file’s W_O makes of these', async () => {
    const { texts, attentions, detail } = await opened(model)
    for (const { place, number, query, own, firstKey } of attentions) {
      const [q, k, v, pattern] = ['q', 'k', 'v', 'pattern'].map(
        (name) => texts.tensors.get(`${place.at}.hook_${name}`)!,
      )
      const keys = k!.shape[1]!
      for (let head = 0; head < place.heads; head++) {
        const key = firstKey + 1
        const answer = await detail(number, query, head, key)
        expect(answer).toMatchObject({ layer: number, head, query, key, firstKey, rotary: false, sharing: 1 })
        expect(answer.row).toHaveLength(keys)
        expect(answer.dot).toBeCloseTo(product(row(q!, 0, own, head), row(k!, 0, 1, head)), 4)
        expect(answer.products.reduce((a, b) => a + b)).toBeCloseTo(answer.dot, 5)
        const weights = row(pattern!, 0, head, own)
        for (const [at, weight] of weightsAt(answer, 1).entries()) {
          expect(weight).toBeCloseTo(weights[at]!, 4)
          expect(answer.row[at]!.weight).toBeCloseTo(weights[at]!, 5)
          expect(answer.row[at]!.valueLength).toBeCloseTo(Math.hypot(...row(v!, 0, at, head)), 4)
        }
        for (const [at, value] of row(v!, 0, 1, head).entries()) expect(answer.v[at]).toBeCloseTo(value, 4)
        const written = writtenBy(texts.path, place, head, answer.v)
        expect(chosenKey(answer).writeLength).toBeCloseTo(Math.hypot(...written), 4)
      }
    }
  })

  it('have the mask of their own text alone, and without a choice the key with the largest weight', async () => {
    const { texts, attentions, detail } = await opened(model)
    for (const { place, number, firstKey } of attentions) {
      const first = place.queries === 'encoder' ? 0 : texts.firstTarget
      const answer = await detail(number, first + 1, null, null)
      const hidden = answer.row.map(({ masked }) => masked)
      expect(hidden).toEqual(hidden.map((_, at) => place.causal && at > 1))
      const weights = answer.row.map(({ weight }) => weight)
      expect(weights[answer.key - firstKey]).toBe(Math.max(...weights))
    }
  })
})

describe('a head of cross-attention that was not chosen', () => {
  it('is the one that looks hardest at any token of the other text, the first among them', async () => {
    const { texts, attentions, detail } = await opened('bart-tiny')
    const { place, number, query, own } = attentions.at(-1)!
    const pattern = texts.tensors.get(`${place.at}.hook_pattern`)!
    const strengths = Array.from({ length: place.heads }, (_, head) => Math.max(...row(pattern, 0, head, own)))
    expect(strengths[(await detail(number, query, null, null)).head]).toBe(Math.max(...strengths))
  })
})

describe('the direct effect on the logits', () => {
  it('is given of the decoder’s heads, and not of the encoder’s or where norms follow the sums', async () => {
    const effects = async (model: string) => {
      const { attentions, detail } = await opened(model)
      return Promise.all(
        attentions.map(async ({ place, number, query }) => [
          place.queries,
          (await detail(number, query, 0, null)).writes.effect !== null,
        ]),
      )
    }
    for (const [queries, isGiven] of await effects('t5-tiny')) expect(isGiven).toBe(queries === 'decoder')
    for (const [, isGiven] of await effects('bart-tiny')) expect(isGiven).toBe(false)
  })

  it('is W_U’s of what T5’s head writes, scaled as its unembedding is', async () => {
    const { texts, attentions, detail } = await opened('t5-tiny')
    const { place, number, query, own } = attentions.at(-1)!
    const answer = await detail(number, query, 1, 2)
    const written = writtenBy(texts.path, place, 1, answer.v)
    const stream = row(texts.tensors.get('decoder.1.hook_resid_post')!, 0, own)
    const scale = Math.sqrt(product(stream, stream) / stream.length + 1e-6)
    const file = readFloats(`${texts.path}/model.safetensors`)
    const gain = file.get('decoder.final_layer_norm.weight')!.data
    const read = Float32Array.from(written, (value, at) => (value * gain[at]!) / scale / Math.sqrt(stream.length))
    const { raises, lowers } = answer.writes.effect!
    for (const { id, logit } of [...raises, ...lowers]) {
      expect(logit).toBeCloseTo(product(row(file.get('shared.weight')!, id), read), 4)
    }
    expect(raises.length + lowers.length).toBeGreaterThan(0)
  })
})

describe('what has no meaning is refused', () => {
  it.each([
    ['a query of the other text', [3, 2, 0, null], 'query', /cross 0 is asked by the decoder’s tokens, and token 2/],
    ['a key of the other text', [3, 12, 0, 12], 'key', /cross 0 is read from the encoder’s tokens, and token 12/],
    ['a head that is not there', [3, 12, 4, null], 'head', /t5-tiny has no head cross 0\.4/],
    ['a position that is not there', [3, 20, 0, null], 'query', /The prompt has no position 20/],
  ] as const)('%s', async (_, [layer, query, head, key], place, message) => {
    const { detail } = await opened('t5-tiny')
    await expect(detail(layer, query, head, key)).rejects.toMatchObject({
      data: { kind: 'input', place, message: expect.stringMatching(message) },
    })
  })

  it('a state that was not given', async () => {
    const { detail } = await opened('whisper-tiny')
    await expect(detail(1, 2, 0, 30)).rejects.toMatchObject({
      data: { place: 'key', message: 'The decoder was given no state 30', remedy: 'Choose a state from 0 to 29.' },
    })
  })
})

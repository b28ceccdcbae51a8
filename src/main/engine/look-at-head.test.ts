import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type HeadDetail, weightsAt } from '../../shared/head-detail'
import { type FloatTensor, row } from '../../shared/tensor'
import { readFloats } from '../inference/testing/reference'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { oneStack } from './testing/models'
import { readReferencePrompt as single } from './testing/reference'

const models = ['gpt2-tiny', 'llama-tiny', 'bert-tiny'] as const
const [layer, query] = [1, 3]

let client: Client

beforeEach(async () => {
  const started = await startEngine(await temporaryFolder())
  client = started.client
  onTestFinished(() => started.engine.close())
})

const weightsOf = (model: string) => readFloats(resolve('fixtures/models', model, 'model.safetensors'))

type Choice = { layer?: number; head?: number | null; query?: number; key?: number | null }

async function detail(model: string, choice: Choice): Promise<HeadDetail> {
  const prompt = { ids: [...single(model).tokenIds] }
  const whole = { layer, query, head: null, key: null, ...choice }
  const path = resolve('fixtures/models', model)
  return (await answerOf(client.analyse.head({ path, prompt, device: 'cpu', ...whole }))).answer
}

const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0)
const reference = (model: string, name: string) => single(model).tensors.get(`blocks.${layer}.attn.hook_${name}`)!
const sizesOf = (model: string) => {
  const [, length, heads, width] = reference(model, 'q').shape as [number, number, number, number]
  return { length, width, heads, shared: heads / reference(model, 'k').shape[2]! }
}
const every = (count: number) => Array.from({ length: count }, (_, at) => at)

/** v·W_O of one head, from the tensors as they lie in the file. */
function written(model: (typeof models)[number], head: number, v: readonly number[]): number[] {
  const names = {
    'gpt2-tiny': `transformer.h.${layer}.attn.c_proj.weight`,
    'llama-tiny': `model.layers.${layer}.self_attn.o_proj.weight`,
    'bert-tiny': `encoder.layer.${layer}.attention.output.dense.weight`,
  }
  const { shape, data } = weightsOf(model).get(names[model])!
  const [first, second] = shape as [number, number]
  const inputsFirst = model === 'gpt2-tiny'
  const at = (input: number, output: number) => data[inputsFirst ? input * second + output : output * second + input]!
  return every(inputsFirst ? second : first).map((output) =>
    v.reduce((sum, value, i) => sum + value * at(head * v.length + i, output), 0),
  )
}

describe.each(models)('a head of %s', (model) => {
  const { heads, length, width, shared } = sizesOf(model)

  it('has products that sum to q·k, and a score for every key that PyTorch’s q and k give', async () => {
    const rotary = model === 'llama-tiny'
    const [q, k] = [reference(model, rotary ? 'rot_q' : 'q'), reference(model, rotary ? 'rot_k' : 'k')]
    for (const head of every(heads)) {
      const answer = await detail(model, { head, key: 1 })
      expect(answer).toMatchObject({ head, key: 1, query, rotary, sharing: shared })
      expect(answer.products).toHaveLength(width)
      expect(answer.products.reduce((a, b) => a + b)).toBeCloseTo(answer.dot, 6)
      expect(answer.scale!).toBeCloseTo(1 / Math.sqrt(width), 6)
      expect(answer.row[1]!.score).toBeCloseTo(answer.dot * answer.scale!, 8)
      for (const key of every(length)) {
        const expected = product(row(q, 0, query, head), row(k, 0, key, Math.floor(head / shared))) / Math.sqrt(width)
        expect(answer.row[key]!.score).toBeCloseTo(expected, 4)
      }
    }
  })

  it('has the scores and the weights of PyTorch where the mask hides nothing, and weights that are their softmax', async () => {
    for (const head of every(heads)) {
      const answer = await detail(model, { head })
      const scores = row(reference(model, 'attn_scores'), 0, head, query)
      const weights = row(reference(model, 'pattern'), 0, head, query)
      const softmax = weightsAt(answer, 1)
      for (const [key, { score, masked, weight }] of answer.row.entries()) {
        expect(masked).toBe(model !== 'bert-tiny' && key > query)
        if (!masked) expect(score).toBeCloseTo(scores[key]!, 4)
        expect(weight).toBeCloseTo(weights[key]!, 5)
        expect(softmax[key]).toBeCloseTo(weight, 5)
      }
      expect(answer.row[answer.key]!.weight).toBe(Math.max(...answer.row.map(({ weight }) => weight)))
    }
  })

  it('writes what the file’s W_O makes of the value', async () => {
    for (const head of every(heads)) {
      const answer = await detail(model, { head, key: 2 })
      const value = row(reference(model, 'v'), 0, 2, Math.floor(head / shared))
      for (const [at, expected] of value.entries()) expect(answer.v[at]).toBeCloseTo(expected, 4)
      expect(answer.row[2]!.valueLength).toBeCloseTo(Math.hypot(...value), 4)
      const writes = written(model, head, answer.v)
      expect(answer.row[2]!.writeLength).toBeCloseTo(Math.hypot(...writes), 5)
      const table = [...weightsOf(model)].find(([name]) => /wte|embed_tokens|word_embeddings/.test(name))![1]
      const cosines = every(table.shape[0]!).map((id) => cosineOf(table, id, writes))
      const best = Math.max(...cosines)
      expect(answer.writes.nearest[0]!.cosine).toBeCloseTo(best, 5)
      expect(cosines[answer.writes.nearest[0]!.id]).toBeCloseTo(best, 5)
    }
  })
})

function cosineOf(table: FloatTensor, id: number, vector: readonly number[]): number {
  const own = row(table, id)
  return product(own, Float32Array.from(vector)) / (Math.hypot(...own) * Math.hypot(...vector))
}

/** Soft caps, ALiBi, windows, sinks, norms of heads, and none of them. */
const kinds = oneStack.filter((name) => !/-(bf16|f16|prefixed|sharded|gamma|oldconfig.*)$/.test(name))

describe.each(kinds)('the heads of %s', (model) => {
  it('have scores whose softmax is PyTorch’s pattern, where the mask shows the key', async () => {
    const prompt = { ids: [...single(model).tokenIds] }
    const path = resolve('fixtures/models', model)
    for (const at of [0, 1]) {
      const pattern = single(model).tensors.get(`blocks.${at}.attn.hook_pattern`)!
      const last = prompt.ids.length - 1
      for (const head of every(pattern.shape[1]!)) {
        const input = { path, prompt, device: 'cpu' as const, layer: at, query: last, head, key: null }
        const { answer } = await answerOf(client.analyse.head(input))
        const weights = row(pattern, 0, head, last)
        for (const [key, weight] of weightsAt(answer, 1).entries()) {
          expect(weight).toBeCloseTo(weights[key]!, 4)
          expect(answer.row[key]!.masked).toBe(weights[key] === 0)
        }
      }
    }
  })
})

describe('what a head writes', () => {
  it('goes through the norm of attention’s output where there is one, with its scale in the run', async () => {
    const model = 'gemma2-tiny'
    const own = await detail(model, { head: 1, key: 2, query: 8 })
    const tensors = single(model).tensors
    const file = weightsOf(model)
    const wO = file.get(`model.layers.${layer}.self_attn.o_proj.weight`)!
    const z = tensors.get(`blocks.${layer}.attn.hook_z`)!
    const [width, across] = wO.shape as [number, number]
    const through = (heads: ArrayLike<number>) =>
      every(width).map((out) => every(across).reduce((sum, i) => sum + wO.data[out * across + i]! * heads[i]!, 0))
    const heads = z.shape[2]! * z.shape[3]!
    const whole = through(z.data.subarray(8 * heads, 9 * heads))
    const scale = Math.sqrt(whole.reduce((sum, value) => sum + value * value, 0) / width + 1e-6)
    const alone = new Float32Array(across)
    alone.set(own.v, z.shape[3]!)
    const gains = file.get(`model.layers.${layer}.post_attention_layernorm.weight`)!.data
    const written = through(alone).map((value, i) => (value / scale) * (1 + gains[i]!))
    expect(own.row[2]!.writeLength).toBeCloseTo(Math.hypot(...written), 4)
  })
})

describe('the words that a value raises and lowers', () => {
  it.each([
    ['gpt2-tiny', 'transformer.ln_f.weight', 'transformer.wte.weight'],
    ['llama-tiny', 'model.norm.weight', 'lm_head.weight'],
  ] as const)('are those of %s’s unembedding, with the final norm’s scale held', async (model, gain, unembedding) => {
    const answer = await detail(model, { head: 1, key: 2 })
    const vector = written(model, 1, answer.v)
    const mean = model === 'gpt2-tiny' ? vector.reduce((a, b) => a + b) / vector.length : 0
    const scale = row(single(model).tensors.get('ln_final.hook_scale')!, 0, query)[0]!
    const file = weightsOf(model)
    const gains = file.get(gain)!.data
    const read = Float32Array.from(vector, (value, at) => ((value - mean) * gains[at]!) / scale)
    const table = file.get(unembedding)!
    const effect = every(table.shape[0]!).map((id) => product(row(table, id), read))
    const { raises, lowers } = answer.writes.effect!
    expect(raises[0]!.logit).toBeCloseTo(Math.max(...effect), 5)
    expect(lowers[0]!.logit).toBeCloseTo(Math.min(...effect), 5)
    for (const { id, logit } of [...raises, ...lowers]) expect(logit).toBeCloseTo(effect[id]!, 5)
  })

  it('are not given where a layer that is not linear lies before the unembedding', async () => {
    expect((await detail('bert-tiny-mlm', {})).writes.effect).toBeNull()
    expect((await detail('bert-tiny', {})).writes.effect).toBeNull()
  })
})

describe('a head that was not chosen', () => {
  it('is the one that looks hardest at a key that is neither the query nor the first token', async () => {
    const pattern = reference('gpt2-tiny', 'pattern')
    const strengths = every(pattern.shape[1]!).map((head) => Math.max(...row(pattern, 0, head, query).slice(1, query)))
    const answer = await detail('gpt2-tiny', {})
    expect(strengths[answer.head]).toBe(Math.max(...strengths))
    const atFirst = every(pattern.shape[1]!).map((head) => row(pattern, 0, head, query)[0]!)
    expect(atFirst[(await detail('gpt2-tiny', { key: 0 })).head]).toBe(Math.max(...atFirst))
  })

  it('is refused with its place where layer, head, query or key is not there', async () => {
    for (const [place, choice] of Object.entries({
      layer: { layer: 99 },
      head: { head: 99 },
      query: { query: 99 },
      key: { key: 99 },
    })) {
      await expect(detail('gpt2-tiny', choice)).rejects.toMatchObject({ data: { kind: 'input', place } })
    }
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Anatomy, attentionParameters, byKind, type PartKind } from '../../shared/anatomy'
import { cacheBytes, forwardWork } from '../../shared/forward-work'
import { type Client, startEngine, temporaryFolder } from './testing/engine-client'
import { plain, quantised } from './testing/two-models'

/** Sums of numel() over transformers' parameters (fixtures/make_anatomy.py). */
const counts: {
  readonly fixtures: Readonly<Record<string, number>>
  readonly published: Readonly<Record<string, number>>
  readonly gpt3Attention: number
} = JSON.parse(readFileSync('fixtures/anatomy/counts.json', 'utf8'))

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

const fixture = (name: string) => client.model.anatomy({ path: resolve('fixtures/models', name) })
const kinds = (anatomy: Anatomy) =>
  Object.fromEntries(byKind(anatomy).map(({ kind, parameters }) => [kind, parameters])) as Record<PartKind, number>

describe('the parameters of a model', () => {
  it('are as many as transformers counts, in every family', async () => {
    for (const [name, count] of Object.entries(counts.fixtures)) {
      // The sines of Whisper's encoder lie in its file, and are trained as little as they are computed with.
      const sines = name === 'whisper-tiny' ? 30 * 24 : 0
      expect({ name, parameters: (await fixture(name)).parameters }).toEqual({ name, parameters: count + sines })
    }
  })

  it('are told apart where one tensor holds several kinds', async () => {
    const fused = kinds(await fixture('gpt2-tiny'))
    expect(fused.query).toBe(fused.key)
    expect(fused.output).toBe(fused.query)
    const groups = kinds(await fixture('falcon-tiny-new'))
    expect(groups.query).toBeGreaterThan(groups.key)
    expect(groups.key).toBe(groups.value)
    const both = kinds(await fixture('phi3-tiny'))
    expect(both.gate).toBe(both.up)
  })

  it('count what is shared once', async () => {
    const tied = await fixture('gpt2-tiny')
    expect(tied.tied).toBe(true)
    expect(kinds(tied).unembedding).toBeUndefined()
    const { embedding, unembedding } = kinds(await fixture('gpt2-tiny-untied'))
    expect(unembedding).toBe(embedding)
    const shared = await fixture('albert-tiny')
    expect(new Set(shared.parts.flatMap(({ layer }) => layer ?? [])).size).toBe(1)
  })

  it('have an encoder and a decoder apart', async () => {
    const { parts } = await fixture('t5-tiny-gated')
    const query = (stack: string) =>
      parts.find((part) => part.kind === 'query' && part.stack === stack && part.layer === 0)
    expect(query('decoder')!.parameters).toBe(2 * query('encoder')!.parameters)
  })

  it('take the bytes that they take in the file', async () => {
    for (const path of [plain, quantised]) {
      const { bytes, parameters } = await client.model.anatomy({ path })
      const info = await client.model.inspect({ path })
      expect(parameters).toBe(info.parameters)
      expect(bytes).toBeLessThan(info.bytes)
      expect(bytes).toBeGreaterThan(0.8 * info.bytes)
    }
  })
})

describe('published models', () => {
  it('are as large as their configs in transformers', async () => {
    const all = await client.model.published()
    expect(all.map(({ id }) => id).sort()).toEqual(Object.keys(counts.published).sort())
    for (const { id } of all) {
      const { parameters } = await client.model.anatomy({ published: id })
      expect({ id, parameters }).toEqual({ id, parameters: counts.published[id] })
    }
  })

  it('have in GPT-3 57,982,058,496 parameters in attention, a third of the whole', async () => {
    const gpt3 = await client.model.anatomy({ published: 'gpt-3' })
    expect(attentionParameters(gpt3)).toBe(57_982_058_496)
    expect(attentionParameters(gpt3)).toBe(counts.gpt3Attention)
    expect(gpt3.parameters / 1e9).toBeCloseTo(174.6, 1)
    expect(attentionParameters(gpt3) / gpt3.parameters).toBeCloseTo(1 / 3, 2)
  })

  it('are refused by a name that is none of theirs, with those that are', async () => {
    await expect(client.model.anatomy({ published: 'gpt-7' })).rejects.toMatchObject({
      data: { kind: 'input', place: 'gpt-7', remedy: expect.stringContaining('mixtral-8x7b') },
    })
  })
})

describe('a config without weights', () => {
  it('is counted as the model that has them', async () => {
    for (const name of ['gpt2-tiny', 'mixtral-tiny', 'bart-tiny', 'gpt-oss-tiny', 'bert-tiny-mlm', 'qwen2-tiny']) {
      const path = resolve('fixtures/models', name, 'config.json')
      const { of, parameters } = await client.model.anatomy({ path })
      expect({ name, of, parameters }).toEqual({ name, of: 'config', parameters: counts.fixtures[name] })
    }
  })

  it('is refused with the place where it makes no sense', async () => {
    const path = join(await temporaryFolder(), 'config.json')
    const config = { model_type: 'mixtral', vocab_size: 10, hidden_size: 8, intermediate_size: 8 }
    const more = { num_hidden_layers: 10_000, num_attention_heads: 2, num_local_experts: 1e9, num_key_value_heads: 2 }
    writeFileSync(path, JSON.stringify({ ...config, ...more }))
    await expect(client.model.anatomy({ path })).rejects.toMatchObject({
      data: { file: path, message: expect.stringContaining('experts, where at most') },
    })
    writeFileSync(path, '{')
    await expect(client.model.anatomy({ path })).rejects.toMatchObject({ data: { file: path, kind: 'input' } })
  })
})

describe('what a forward pass costs', () => {
  it('is two operations for each weight and token, and four for each number of a head at each score', async () => {
    const gpt3 = await client.model.anatomy({ published: 'gpt-3' })
    const { weights, attention, kaplan, hoffmann } = forwardWork(gpt3, 2048)!
    const layers = 96 * 12 * 12_288 ** 2
    const words = 50_257 * 12_288
    expect(weights).toBe(2 * 2048 * (layers + words))
    expect(attention).toBe(96 * 4 * 12_288 * 2048 ** 2)
    expect(kaplan).toBe(2048 * (2 * layers + 2 * 96 * 2048 * 12_288))
    expect(hoffmann).toBe(weights + attention + 2 * 2048 * words + 96 * 3 * 96 * 2048 ** 2)
    // Table D.1 of Brown et al. 2020: 3.14e23 for 300 billion tokens, forward and backward, three times as much.
    expect((2 * gpt3.parameters * 3 * 300e9) / 3.14e23).toBeCloseTo(1, 2)
  })

  it('is of the experts that a token goes through alone', async () => {
    const { products } = await client.model.anatomy({ published: 'mixtral-8x7b' })
    expect((products!.stack + products!.unembedding) / 1e9).toBeCloseTo(12.7, 1)
  })

  it('keeps keys and values of as many tokens as are seen', async () => {
    const llama = await client.model.anatomy({ published: 'llama-3-8b' })
    expect(cacheBytes(llama, 8192, 'F16')).toBe(2 ** 30)
    const mistral = await client.model.anatomy({ published: 'mistral-7b' })
    expect(cacheBytes(mistral, 8192, 'F16')).toBe(2 ** 29)
    expect(cacheBytes(await client.model.anatomy({ published: 'bert-base' }), 512, 'F16')).toBeNull()
    const t5 = await client.model.anatomy({ published: 't5-small' })
    expect(cacheBytes(t5, 100, 'F32')).toBe(6 * 2 * 2 * 8 * 64 * 100 * 4)
  })
})

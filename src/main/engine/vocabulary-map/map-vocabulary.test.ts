import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atOnce } from '../../../shared/slices'
import { type MapQuestion, readVocabularyMap, readVocabularyWords } from '../../../shared/vocabulary-map'
import { answerOf, type Client, startEngine } from '../testing/engine-client'

// NumPy’s own answers (fixtures/make_vocabulary_map.py).
const { components } = JSON.parse(readFileSync('fixtures/reference/vocabulary-map.json', 'utf8')) as {
  components: { shares: number[]; positions: number[][] }
}
const model = (name: string) => join(process.cwd(), 'fixtures/models', name)
const question: MapQuestion = {
  of: 'embedding',
  rows: 'raw',
  layout: { kind: 'pca' },
  clusters: { count: 5, seed: 1 },
}
const umap = { kind: 'umap', neighbours: 8, minimumDistance: 0.1, seed: 1 } as const

let folder: string
let client: Client
let close: () => Promise<void>

beforeAll(async () => {
  const { mkdtemp } = await import('node:fs/promises')
  folder = await mkdtemp(join((await import('node:os')).tmpdir(), 'tokentrace-map-'))
  const started = await startEngine(folder)
  client = started.client
  close = () => started.engine.close()
})
afterAll(async () => {
  await close()
  const { rm } = await import('node:fs/promises')
  await rm(folder, { recursive: true, force: true })
})

async function mapOf(path: string, asked: Partial<MapQuestion> = {}) {
  const { answer, stages } = await answerOf(client.vocabulary.map({ path, device: 'cpu', ...question, ...asked }))
  return { map: readVocabularyMap(await answer.arrayBuffer()), stages }
}

async function wordsOf(path: string) {
  const { answer } = await answerOf(client.vocabulary.words({ path, device: 'cpu', of: 'embedding' }))
  return atOnce(readVocabularyWords(await answer.arrayBuffer()))
}

describe('a map of all words', () => {
  it('lies along NumPy’s principal components', async () => {
    const { map } = await mapOf(model('gpt2-tiny'))
    for (const axis of [0, 1, 2]) {
      expect(map.basis!.shares[axis]).toBeCloseTo(components.shares[axis]!, 5)
      for (const [id, point] of components.positions.entries()) {
        expect(Math.abs(map.positions[3 * id + axis]! - point[axis]!)).toBeLessThan(2e-5)
      }
    }
    expect(map.basis!.residual).toBeLessThan(1e-8)
  })

  it('is read back from the store the second time, to the bit, and made anew for other settings', async () => {
    const path = model('llama-tiny')
    const before = (await client.store.info()).entries
    const first = (await mapOf(path, { layout: umap })).map
    expect(first.fromStore).toBe(false)
    expect((await client.store.info()).entries).toBe(before + 1)
    const { map: second, stages } = await mapOf(path, { layout: umap })
    expect(second).toEqual({
      ...first,
      fromStore: true,
      milliseconds: Math.fround(first.milliseconds),
      umap: second.umap,
    })
    expect(stages).not.toContain('arranging')
    const other = (await mapOf(path, { layout: { ...umap, seed: 2 } })).map
    expect(other.fromStore).toBe(false)
    expect(other.positions).not.toEqual(first.positions)
  })

  it.each([
    ['narrow embeddings', model('albert-tiny')],
    ['F16', model('gpt2-tiny-f16')],
    ['a GGUF file in blocks', join(process.cwd(), 'fixtures/gguf/llama-tiny-quantised.gguf')],
    ['an encoder–decoder', model('bart-tiny')],
  ])('is made of %s', async (_, path) => {
    const { map } = await mapOf(path, { rows: 'unit' })
    const words = await wordsOf(path)
    expect(map.positions.length).toBe(3 * words.norms.length)
    expect(map.positions.every(Number.isFinite)).toBe(true)
    expect(map.clusters.reduce((sum, cluster) => sum + cluster.words, 0)).toBe(map.words)
    // Unit rows lie within 2 of their mean.
    expect(Math.max(...map.positions.map(Math.abs))).toBeLessThan(2)
  })

  it('runs along a pair of words: their difference is the distance along it', async () => {
    const direction = {
      ...{
        name: 'king',
        ends: ['king', 'queen'] as [string, string],
        at: 'embedding',
        minus: ['king'],
        plus: ['queen'],
      },
      ...{ paired: true, state: 'last' as const, made: 'means' as const, fingerprint: null },
    }
    const { map } = await mapOf('sample', { layout: { kind: 'axes', axes: [direction] } })
    const { texts } = await wordsOf('sample')
    const [king, queen] = [' king', ' queen'].map((word) => texts.indexOf(word)) as [number, number]
    const asked = { path: 'sample', device: 'cpu', at: 'embedding', among: 'embedding', measure: 'dot' } as const
    const terms = [' queen', ' king'].map((word, at) => ({
      word: word.trim(),
      weight: at === 0 ? 1 : -1,
      sentence: null,
    }))
    const sum = await answerOf(client.analyse.arithmetic({ ...asked, terms, withOwn: true, count: 1 }))
    expect(map.positions[3 * queen]! - map.positions[3 * king]!).toBeCloseTo(sum.answer.length, 4)
    expect(map.basis!.directions).toEqual([{ name: 'king', ends: ['king', 'queen'] }])
  })

  it('can be stopped, and leaves nothing in the store', async () => {
    const before = (await client.store.info()).entries
    const calls = await client.vocabulary.map({
      ...{ path: 'sample', device: 'cpu', ...question },
      layout: { ...umap, seed: 9 },
    })
    for await (const { stage } of calls) if (stage === 'arranging') break
    expect((await client.store.info()).entries).toBe(before)
    // Others are answered again.
    expect((await mapOf(model('gpt2-tiny'))).map.words).toBeGreaterThan(0)
  })

  it('lets other calls in while UMAP is at work', async () => {
    const calls = await client.vocabulary.map({
      ...{ path: 'sample', device: 'cpu', ...question },
      layout: { ...umap, seed: 11 },
    })
    let answered = false
    for await (const { stage } of calls) {
      if (stage !== 'arranging' || answered) continue
      const asked = { path: 'sample', device: 'cpu', of: 'embedding', id: 300, count: 3 } as const
      expect((await answerOf(client.vocabulary.nearest(asked))).answer.words).toHaveLength(3)
      answered = true
      break
    }
    expect(answered).toBe(true)
  })

  it('of an unembedding that is none is refused', async () => {
    await expect(mapOf(model('bert-tiny'), { of: 'unembedding' })).rejects.toMatchObject({
      data: { message: expect.stringContaining('unembedding') },
    })
  })
})

describe('what is known of words', () => {
  it('has the sample’s texts, lengths of rows, and ranks of merges', async () => {
    const words = await wordsOf('sample')
    expect(words.ranks.from).toBe('merges')
    expect(words.ranks.words).toBeGreaterThan(2900)
    const the = words.texts.indexOf(' the')
    expect(words.ranks.of[the]).toBeLessThan(10)
    expect(words.scripts[words.scriptOf[the]!]!.name).toBe('Latin')
    expect(words.lengths[the]).toBe(3)
    expect(words.ranks.of[words.texts.indexOf('!')]).toBe(-1)
    expect(words.scripts[words.scriptOf[words.texts.indexOf('<|endoftext|>')]!]!.name).toBe('special')
  })

  it('without a tokenizer is their rows alone', async () => {
    const words = await wordsOf(model('olmo-tiny'))
    expect(words.ranks).toMatchObject({ from: null, words: 0 })
    expect(words.texts[5]).toBe('5')
    expect(words.norms[5]).toBeGreaterThan(0)
  })
})

describe('a token’s path over a map', () => {
  it('is projected along axes, and placed by its nearest words on a map of UMAP', async () => {
    const prompt = { text: 'The Eiffel Tower is in' }
    const asked = { path: 'sample', device: 'cpu' as const, prompt, position: 3, ...question }
    const projected = (await answerOf(client.vocabulary.path({ ...asked, rows: 'unit' }))).answer
    expect(projected.placed).toBe('projected')
    const { answer: placed } = await answerOf(client.vocabulary.path({ ...asked, layout: umap }))
    expect(placed.placed).toBe('by-nearest-words')
    expect(placed.note).toContain('not a projection')
    const { map } = await mapOf('sample', { layout: umap })
    for (const axis of [0, 1, 2]) {
      const values = map.positions.filter((_, at) => at % 3 === axis)
      for (const { at } of placed.stations) {
        expect(at[axis]).toBeGreaterThanOrEqual(Math.min(...values))
        expect(at[axis]).toBeLessThanOrEqual(Math.max(...values))
      }
    }
    await expect(answerOf(client.vocabulary.path({ ...asked, position: 99 }))).rejects.toMatchObject({
      data: { message: expect.stringContaining('Position 99') },
    })
  })
})

it('a map is saved as CSV with a row for each word', async () => {
  const { answer } = await answerOf(
    client.export.vocabulary({ path: 'sample', device: 'cpu', ...question, format: 'csv' }),
  )
  const lines = (await answer.text()).split('\r\n')
  expect(lines[0]).toBe('id,word,x,y,z,norm,rank,script,length,cluster')
  expect(lines.at(-1)).toBe('')
  expect(lines.length - 2).toBe((await mapOf('sample')).map.words)
})

import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { homeCamera } from '../../shared/figures/trajectory-cameras'
import type { Trajectory, TrajectoryView } from '../../shared/trajectory'
import { readProvenance } from '../export'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'

const model = (name: string) => resolve('fixtures/models', name)
const sentence = { text: 'The Eiffel Tower is in Paris' }
const gpt2 = { path: model('gpt2-tiny'), prompt: sentence, device: 'cpu' as const }
const tower = { ...gpt2, position: 2, view: 'raw' as const, watch: null }

let folder: string
let client: Client
let close: () => Promise<void>

async function start(): Promise<void> {
  const started = await startEngine(folder)
  client = started.client
  close = () => started.engine.close()
}

beforeEach(async () => {
  folder = await temporaryFolder()
  await start()
  onTestFinished(() => close())
})

const trace = async (change: Partial<typeof tower> | { view: TrajectoryView } = {}): Promise<Trajectory> =>
  (await answerOf(client.analyse.trajectory({ ...tower, ...change }))).answer

const faultOf = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error('The call answered.')
    },
    (error: { data?: unknown }) => error.data ?? error,
  )

describe('a model', () => {
  it('is told by its headers', async () => {
    expect(await client.model.inspect({ path: gpt2.path })).toMatchObject({
      name: 'gpt2-tiny',
      family: 'gpt2',
      kind: 'decoder',
      layers: 3,
      heads: 4,
      dModel: 24,
      vocabulary: 320,
      context: 40,
      parameters: 30_360,
      dtype: 'F32',
      files: 1,
      languageModel: true,
      finalNorm: true,
      tokenizerMissing: null,
    })
  })

  it('that was opened is among the recent ones, the last one first', async () => {
    await client.model.inspect({ path: gpt2.path })
    await client.model.inspect({ path: model('bert-tiny') })
    expect((await client.model.recent()).map(({ name }) => name)).toEqual(['bert-tiny', 'gpt2-tiny'])
  })

  it('whose files change while it is open is read again', async () => {
    const copy = join(folder, 'copy')
    await cp(gpt2.path, copy, { recursive: true })
    const before = await client.model.inspect({ path: copy })
    await cp(model('gpt2-tiny-f16'), copy, { recursive: true })
    const after = await client.model.inspect({ path: copy })
    expect([before.dtype, after.dtype]).toEqual(['F32', 'F16'])
    expect(after.fingerprint).not.toBe(before.fingerprint)
    await truncate(join(copy, 'model.safetensors'), 1000)
    expect(await faultOf(client.model.inspect({ path: copy }))).toMatchObject({ kind: 'input' })
  })

  it('without a tokenizer runs on token ids and refuses words', async () => {
    const copy = join(folder, 'bare')
    await cp(gpt2.path, copy, { recursive: true })
    await rm(join(copy, 'tokenizer.json'))
    expect((await client.model.inspect({ path: copy })).tokenizerMissing).toMatch(/tokenizer\.json/)
    expect(await faultOf(answerOf(client.run({ ...gpt2, path: copy })))).toMatchObject({
      kind: 'input',
      file: copy,
      place: 'tokenizer.json',
    })
    const { answer } = await answerOf(client.run({ ...gpt2, path: copy, prompt: { ids: [5, 6] } }))
    expect(answer.tokens).toEqual([
      { id: 5, text: '5', special: false },
      { id: 6, text: '6', special: false },
    ])
  })
})

describe('a prompt', () => {
  it('is computed once and then read back, also by the next engine', async () => {
    const first = await answerOf(client.run(gpt2))
    expect(first.answer).toMatchObject({ fromStore: false, stored: true, device: { device: 'cpu' } })
    expect(first.stages).toEqual(['reading', 'opening', 'running', 'storing'])
    expect((await answerOf(client.run(gpt2))).answer.fromStore).toBe(true)
    await close()
    await start()
    const { answer, stages } = await answerOf(client.run(gpt2))
    expect(answer).toMatchObject({ fromStore: true, bytes: first.answer.bytes })
    expect(stages).toEqual(['reading'])
  })

  it('is another one for another model, other ids', async () => {
    await answerOf(client.run(gpt2))
    const other = await answerOf(client.run({ ...gpt2, path: model('gpt2-tiny-f16') }))
    expect(other.answer.fromStore).toBe(false)
    expect((await answerOf(client.run({ ...gpt2, prompt: { ids: [1, 2] } }))).answer.fromStore).toBe(false)
    expect((await client.store.info()).entries).toBe(3)
  })

  it.each([
    ['that is empty', { text: '' }, /empty/],
    [
      'that is too long',
      { text: 'The Eiffel Tower is in Paris. '.repeat(20) },
      /has \d+ tokens; gpt2-tiny reads 40 at most/,
    ],
    ['with an id that the model has no row for', { ids: [1, 320] }, /320 is not in the vocabulary/],
  ])('%s is refused with a remedy', async (_, prompt, message) => {
    expect(await faultOf(answerOf(client.run({ ...gpt2, prompt })))).toMatchObject({
      kind: 'input',
      message: expect.stringMatching(message),
      place: expect.any(String),
      remedy: expect.any(String),
    })
    expect((await client.store.info()).entries).toBe(0)
  })

  it('that is stopped stores nothing', async () => {
    const stop = new AbortController()
    stop.abort()
    expect(await faultOf(answerOf(client.run(gpt2, { signal: stop.signal })))).toMatchObject({ kind: 'cancelled' })
    expect((await client.store.info()).entries).toBe(0)
  })
})

describe('a trajectory', () => {
  it('runs the model where nothing is stored, and has a step for each station', async () => {
    const { answer, stages } = await answerOf<Trajectory>(client.analyse.trajectory(tower))
    expect(stages).toEqual(['reading', 'opening', 'running', 'storing', 'analysing'])
    expect(answer.steps.map(({ kind }) => kind).join(' ')).toBe('embed attention mlp attention mlp attention mlp')
    expect(answer.tokens[2]!.text).toBe(' Tower')
    expect(answer.path).toHaveLength(7)
    expect(answer.others).toHaveLength(5)
    expect(await trace()).toEqual({ ...answer, fromStore: true })
  })

  it('ends in what the model says: the lens of the last step is its likeliest next word', async () => {
    const answer = await trace()
    const out = join(folder, 'logits.safetensors')
    const { engine } = await startEngine(await temporaryFolder())
    await engine.saveActivations({ ...gpt2, taps: ['logits'], out })
    await engine.close()
    const bytes = await readFile(out)
    const start = 8 + Number(bytes.readBigUInt64LE(0))
    const logits = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start))
    const row = logits.subarray(2 * 320, 3 * 320)
    expect(answer.steps.at(-1)!.lens![0]!.id).toBe(row.indexOf(Math.max(...row)))
    expect(answer.watched).toEqual({ id: answer.steps.at(-1)!.lens![0]!.id, text: expect.any(String) })
  })

  it('of an encoder without a head has no lens', async () => {
    const answer = await trace({ path: model('bert-tiny') })
    expect(answer.steps.every(({ lens, watched }) => lens === null && watched === null)).toBe(true)
    expect(answer.steps.every(({ nearest }) => nearest.length === 5)).toBe(true)
  })

  it.each(['raw', 'unit', 'final'] as const)('as %s keeps at most all of the variance', async (view) => {
    const answer = await trace({ view })
    const kept = answer.basis.shares.reduce((sum, share) => sum + share, 0)
    expect(kept).toBeGreaterThan(0.5)
    expect(kept).toBeLessThanOrEqual(1 + 1e-9)
  })

  it('follows the word that was asked for', async () => {
    const [word] = await client.model.wordIds({ path: gpt2.path, word: 'Paris' })
    const answer = (await answerOf<Trajectory>(client.analyse.trajectory({ ...tower, watch: word!.id }))).answer
    expect(answer.watched).toEqual({ id: word!.id, text: word!.text })
    expect(answer.steps.every(({ watched }) => watched !== null && watched.rank >= 0)).toBe(true)
  })
})

describe('an export', () => {
  const spec = (trajectory: Trajectory, fingerprint = trajectory.model.fingerprint) => ({
    kind: 'trajectory' as const,
    version: 1 as const,
    model: { name: trajectory.model.name, fingerprint },
    prompt: sentence,
    position: 2,
    view: 'raw' as const,
    camera: homeCamera(trajectory, { width: 672, height: 440 }),
    theme: 'light' as const,
    width: 672,
    height: 440,
    show: { words: 20, otherTokens: false },
    pinned: [],
    station: null,
    parts: null,
  })

  it.each(['svg', 'pdf', 'png'] as const)('as %s carries what is needed to make it again', async (format) => {
    const answer = await trace()
    const request = { path: gpt2.path, device: 'cpu' as const, spec: spec(answer), format, dpi: 150 }
    const { answer: file } = await answerOf(client.export.figure(request))
    expect(file.name).toBe(`gpt2-tiny-Tower.${format}`)
    const bytes = new Uint8Array(await file.arrayBuffer())
    expect(readProvenance(bytes)).toMatchObject({
      version: '1.2.3',
      model: { fingerprint: answer.model.fingerprint },
      prompt: sentence,
      spec: { position: 2, view: 'raw' },
    })
    if (format === 'svg') expect(new TextDecoder().decode(bytes)).toContain('Tower')
  })

  it('of a figure that was made with another model is refused', async () => {
    const answer = await trace()
    const request = {
      path: gpt2.path,
      device: 'cpu' as const,
      spec: spec(answer, 'f00'),
      format: 'svg' as const,
      dpi: 96,
    }
    expect(await faultOf(answerOf(client.export.figure(request)))).toMatchObject({
      kind: 'input',
      place: 'fingerprint',
    })
  })

  it('of the numbers has a row for each step', async () => {
    const { answer: csv } = await answerOf(client.export.numbers({ ...tower, format: 'csv' }))
    expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(8)
    const { answer: json } = await answerOf(client.export.numbers({ ...tower, format: 'json' }))
    expect(JSON.parse(await json.text())).toMatchObject({ trajectory: { position: 2 }, provenance: { spec: null } })
  })
})

describe('the store', () => {
  it('moves to another folder and leaves the old one as it was', async () => {
    await answerOf(client.run(gpt2))
    const elsewhere = join(folder, 'elsewhere')
    expect(await client.store.setFolder({ path: elsewhere })).toMatchObject({
      entries: 0,
      path: expect.stringContaining(elsewhere),
    })
    expect((await answerOf(client.run(gpt2))).answer.fromStore).toBe(false)
    await client.store.setFolder({ path: folder })
    expect((await answerOf(client.run(gpt2))).answer.fromStore).toBe(true)
  })

  it('stays where it was when the new folder cannot be used', async () => {
    await answerOf(client.run(gpt2))
    await writeFile(join(folder, 'file'), '')
    const fault = await faultOf(client.store.setFolder({ path: join(folder, 'file') }))
    expect(fault).toMatchObject({ kind: 'environment', remedy: expect.any(String) })
    expect((await client.store.info()).entries).toBe(1)
  })

  it('is empty after it was cleared', async () => {
    await answerOf(client.run(gpt2))
    expect((await client.store.clear()).entries).toBe(0)
    expect((await answerOf(client.run(gpt2))).answer.fromStore).toBe(false)
  })
})

import { resolve } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import type { AttentionImageSpec } from '../../shared/figures/attention-spec'
import { readPicture } from '../../shared/media-input'
import type { Trajectory } from '../../shared/trajectory'
import { answerOf, type Client, startEngine, temporaryFolder } from './testing/engine-client'

const path = resolve('fixtures/onnx/vit-tiny/dynamo-sdpa-18.onnx')
const picture = resolve('fixtures/media/picture.png')
const onImage = { path, prompt: { file: picture }, device: 'cpu' } as const
let client: Client

beforeEach(async () => {
  const started = await startEngine(await temporaryFolder())
  client = started.client
  onTestFinished(() => started.engine.close())
})

it('a vision model says what it reads, and how that is prepared', async () => {
  const info = await client.model.inspect({ path })
  expect(info).toMatchObject({
    kind: 'encoder',
    vocabulary: 0,
    languageModel: false,
    tokenizerMissing: expect.anything(),
  })
  expect(info.reads).toMatchObject({
    kind: 'image',
    rows: 3,
    columns: 3,
    leading: 1,
    trailing: 0,
    height: 12,
    width: 12,
  })
  expect(info.reads!.how).toContain('by default')
})

it('its tokens are patches named by row and column, behind the class token', async () => {
  const { tokens } = await client.model.tokenize({ path, file: picture })
  expect(tokens.map(({ text }) => text)).toEqual([
    'CLS',
    ...[1, 2, 3].flatMap((row) => [1, 2, 3].map((column) => `r${row}c${column}`)),
  ])
  const seen = readPicture(await (await client.media.picture({ path, file: picture })).arrayBuffer())
  expect(seen).toMatchObject({ width: 12, height: 12 })
  expect(seen.data).toHaveLength(12 * 12 * 3)
})

it('another image is another run, and the same one is read back', async () => {
  const run = async (file: string) => (await answerOf(client.run({ ...onImage, prompt: { file } }))).answer
  expect((await run(picture)).fromStore).toBe(false)
  expect((await run(resolve('fixtures/media/palette.png'))).fromStore).toBe(false)
  expect(await run(picture)).toMatchObject({ fromStore: true, tokens: { length: 10 } })
})

it('every look works on it that needs no words', async () => {
  const at = { ...onImage, position: 4 }
  const { answer }: { answer: Trajectory } = await answerOf(
    client.analyse.trajectory({ ...at, view: 'final', watch: null }),
  )
  expect(answer.steps.every(({ nearest, lens }) => nearest.length === 0 && lens === null)).toBe(true)
  expect(answer.words).toEqual([])
  const { answer: attention } = await answerOf(client.analyse.attention(onImage))
  expect(attention).toMatchObject({ randomLength: null, measures: { length: 2 } })
  const move = { ...at, view: 'raw', layer: 1, target: { kind: 'end' } } as const
  const parts = (await answerOf(client.analyse.decomposition(move))).answer
  expect(parts.tokens).toHaveLength(10)
})

const spec: AttentionImageSpec = {
  ...{ kind: 'attention-image', version: 1, width: 600, height: 400, theme: 'light', prompt: { file: picture } },
  ...{ model: { name: 'x', fingerprint: '' }, shown: 'head', layer: 1, head: 0, query: 5 },
}

it('a pattern is drawn over the image, and its table has a row for each position', async () => {
  const save = async (format: 'svg' | 'pdf' | 'eps' | 'png' | 'csv') => {
    const { fingerprint, name } = await client.model.inspect({ path })
    const whole = { ...spec, model: { name, fingerprint } }
    const file = (await answerOf(client.export.figure({ path, device: 'cpu', spec: whole, format, dpi: 100 }))).answer
    return Buffer.from(await file.arrayBuffer()).toString('latin1')
  }
  const svg = await save('svg')
  expect(svg.match(/<image /g)).toHaveLength(2)
  expect(svg).toContain('query r2c2')
  expect((await save('png')).slice(1, 4)).toBe('PNG')
  expect((await save('pdf')).slice(0, 4)).toBe('%PDF')
  expect((await save('eps')).match(/^>> image$/gm)).toHaveLength(2)
  const rows = (await save('csv'))
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
  expect(rows).toHaveLength(11)
  expect(rows[1]).toMatch(/^0,CLS,,,0\.\d+/)
  expect(rows[6]).toMatch(/^5,r2c2,2,2,0\.\d+/)
})

it('a text for it, an image for a text’s model, and a file that is none are refused', async () => {
  const refused = (model: string, prompt: object) =>
    expect(answerOf(client.run({ path: model, prompt: prompt as never, device: 'cpu' }))).rejects
  await refused(path, { text: 'a cat' }).toThrow('reads an image, and no text')
  await refused(path, { ids: [1, 2] }).toThrow('reads an image, and no text')
  await refused(path, { file: resolve('fixtures/media/configs.json') }).toThrow('neither a PNG nor a JPEG')
  await refused(path, { file: ' ' }).toThrow('No file is named')
  await refused(resolve('fixtures/models/gpt2-tiny'), { file: picture }).toThrow('reads a text, and no image')
  await expect(answerOf(client.analyse.prediction({ ...onImage, watch: null }))).rejects.toThrow('predicts no words')
  await expect(answerOf(client.model.selfCheck({ path, device: 'cpu' }))).rejects.toThrow('reads none')
})

import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { homeDirection } from '../../../shared/figures/camera'
import { plainFilm } from '../../../shared/figures/film/film'
import type { ModelHeadsSpec, ModelsSpec, WeightErrorsSpec } from '../../../shared/figures/models-spec'
import { readProvenance } from '../../export'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'
import { plain, quantised, readTwoModels } from '../testing/two-models'

const { ids, position, stations, ...reference } = readTwoModels()
const film = { ...plainFilm, seconds: 0.5, fps: 6, width: 160, height: 130 }
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

async function named(path: string) {
  const { name, fingerprint } = await client.model.inspect({ path })
  return { name, fingerprint }
}

type Format = 'svg' | 'pdf' | 'csv' | 'json' | 'mp4'
type Spec = ModelsSpec | ModelHeadsSpec | WeightErrorsSpec

async function save(format: Format, spec: Spec, other: string | undefined = plain): Promise<File> {
  const asked = { path: quantised, device: 'cpu' as const, spec, format, dpi: 96, film }
  return (await answerOf<File>(client.export.figure({ ...asked, ...(other ? { other } : {}) }))).answer
}

async function usual() {
  const of = { version: 1, model: await named(quantised), other: await named(plain), theme: 'light' } as const
  const paper = { width: 640, height: 520 }
  const camera = { ...homeDirection, distance: 5, target: [0, 0, 0] as [number, number, number], fov: 30 }
  const run = { ...of, ...paper, prompt: { ids }, position }
  return {
    models: { ...run, kind: 'models', view: 'unit', measure: 'relative', camera, words: 10, station: 2 } as ModelsSpec,
    heads: { ...run, kind: 'model-heads', rows: 'token' } as ModelHeadsSpec,
    weights: { ...of, ...paper, kind: 'weight-errors', prompt: null } as WeightErrorsSpec,
  }
}

const rowsOf = async (file: File) =>
  (await file.text())
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))

describe('the figure of two models', () => {
  it('has both paths, their names, and the chart of how far they are apart', async () => {
    const { models } = await usual()
    const svg = await (await save('svg', models)).text()
    for (const letter of ['A', 'B']) expect(svg).toContain(`id="path-${letter}"`)
    for (const name of ['llama-quantised', 'llama-f16', 'part at L1 attention']) expect(svg).toContain(name)
    expect(svg).toContain('Distance, in % of B’s step, by layer')
    expect((await (await save('pdf', { ...models, measure: 'cosine' })).text()).slice(0, 5)).toBe('%PDF-')
  })

  it('carries both fingerprints, as a film too, so that it can be made again', async () => {
    const { models } = await usual()
    const bytes = new Uint8Array(await (await save('svg', models)).arrayBuffer())
    expect(readProvenance(bytes)).toMatchObject({ model: models.model, tokenIds: ids, spec: { other: models.other } })
    const moving = new Uint8Array(await (await save('mp4', models)).arrayBuffer())
    expect(readProvenance(moving)).toMatchObject({ spec: { other: models.other }, film })
  })

  it('is, as a table, a row for each station', async () => {
    const [header, ...rows] = await rowsOf(await save('csv', (await usual()).models))
    expect(header!.slice(0, 7)).toEqual(['station', 'layer', 'kind', 'tap', 'distance', 'of_step', 'cosine'])
    expect(rows.map((row) => row[3])).toEqual(stations)
    expect(Number(rows[4]![4])).toBeCloseTo(reference.distances[4]!, 4)
  })

  it('is refused without the second model, or with another', async () => {
    const { models } = await usual()
    for (const other of ['', quantised, resolve('fixtures/models/gpt2-tiny')]) {
      await expect(save('svg', models, other)).rejects.toMatchObject({
        data: { kind: 'input', message: expect.stringMatching(/the second is to be llama-f16/) },
      })
    }
  })
})

describe('the figure of two models’ heads', () => {
  it('is, as a table, a row for each head', async () => {
    const [header, ...rows] = await rowsOf(await save('csv', (await usual()).heads))
    expect(header).toEqual(['layer', 'head', 'at_token', 'mean'])
    expect(rows).toHaveLength(8)
    expect(Number(rows[5]![2])).toBeCloseTo(reference.rows[1]![1]!, 5)
  })

  it('has a cell for each head, with its number', async () => {
    const svg = await (await save('svg', (await usual()).heads)).text()
    for (const value of reference.rows.flat()) expect(svg).toContain(`>${value.toFixed(2)}</text>`)
  })
})

describe('the figure of weight errors', () => {
  it('is, as a table, a row for each weight', async () => {
    const [header, ...rows] = await rowsOf(await save('csv', (await usual()).weights))
    expect(header!.slice(0, 3)).toEqual(['tensor', 'shape', 'dtype'])
    for (const row of rows) expect(Number(row[6])).toBeCloseTo(reference.weights[row[0]!]!.relative, 9)
  })

  it('has a row for each kind of weight in the layers, and leaves out those that are equal', async () => {
    const { weights } = await usual()
    const bytes = new Uint8Array(await (await save('svg', weights)).arrayBuffer())
    const svg = new TextDecoder().decode(bytes)
    expect(svg).toContain('mlp.down_proj')
    expect(svg).not.toContain('>input_layernorm<')
    expect(svg).toContain('3 rows are 0')
    expect(readProvenance(bytes)).toMatchObject({ prompt: null, tokenIds: [], spec: { kind: 'weight-errors' } })
  })
})

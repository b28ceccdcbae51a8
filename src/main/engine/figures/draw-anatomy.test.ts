import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { AnatomySpec, MatrixSpec } from '../../../shared/figures/anatomy-spec'
import type { SimilaritySpec } from '../../../shared/figures/similarity-spec'
import { readProvenance } from '../../export'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

async function common() {
  const { name, fingerprint } = await client.model.inspect({ path: 'sample' })
  return { version: 1, model: { name, fingerprint }, prompt: null, theme: 'light', width: 640, height: 480 } as const
}

async function save(format: 'svg' | 'csv' | 'json', spec: AnatomySpec | MatrixSpec | SimilaritySpec): Promise<File> {
  const asked = { path: 'sample', other: 'sample', device: 'cpu' as const, spec, format, dpi: 96 }
  return (await answerOf<File>(client.export.figure(asked))).answer
}

const rowsOf = async (file: File) =>
  (await file.text())
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))

describe('the figure of where the parameters are', () => {
  it('has a bar for each model and names what is large enough to be named', async () => {
    const spec: AnatomySpec = { ...(await common()), kind: 'anatomy', against: ['gpt-3', 't5-11b'] }
    const svg = await (await save('svg', spec)).text()
    for (const text of ['GPT-3 175B', 'T5 11B', '174.6B parameters, 96 layers', 'MLP up 33 %', 'By layer']) {
      expect(svg).toContain(text)
    }
  })

  it('is, as a table, a row for each part of each model, whose parameters are all of them', async () => {
    const spec: AnatomySpec = { ...(await common()), kind: 'anatomy', against: ['gpt-3'] }
    const [header, ...rows] = await rowsOf(await save('csv', spec))
    expect(header).toEqual(['model', 'stack', 'layer', 'part', 'parameters', 'share', 'bytes'])
    const sum = rows.filter(([model]) => model === 'GPT-3 175B').reduce((all, row) => all + Number(row[4]), 0)
    expect(sum).toBe(174_604_259_328)
  })

  it('is refused with a published model that is not known', async () => {
    const spec: AnatomySpec = { ...(await common()), kind: 'anatomy', against: ['gpt-7'] }
    await expect(save('svg', spec)).rejects.toMatchObject({ data: { place: 'gpt-7' } })
  })
})

describe('the figure of a matrix', () => {
  const weight = { name: 'transformer.wpe.weight', part: null }
  const window = { rows: [0, 128] as [number, number], columns: [0, 128] as [number, number] }

  it('has cells, the histogram and the singular values, and can be made again', async () => {
    const spec: MatrixSpec = { ...(await common()), ...window, kind: 'matrix', weight, measure: 'mean', spectrum: true }
    const bytes = new Uint8Array(await (await save('svg', spec)).arrayBuffer())
    const svg = new TextDecoder().decode(bytes)
    for (const text of ['Singular values', 'Values', 'all 128 rows and 128 columns']) expect(svg).toContain(text)
    expect(readProvenance(bytes)).toMatchObject({ prompt: null, spec: { kind: 'matrix', weight } })
  })

  it('is, as a table, its cells, its bins and its singular values', async () => {
    const spec: MatrixSpec = {
      ...(await common()),
      ...window,
      kind: 'matrix',
      weight,
      measure: 'magnitude',
      spectrum: true,
    }
    const rows = await rowsOf(await save('csv', spec))
    const of = (what: string) => rows.filter(([kind]) => kind === what)
    expect([of('cell').length, of('bin').length, of('singular value').length]).toEqual([64 * 64, 80, 128])
    expect(of('bin').reduce((sum, row) => sum + Number(row[5]), 0)).toBe(128 * 128)
  })
})

describe('the figure of two models’ similarity', () => {
  it('has a cell for every two stations, and both estimates in the table', async () => {
    const { model, ...paper } = await common()
    const spec: SimilaritySpec = {
      ...{ ...paper, model, other: model, kind: 'similarity', estimate: 'debiased' },
      prompt: { text: 'The Eiffel Tower is in Paris' },
      more: [{ text: 'The mole digs a hole' }],
    }
    expect(await (await save('svg', spec)).text()).toMatch(/debiased linear CKA over \d+ tokens of 2 sentences/)
    const [header, ...rows] = await rowsOf(await save('csv', spec))
    expect(header).toEqual(['station', 'reference_station', 'cka', 'debiased_cka'])
    expect(rows).toHaveLength(13 * 13)
  })
})

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { FigureSpec } from '../../../shared/figures/figure-spec'
import { row } from '../../../shared/tensor'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'
import { type TwoTexts, twoTexts } from '../testing/two-texts'

const paper = { version: 1, theme: 'light', width: 672, height: 400 } as const
const layer = 3
let client: Client
let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
  const { engine, client: started } = await startEngine(folder)
  client = started
  onTestFinished(() => engine.close())
})

async function save({ path, prompt }: TwoTexts, own: object, format: 'svg' | 'csv' | 'json'): Promise<File> {
  const { name, fingerprint } = await client.model.inspect({ path })
  const spec = { ...paper, model: { name, fingerprint }, prompt, ...own } as FigureSpec
  return (await answerOf<File>(client.export.figure({ path, device: 'cpu', spec, format, dpi: 96 }))).answer
}

async function table(texts: TwoTexts, own: object): Promise<Record<string, string>[]> {
  const [header, ...rows] = (await (await save(texts, own, 'csv')).text()).trimEnd().split('\r\n')
  const names = header!.split(',')
  return rows.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])))
}

// The attention of the decoder's first layer to the encoder, and of its second to the states that it is given.
describe.each([
  { model: 't5-tiny', name: 'cross 0', at: 'decoder.0', title: 'Decoder layer 0 cross-attention', key: '0' },
  { model: 'whisper-tiny', name: 'cross 1', at: 'decoder.1', title: 'Layer 1 cross-attention', key: 'state 0' },
])('figures of the attention $name of $model', ({ model, name, at, title, key }) => {
  it('have the parts of its step by the tokens or states that it reads', async () => {
    const texts = twoTexts(model, folder)
    const position = texts.firstTarget + 2
    const own = { kind: 'move-parts', apart: 'bySource', position, layer, view: 'raw' }
    const rows = await table(texts, own)
    const sources = rows.filter(({ kind }) => kind === 'source')
    expect(sources.map(({ source }) => Number(source)).sort((a, b) => a - b)).toEqual([...Array(texts.source).keys()])
    expect(rows.reduce((sum, { share }) => sum + Number(share), 0)).toBeCloseTo(1, 4)
    if (key.startsWith('state')) expect(sources.map(({ part }) => part)).toContain('state 0')
    const svg = await save(texts, own, 'svg')
    expect(await svg.text()).toContain(`${title} moves`)
    expect(svg.name).toContain(title.toLowerCase().replaceAll(' ', '-'))
  })

  it('have a row of the map for each attention of the decoder', async () => {
    const texts = twoTexts(model, folder)
    const own = { kind: 'move-map', position: texts.firstTarget + 2, layer, view: 'raw', target: { kind: 'end' } }
    const rows = await table(texts, own)
    const ofHeads = new Set(rows.filter(({ kind }) => kind === 'head').map((line) => line.layer))
    expect([...ofHeads]).toEqual(['dec 0', 'cross 0', 'dec 1', 'cross 1'])
    expect(rows.filter(({ kind }) => kind === 'mlp').map((line) => line.layer)).toEqual(['cross 0', 'cross 1'])
    const values = rows.filter(({ kind }) => kind !== 'total').reduce((sum, { value }) => sum + Number(value), 0)
    expect(values).toBeCloseTo(Number(rows.at(-1)!.value), 4)
    expect(await (await save(texts, own, 'svg')).text()).toMatch(/>cross 0<.*>dec 1</s)
  })

  it('have its head’s query, key and row', async () => {
    const texts = twoTexts(model, folder)
    const query = texts.firstTarget + 2
    const own = { kind: 'query-key', layer, head: 1, query, key: 0, temperature: 1 }
    const rows = (await table(texts, own)).filter((line) => line.of === 'key')
    const weights = row(texts.tensors.get(`${at}.cross_attn.hook_pattern`)!, 0, 1, 2)
    expect(rows).toHaveLength(texts.source)
    for (const [key, line] of rows.entries()) expect(Number(line.weight)).toBeCloseTo(weights[key]!, 5)
    if (key.startsWith('state')) expect(rows[0]!.token).toBe('state 0')
    const svg = await (await save(texts, own, 'svg')).text()
    expect(svg).toContain(`Head ${name}.1: the query of`)
    expect(svg).toContain(`“${rows[0]!.token}”`)
  })

  it('have its pattern, with a column for each key', async () => {
    const texts = twoTexts(model, folder)
    const own = { kind: 'attention-matrix', shown: 'head', layer, head: 0 }
    const rows = await table(texts, own)
    const { data } = texts.tensors.get(`${at}.cross_attn.hook_pattern`)!
    expect(rows).toHaveLength(texts.source * texts.target)
    for (const [cell, { weight }] of rows.entries()) expect(Number(weight)).toBeCloseTo(data[cell]!, 5)
    expect(rows.map((line) => Number(line.key_position)).slice(0, texts.source)).toEqual([
      ...Array(texts.source).keys(),
    ])
    expect(rows[0]!.query_position).toBe(String(texts.firstTarget))
    const answer = JSON.parse(await (await save(texts, own, 'json')).text())
    expect(JSON.stringify(answer)).toContain(`"attention":"${at}.cross_attn"`)
    expect(await (await save(texts, own, 'svg')).text()).toContain(`Head ${name}.0`)
  })

  it('have the arrows of its step on the path, up to its station', async () => {
    const texts = twoTexts(model, folder)
    const camera = { azimuth: 0.6, elevation: 0.4, distance: 4, target: [0, 0, 0], fov: 35 }
    const own = {
      ...{ kind: 'trajectory', position: texts.firstTarget + 2, view: 'raw', camera, pinned: [], station: null },
      ...{ show: { words: 0, otherTokens: false }, parts: { layer, apart: 'byHead' } },
    }
    const rows = await table(texts, own)
    const last = rows.filter(({ kind }) => kind === 'part').at(-1)!
    const station = rows.find((line) => line.kind === 'cross' && line.layer === last.layer)!
    expect(last.step).toBe(station.step)
    for (const axis of ['x', 'y', 'z']) expect(Number(last[axis])).toBeCloseTo(Number(station[axis]), 4)
  })
})

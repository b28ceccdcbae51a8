import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Contexts } from '../../../shared/contexts'
import { homeDirection } from '../../../shared/figures/camera'
import type { ContextsSpec } from '../../../shared/figures/contexts-spec'
import { plainFilm } from '../../../shared/figures/film/film'
import { readGif } from '../../export/testing/read-gif'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: resolve('fixtures/models/gpt2-tiny'), device: 'cpu' as const }
const items = [
  { prompt: { text: 'The Eiffel Tower is in Paris' }, position: 2, letter: 0 },
  { prompt: { text: 'The Tower is in London' }, position: 1, letter: 2 },
  { prompt: { text: 'A Tower' }, position: 1, letter: 7 },
]
const film = { ...plainFilm, kind: 'both' as const, seconds: 0.5, fps: 6, width: 160, height: 130 }
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

async function save(format: 'svg' | 'pdf' | 'csv' | 'json' | 'gif', change: Partial<ContextsSpec> = {}) {
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  const spec: ContextsSpec = {
    kind: 'contexts',
    version: 1,
    model: { name, fingerprint },
    prompt: items[0]!.prompt,
    items,
    active: 0,
    view: 'unit',
    measure: 'distance',
    camera: { ...homeDirection, distance: 5, target: [0, 0, 0], fov: 30 },
    theme: 'light',
    width: 640,
    height: 520,
    words: 10,
    station: 2,
    ...change,
  }
  return (await answerOf<File>(client.export.figure({ ...of, spec, format, dpi: 96, film }))).answer
}

describe('the figure of contexts side by side', () => {
  it('has a path, a letter and a line of the chart for each context', async () => {
    const svg = await (await save('svg')).text()
    for (const letter of ['A', 'C', 'H']) expect(svg).toContain(`id="path-${letter}"`)
    expect(svg.match(/<polyline/g)).toHaveLength(2 * 2)
    expect(svg).toContain('Distance to A, by layer')
    expect((await (await save('pdf', { measure: 'cosine' })).text()).slice(0, 5)).toBe('%PDF-')
  })

  it('grows and turns as a film, a frame for each share of its time', async () => {
    const { width, height, frames } = readGif(Buffer.from(await (await save('gif')).arrayBuffer()))
    expect([width, height, frames.length]).toEqual([160, 130, 3])
    expect(frames[0]!.pixels).not.toEqual(frames[2]!.pixels)
  })

  it('has every pair’s numbers and points as CSV, named by their letters', async () => {
    const asked = items.map(({ prompt, position }) => ({ prompt, position }))
    const call = client.analyse.contexts({ ...of, view: 'unit', items: asked })
    const { stations, pairs, contexts } = (await answerOf<Contexts>(call)).answer
    const [header, ...rows] = (await (await save('csv')).text()).trimEnd().split('\r\n')
    expect(header).toBe('station,layer,kind,a,b,distance,cosine,a_pc1,a_pc2,a_pc3,b_pc1,b_pc2,b_pc3')
    expect(rows).toHaveLength(stations.length * pairs.length)
    const last = rows.at(-1)!.split(',')
    expect(last.slice(3, 5)).toEqual(['C', 'H'])
    expect(Number(last[5])).toBe(pairs.at(-1)!.distances.at(-1))
    expect(Number(last[6])).toBe(pairs.at(-1)!.cosines.at(-1))
    expect(last.slice(10).map(Number)).toEqual(contexts[2]!.path.at(-1))
  })

  it('refuses to compare with a context that is not there', async () => {
    await expect(save('csv', { active: 3 })).rejects.toMatchObject({ data: { kind: 'input' } })
  })
})

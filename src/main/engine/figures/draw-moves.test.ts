import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Decomposition, DecompositionTarget } from '../../../shared/decomposition'
import type { MoveMapSpec, MovePartsSpec } from '../../../shared/figures/decomposition-spec'
import type { TrajectorySpec } from '../../../shared/figures/trajectory-spec'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: resolve('fixtures/models/gpt2-tiny'), device: 'cpu' as const }
const prompt = { text: 'The Eiffel Tower is in Paris' }
const step = { position: 2, layer: 1, view: 'raw' } as const
type Own = Pick<MovePartsSpec, 'kind' | 'apart'> | Pick<MoveMapSpec, 'kind' | 'target'>
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

async function save(own: Own, format: 'svg' | 'pdf' | 'png' | 'csv') {
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  const paper = { version: 1, model: { name, fingerprint }, prompt, theme: 'light', width: 672, height: 400 } as const
  const spec = { ...paper, ...step, ...own } as MovePartsSpec | MoveMapSpec
  const { answer } = await answerOf<File>(client.export.figure({ ...of, spec, format, dpi: 96 }))
  return answer
}

async function rowsOf(own: Own): Promise<string[][]> {
  const text = await (await save(own, 'csv')).text()
  const lines = text.trimEnd().split('\r\n').slice(1)
  return lines.map((line) => line.split(','))
}

const decomposed = async (target: DecompositionTarget): Promise<Decomposition> =>
  (await answerOf(client.analyse.decomposition({ ...of, ...step, prompt, target }))).answer

describe('the figures of a move', () => {
  it.each([
    ['parts', { kind: 'move-parts', apart: 'byPair' } as const],
    ['the map', { kind: 'move-map', target: { kind: 'word', id: 7 } } as const],
    ['the map of lengths', { kind: 'move-map', target: null } as const],
  ])('%s are drawn as SVG, PDF and PNG', async (_, own) => {
    expect(await (await save(own, 'svg')).text()).toMatch(/<svg.*<rect.*<\/svg>/s)
    expect((await (await save(own, 'pdf')).text()).slice(0, 5)).toBe('%PDF-')
    expect(new Uint8Array(await (await save(own, 'png')).arrayBuffer()).slice(1, 4)).toEqual(Uint8Array.of(80, 78, 71))
  })

  it('have all parts as CSV: shares sum to 1, arrows to the step in the path’s basis', async () => {
    const { attention } = await decomposed({ kind: 'end' })
    const rows = await rowsOf({ kind: 'move-parts', apart: 'bySource' })
    expect(rows).toHaveLength(attention.bySource.length + attention.apart.length)
    const total = (column: number) => rows.reduce((sum, row) => sum + Number(row[column]), 0)
    expect(total(4)).toBeCloseTo(1, 4)
    for (const axis of [0, 1, 2] as const) {
      expect(total(6 + axis)).toBeCloseTo(attention.to[axis] - attention.from[axis], 4)
    }
  })

  it('have every head, bias and MLP as CSV, whose values sum to the word’s logit', async () => {
    const { map } = await decomposed({ kind: 'word', id: 7 })
    const rows = await rowsOf({ kind: 'move-map', target: { kind: 'word', id: 7 } })
    const values = new Map<string, number[]>()
    for (const [kind, , , , value] of rows) values.set(kind!, [...(values.get(kind!) ?? []), Number(value)])
    expect(values.get('head')).toEqual(map.rows.flatMap(({ heads }) => heads.map(({ value }) => value)))
    const total = values.get('total')![0]!
    values.delete('total')
    expect([...values.values()].flat().reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 3)
    expect(total).toBe(map.total)
  })

  it('lie on the path as arrows, in the drawing and in its table, from station to station', async () => {
    const { attention } = await decomposed({ kind: 'end' })
    const { name, fingerprint } = await client.model.inspect({ path: of.path })
    const spec: TrajectorySpec = {
      ...{ kind: 'trajectory', version: 1, model: { name, fingerprint }, prompt, position: 2, view: 'raw' },
      ...{
        camera: { azimuth: 0.6, elevation: 0.4, distance: 4, target: [0, 0, 0], fov: 35 },
        theme: 'light',
        width: 672,
        height: 400,
      },
      ...{ show: { words: 0, otherTokens: false }, pinned: [], station: null },
      parts: { layer: 1, apart: 'byHead' },
    }
    const file = async (format: 'svg' | 'pdf' | 'csv') => {
      const { answer } = await answerOf<File>(client.export.figure({ ...of, spec, format, dpi: 96 }))
      return answer.text()
    }
    const count = attention.byHead.length + attention.apart.length
    expect(/<g id="arrows".*?<\/g><\/g>/s.exec(await file('svg'))![0].match(/<path/g)).toHaveLength(count)
    expect((await file('pdf')).slice(0, 5)).toBe('%PDF-')
    const rows = (await file('csv'))
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    const arrows = rows.filter(([, , kind]) => kind === 'part')
    expect(arrows).toHaveLength(count)
    for (const row of rows) expect(row).toHaveLength(rows[0]!.length)
    for (const axis of [0, 1, 2] as const) {
      expect(Number(arrows.at(-1)!.at(axis - 3))).toBeCloseTo(attention.to[axis], 4)
    }
  })
})

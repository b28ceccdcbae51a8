import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { QueryKeySpec } from '../../../shared/figures/query-key-spec'
import type { HeadDetail } from '../../../shared/head-detail'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: resolve('fixtures/models/gpt2-tiny'), device: 'cpu' as const }
const prompt = { text: 'The Eiffel Tower is in Paris' }
const place = { layer: 1, head: 2, query: 3, key: 1 }
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

async function save(format: 'svg' | 'pdf' | 'png' | 'csv', change: Partial<QueryKeySpec> = {}): Promise<File> {
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  const spec: QueryKeySpec = {
    ...{ kind: 'query-key', version: 1, model: { name, fingerprint }, prompt },
    ...{ theme: 'light', width: 672, height: 436, temperature: 1 },
    ...place,
    ...change,
  }
  return (await answerOf<File>(client.export.figure({ ...of, spec, format, dpi: 96 }))).answer
}

describe('the figure of a query and a key', () => {
  it('is drawn as SVG, PDF and PNG, at the model’s temperature and at another', async () => {
    for (const temperature of [1, 0.5]) {
      expect(await (await save('svg', { temperature })).text()).toMatch(/<svg.*<rect.*<\/svg>/s)
      expect((await (await save('pdf', { temperature })).text()).slice(0, 5)).toBe('%PDF-')
      const png = new Uint8Array(await (await save('png', { temperature })).arrayBuffer())
      expect(png.slice(1, 4)).toEqual(Uint8Array.of(80, 78, 71))
    }
  })

  it('has its numbers as CSV: a row for each dimension, then one for each key', async () => {
    const call = client.analyse.head({ ...of, prompt, ...place })
    const detail: HeadDetail = (await answerOf(call)).answer
    const lines = (await (await save('csv', { temperature: 2 })).text()).trimEnd().split('\r\n')
    const [head, ...rows] = lines.map((line) => line.split(','))
    expect(rows).toHaveLength(detail.q.length + detail.tokens.length)
    for (const row of rows) expect(row).toHaveLength(head!.length)
    const column = (name: string, kind: string) =>
      rows.filter(([of]) => of === kind).map((row) => row[head!.indexOf(name)]!)
    expect(column('product', 'dimension').map(Number)).toEqual(detail.products)
    expect(column('score', 'key').map(Number)).toEqual(detail.row.map(({ score }) => score))
    expect(column('weight', 'key').map(Number)).toEqual(detail.row.map(({ weight }) => weight))
    const powers = detail.row.map(({ score, masked }) => (masked ? 0 : Math.exp(score / 2)))
    const whole = powers.reduce((a, b) => a + b)
    for (const [at, text] of column('weight_at_temperature', 'key').entries()) {
      expect(Number(text)).toBeCloseTo(powers[at]! / whole, 8)
    }
  })
})

import { resolve } from 'node:path'
import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { readPatterns } from '../../../shared/attention'
import type { AttentionLinesSpec, AttentionMatrixSpec } from '../../../shared/figures/attention-spec'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: resolve('fixtures/models/gpt2-tiny'), device: 'cpu' as const }
const prompt = { text: 'The Eiffel Tower is in Paris' }
let client: Client

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
})

type Asked = Partial<AttentionMatrixSpec> | (Partial<AttentionLinesSpec> & { kind: 'attention-lines' })

async function save(spec: Asked, format: 'svg' | 'pdf' | 'png' | 'csv' | 'json') {
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  const paper = { version: 1, model: { name, fingerprint }, prompt, theme: 'light', width: 480, height: 480 } as const
  const whole = { ...paper, kind: 'attention-matrix', shown: 'head', layer: 1, head: 1, ...spec } as const
  return (await answerOf<File>(client.export.figure({ ...of, spec: whole, format, dpi: 96 }))).answer
}

const table = async (spec: Asked) =>
  (await (await save(spec, 'csv')).text())
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))

describe('the figure of an attention pattern', () => {
  it.each(['head', 'mean', 'rollout'] as const)('is drawn of a %s as SVG, PDF and PNG', async (shown) => {
    expect(await (await save({ shown }, 'svg')).text()).toMatch(/<svg.*<rect.*<path.*<\/svg>/s)
    expect((await (await save({ shown }, 'pdf')).text()).slice(0, 5)).toBe('%PDF-')
    const png = new Uint8Array(await (await save({ shown }, 'png')).arrayBuffer())
    expect(png.slice(1, 4)).toEqual(Uint8Array.of(80, 78, 71))
  })

  it('has the head’s weights and scores as CSV, and no score where the mask hides it', async () => {
    const { heads } = await client.model.inspect({ path: of.path })
    const [header, ...rows] = await table({})
    expect(header).toEqual(['layer', 'head', 'query_position', 'query', 'key_position', 'key', 'score', 'weight'])
    const tokens = Math.sqrt(rows.length)
    const { answer } = await answerOf<File>(client.analyse.patterns({ ...of, prompt, layer: 1 }))
    const { weights, scores } = readPatterns(await answer.arrayBuffer(), { heads, queries: tokens, keys: tokens })
    for (const [at, row] of rows.entries()) {
      const [query, key] = [Math.floor(at / tokens), at % tokens]
      expect([row[0], row[1], row[2], row[4]].map(Number)).toEqual([1, 1, query, key])
      expect(Number(row[7])).toBe(weights[tokens * tokens + at])
      expect(row[6] === '' ? Number.NEGATIVE_INFINITY : Number(row[6])).toBe(scores[tokens * tokens + at])
      expect(row[6] === '').toBe(key > query)
    }
  })

  it('has the mean and the largest weight of chosen heads of several layers, and refuses to draw none', async () => {
    const { heads } = await client.model.inspect({ path: of.path })
    const chosen = [
      { layer: 0, head: 1 },
      { layer: 1, head: 0 },
    ]
    const means = (await table({ shown: 'chosen-mean', chosen })).slice(1)
    const most = (await table({ shown: 'chosen-max', chosen })).slice(1)
    const tokens = Math.sqrt(means.length)
    const parts = await Promise.all(
      chosen.map(async ({ layer, head }) => {
        const { answer } = await answerOf<File>(client.analyse.patterns({ ...of, prompt, layer }))
        return readPatterns(await answer.arrayBuffer(), { heads, queries: tokens, keys: tokens }).weights.subarray(
          head * tokens ** 2,
        )
      }),
    )
    const [one, other] = parts as [Float32Array, Float32Array]
    for (const [at, row] of means.entries()) {
      expect(Number(row[7])).toBeCloseTo((one[at]! + other[at]!) / 2, 6)
      expect(Number(most[at]![7])).toBe(Math.max(one[at]!, other[at]!))
    }
    expect(await (await save({ shown: 'chosen-mean', chosen }, 'svg')).text()).toContain('Mean of heads 0.1, 1.0')
    await expect(save({ shown: 'chosen-mean', chosen: [] }, 'csv')).rejects.toMatchObject({ data: { kind: 'input' } })
  })

  it('has rows of a rollout that sum to 1, and refuses a head that is not there', async () => {
    const [, ...rows] = await table({ shown: 'rollout' })
    const sums = new Map<string, number>()
    for (const row of rows) sums.set(row[2]!, (sums.get(row[2]!) ?? 0) + Number(row[7]))
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 5)
    await expect(save({ head: 99 }, 'csv')).rejects.toMatchObject({ data: { kind: 'input' } })
  })
})

describe('the figure of a pattern as lines', () => {
  const lines = { kind: 'attention-lines' } as const

  it('has a line from each query to each key that it looks at, as strong and as wide as the weight', async () => {
    const { elements } = await drawn({ ...lines })
    const rows = (await table({ ...lines })).slice(1)
    const seen = rows.filter((row) => Number(row[4]) <= Number(row[2]) && Number(row[7]) >= 0.02)
    const marks = elements('weights', 'line')
    expect(marks).toHaveLength(seen.length)
    expect(marks.length).toBeGreaterThan(8)
    const heights = (group: string) =>
      elements(group, 'text')
        .slice(1)
        .map(({ y }) => Number(y))
    const [queries, keys] = [heights('queries'), heights('keys')]
    for (const [at, mark] of marks.entries()) {
      const row = seen[at]!
      const weight = Number(row[7])
      // A word's baseline is a little under its middle, where the line ends.
      expect(Math.abs(Number(mark.y1) - queries[Number(row[2])]!)).toBeLessThan(6)
      expect(Math.abs(Number(mark.y2) - keys[Number(row[4])]!)).toBeLessThan(6)
      expect(Number(mark['stroke-opacity'])).toBeCloseTo(weight, 2)
      expect(Number(mark['stroke-width'])).toBeCloseTo(0.6 + 2.4 * weight, 2)
    }
  })

  it('has chosen heads in colours of their own, with their names and the weights of each in the table', async () => {
    const chosen = [
      { layer: 0, head: 1 },
      { layer: 1, head: 0 },
    ]
    const asked = { ...lines, shown: 'chosen-mean', chosen } as const
    const { elements } = await drawn(asked)
    expect(elements('heads', 'text').map(({ text }) => text)).toEqual(['0.1', '1.0'])
    const colours = elements('heads', 'line').map(({ stroke }) => stroke)
    expect(new Set(colours).size).toBe(2)
    expect(elements('weights', 'g').map(({ stroke }) => stroke)).toEqual(colours)
    for (const { layer, head } of chosen) {
      const own = (await table({ ...lines, shown: 'head', layer, head })).slice(1).map((row) => row[7])
      const among = (await table(asked)).filter((row) => row[0] === `${layer}` && row[1] === `${head}`)
      expect(among.map((row) => row[7])).toEqual(own)
    }
  })
})

/** What a group of the drawing holds: the attributes and the text of each element of a name. */
async function drawn(spec: Asked) {
  const { root } = parseXml(await (await save(spec, 'svg')).text())
  const within = (element: XmlElement): XmlElement[] =>
    element.children.flatMap((child) => (child instanceof XmlElement ? [child, ...within(child)] : []))
  const elements = (group: string, name: string): Record<string, string>[] =>
    within(within(root!).find(({ attributes }) => attributes.id === group)!)
      .filter((element) => element.name === name)
      .map(({ attributes, text }) => ({ ...attributes, text }))
  return { elements }
}

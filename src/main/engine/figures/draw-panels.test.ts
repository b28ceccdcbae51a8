import { resolve } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { FigureFormat } from '../../../shared/figures/figure-formats'
import { type PanelsSpec, panelsSpec } from '../../../shared/figures/figure-spec'
import { answerOf, type Client, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: resolve('fixtures/models/gpt2-tiny'), device: 'cpu' as const }
const prompt = { text: 'The Eiffel Tower is in Paris' }
let client: Client
let model: { name: string; fingerprint: string }

beforeEach(async () => {
  const { engine, client: started } = await startEngine(await temporaryFolder())
  client = started
  onTestFinished(() => engine.close())
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  model = { name, fingerprint }
})

function page(): PanelsSpec {
  const paper = { version: 1, model, theme: 'light', width: 600, height: 400 } as const
  const map = { ...paper, prompt, kind: 'move-map', view: 'raw', layer: 0, target: null } as const
  const head = { ...paper, prompt, kind: 'attention-matrix', shown: 'head', layer: 0 } as const
  return {
    ...paper,
    ...{ kind: 'panels', prompt: null, columns: 2, height: 640, labels: [], letters: 'parentheses' },
    ...{ oneScale: true, oneLegend: true },
    panels: [
      { ...map, position: 1 },
      { ...map, position: 2 },
      { ...head, head: 0 },
      { ...head, head: 1 },
    ],
  }
}

const plainPage = (spec: object) => panelsSpec.parse(spec)

async function save(spec: PanelsSpec, format: FigureFormat): Promise<string> {
  const { answer } = await answerOf<File>(client.export.figure({ ...of, spec, format, dpi: 96 }))
  return answer.text()
}

describe('a page of panels', () => {
  it('draws each with its letter in a layer of its own, and shared scales once', async () => {
    const svg = await save(page(), 'svg')
    expect(svg.match(/inkscape:label="Panel [a-d]"/g)).toHaveLength(4)
    for (const letter of 'abcd') expect(svg).toContain(`>(${letter})</tspan>`)
    // Of four figures with a colour bar each, two kinds of scale.
    expect(svg.match(/<g id="scale/g)).toHaveLength(2)
    expect(new Set(svg.match(/ id="[^"]*"/g)).size).toBe(svg.match(/ id="[^"]*"/g)!.length)
  })

  it('colours maps that share a scale by the largest of both', async () => {
    const rows = (await save(page(), 'csv'))
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    const length = (panel: string) => {
      const cells = new Map(
        rows.filter(([letter]) => letter === panel).map(([, row, column, value]) => [`${row} ${column}`, value!]),
      )
      const coloured = [...cells].filter(([key, kind]) => key.endsWith(' kind') && /^(head|mlp)$/.test(kind))
      return Math.max(...coloured.map(([key]) => Number(cells.get(key.replace(' kind', ' length')))))
    }
    const largest = Math.max(length('a'), length('b'))
    const svg = await save(page(), 'svg')
    const [, end] = /<g id="scale"[^>]*>.*?text-anchor="end"[^>]*>([^<]*)</s.exec(svg)!
    expect(Number(end)).toBeCloseTo(largest, 1)
  })

  it('keeps scales and legends apart on demand', async () => {
    const own = await save({ ...page(), oneScale: false }, 'svg')
    // Weights run from 0 to 1 in every panel; lengths do not, and then each map explains its own.
    expect(own.match(/<g id="scale/g)).toHaveLength(3)
    const each = await save({ ...page(), oneLegend: false }, 'svg')
    expect(each.match(/<g id="scale/g)).toHaveLength(4)
    const ends = (svg: string) =>
      [...svg.matchAll(/<g id="scale.*?text-anchor="end"[^>]*>([^<]*)</gs)].map(([, end]) => end)
    const [, , third, fourth] = ends(each)
    expect(third).toBe(fourth)
    expect(ends(own)[1]).not.toBe(ends(own)[2])
  })

  it('colours circuits that share a scale by the largest of both, and the bar of the first says so', async () => {
    const { panels: _, ...own } = page()
    const words = { from: [5, 17, 42], to: [5, 17, 42] }
    const circuit = { ...own, ...words, kind: 'circuit-matrix', prompt: null, layer: 0, circuit: 'ov' } as const
    const more = { norms: 'folded', offset: 0, biases: false } as const
    const panels = [
      { ...circuit, ...more, head: 0 },
      { ...circuit, ...more, head: 1 },
    ]
    const spec = plainPage({ ...own, panels })
    const scores = { a: [] as number[], b: [] as number[] }
    for (const line of (await save(spec, 'csv')).trimEnd().split('\r\n')) {
      const [panel, , column, value] = line.split(',')
      if (column === 'score') scores[panel as 'a' | 'b'].push(Math.abs(Number(value)))
    }
    const most = { a: Math.max(...scores.a), b: Math.max(...scores.b) }
    const svg = await save(spec, 'svg')
    expect(svg.match(/<g id="scale/g)).toHaveLength(1)
    const [, end] = /<g id="scale.*?text-anchor="end"[^>]*>([^<]*)</s.exec(svg)!
    expect(Number(end)).toBeCloseTo(Math.max(most.a, most.b), 1)
    const deepest = (text: string) => /fill="(rgb\((?:178, 24, 43|33, 102, 172)\))"/.test(text)
    const [, first = '', second = ''] = svg.replace(/<g id="scale.*?<\/g>/s, '').split(/<g id="panel-/)
    expect([deepest(first), deepest(second)]).toEqual([most.a > most.b, most.b > most.a])
  })

  it('explains again what only looks alike', async () => {
    const { panels: _, ...own } = page()
    const weight = { name: 'transformer.wpe.weight', part: null }
    const matrix = {
      ...own,
      kind: 'matrix',
      prompt: null,
      weight,
      spectrum: false,
      rows: [0, 8],
      columns: [0, 8],
    } as const
    const panels = [
      { ...matrix, measure: 'mean' as const },
      { ...matrix, measure: 'magnitude' as const },
    ]
    expect((await save(plainPage({ ...own, panels }), 'svg')).match(/<g id="scale/g)).toHaveLength(2)
  })

  it('writes letters as the venue has them, with what stands beside, and tells of each panel', async () => {
    const svg = await save({ ...page(), letters: 'capitals', labels: ['early', '', 'it’s <first>'] }, 'svg')
    expect(svg).toMatch(/>A<\/tspan> early</)
    expect(svg).toMatch(/>C<\/tspan> it’s &lt;first&gt;</)
    const described = /<desc>(.*?)<\/desc>/s.exec(svg)![1]!
    for (const part of ['(a) early. Heads and MLPs', 'Colour: length of each part. (b) Heads', '(d) Head 0.1']) {
      expect(described).toContain(part)
    }
    const bare = await save({ ...page(), letters: 'none' }, 'svg')
    expect(bare).not.toMatch(/<tspan/)
  })

  it('proposes a caption that tells every panel and the sentence once', async () => {
    const { answer } = await answerOf(client.export.caption({ ...of, spec: page() }))
    const { markdown } = answer as { markdown: string }
    expect(markdown).toMatch(/\(a\) Heads and MLPs.*\(d\) Head 0\.1: attention/)
    expect(markdown.match(/Prompt: “The Eiffel Tower is in Paris”/g)).toHaveLength(1)
  })

  it('takes panels of two models, whichever is the page’s own', async () => {
    const other = { path: resolve('fixtures/models/llama-tiny'), device: 'cpu' as const }
    const { name, fingerprint } = await client.model.inspect({ path: other.path })
    const own = page()
    const ids = { ids: [5, 17, 42] }
    const panels = [
      own.panels[2]!,
      { ...own.panels[3]!, prompt: ids, model: { name, fingerprint } },
    ] as PanelsSpec['panels']
    const spec = { ...own, panels }
    const { answer } = await answerOf<File>(
      client.export.figure({ ...of, other: other.path, spec, format: 'json', dpi: 96 }),
    )
    const { panels: drawn } = JSON.parse(await answer.text()) as { panels: { json: { weights: number[][] } }[] }
    expect(drawn.map(({ json }) => json.weights.length)).toEqual([6, 3])
  })

  it.each(['tex', 'vega-lite'] as const)(
    'is no chart, and is refused as %s with what to save instead',
    async (format) => {
      const refused = { data: { remedy: expect.stringContaining('each panel that is a chart as a figure of its own') } }
      await expect(save(page(), format)).rejects.toMatchObject(refused)
    },
  )

  it('is refused with a panel of another model', async () => {
    const spec = page()
    const other = { name: 'other', fingerprint: 'ff' }
    const wrong = { ...spec, panels: [spec.panels[0]!, { ...spec.panels[1]!, model: other }] }
    await expect(save(wrong, 'svg')).rejects.toThrow(/Panel \(b\) is of another model \(other\)/)
  })
})

import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FigureSpec } from '../../src/shared/figures/figure-spec'
import { figures, type Gallery, openGallery } from './gallery'
import {
  apart,
  axisOf,
  cellAt,
  channelsOf,
  type Mark,
  marksOf,
  numberIn,
  outOfPerspective,
  perspectiveOf,
  pointsOf,
  type Scale,
  scaleOf,
} from './read-drawing'
import { readTable } from './read-table'

let gallery: Gallery

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery.close())

type Row = Readonly<Record<string, string>>

/** The marks of a figure of the gallery, and the numbers that it says it is of. */
async function drawn(name: string): Promise<{ marks: Mark[]; rows: Row[]; spec: FigureSpec }> {
  const spec = figures.find(({ out }) => out === `${name}.png`)!.figure
  const save = async (format: 'svg' | 'csv') => (await gallery.save(spec, format)).text()
  return { marks: marksOf(await save('svg')), rows: readTable(await save('csv')), spec }
}

const texts = (marks: readonly Mark[]) =>
  marks.filter(({ name, groups }) => name === 'text' && !groups.includes('scale'))
const rects = (marks: readonly Mark[]) =>
  marks.filter(({ name, groups, x, y }) => name === 'rect' && !groups.includes('scale') && x + y > 0)
/** A word as figures write it. */
const dotted = (word: string) => word.replace(/^ /, '·')
/** Names at the left of a row of cells, from above, and under or over its columns, from the left. */
const down = (marks: readonly Mark[], is: (text: string) => boolean) =>
  texts(marks)
    .filter(({ text, attributes }) => attributes['text-anchor'] === 'end' && is(text))
    .sort((a, b) => a.y - b.y)
const across = (marks: readonly Mark[], is: (text: string) => boolean) =>
  texts(marks)
    .filter(({ text, attributes }) => attributes['text-anchor'] === 'middle' && is(text))
    .sort((a, b) => a.x - b.x)
/** A text's baseline is so much under the middle of what it names. */
const rise = 4

function expectColour(scale: Scale, cell: Mark | undefined, value: number, what: string) {
  const read = scale.read(cell!.attributes.fill!)
  expect(Math.abs(read - Math.min(scale.to, value)), `${what}: ${read} for ${value}`).toBeLessThan(1.1 * scale.step)
}

/** That lengths are as their values are, from a common start. */
function expectInProportion(bars: readonly { length: number; value: number }[], least: number) {
  const longest = bars.reduce((a, b) => (b.value > a.value ? b : a))
  for (const { length, value } of bars) {
    expect(Math.abs(length - Math.max(least, (longest.length * value) / longest.value))).toBeLessThan(0.03)
  }
}

describe('cells', () => {
  it.each(['lens', 'lens-word'])(
    'of %s have the colour of their probability, and say their word or rank',
    async (name) => {
      const { marks, rows } = await drawn(name)
      const scale = scaleOf(marks)
      expect([scale.name, scale.from, scale.to]).toEqual(['probability', 0, 1])
      const layers = down(marks, (text) => /^(L\d|embed)$/.test(text)).toReversed()
      const bottom = Math.max(...texts(marks).map(({ y }) => y))
      const tokens = across(marks, () => true).filter(({ y }) => y === bottom)
      expect(tokens.map(({ text }) => text)).toEqual(rows.slice(0, 14).map(({ token }) => dotted(token!)))
      for (const row of rows) {
        const [at, layer] = [tokens[Number(row.position)]!, layers[Number(row.layer) + 1]!]
        const cell = cellAt(rects(marks), at.x, layer.y - rise)
        expectColour(scale, cell, Number(row.watched_probability ?? row.probability), `L${row.layer} ${row.token}`)
        const said = texts(marks)
          .filter((text) => cellAt([cell!], text.x, text.y) && text !== at)
          .map(({ text }) => text)
          .join('')
        expect(said).toBe(row.watched_rank === undefined ? dotted(row.word!) : numberText(Number(row.watched_rank) + 1))
      }
    },
  )

  it('of a pattern have the colour of their weight, and a stroke where it is masked', async () => {
    const { marks, rows } = await drawn('attention')
    const scale = scaleOf(marks)
    expect(scale.name).toBe('attention weight')
    const queries = down(marks, () => true).filter(({ groups }) => groups.includes('words'))
    const keys = texts(marks).filter(({ attributes }) => attributes.transform?.startsWith('rotate(-90'))
    const strokes = pointsOf(marks.find(({ name }) => name === 'path')!)
    for (const { query_position, query, key_position, key, weight } of rows) {
      const [own, its] = [queries[Number(query_position)]!, keys[Number(key_position)]!]
      expect([own.text, its.text]).toEqual([dotted(query!), dotted(key!)])
      const [x, y] = [its.x - rise, own.y - rise]
      const cell = cellAt(rects(marks), x, y)
      if (Number(key_position) <= Number(query_position)) expectColour(scale, cell, Number(weight), `${query} ${key}`)
      else {
        expect(cell).toBeUndefined()
        const near = strokes.filter(([left, top]) => Math.abs(left - x) < 8 && Math.abs(top - y) < 8)
        expect(near).toHaveLength(2)
      }
    }
  })

  it('of all heads are dots of pictures, a row for each layer and a column for each head', async () => {
    const { marks, rows } = await drawn('attention-heads')
    const scale = scaleOf(marks)
    const pictures = marks.filter(({ name }) => name === 'image')
    const layers = down(marks, (text) => /^L\d$/.test(text))
    const heads = across(marks, (text) => /^\d$/.test(text)).filter(({ groups }) => groups.includes('names'))
    const decoded = new Map(
      pictures.map((picture) => {
        const data = picture.attributes.href ?? picture.attributes['xlink:href']!
        return [picture, decode(Buffer.from(data.slice(data.indexOf(',') + 1), 'base64'))]
      }),
    )
    for (const { layer, head, query, key, weight } of rows) {
      const picture = cellAt(pictures, heads[Number(head)]!.x, layers[Number(layer)]!.y - rise)!
      const { data, width, channels, palette } = decoded.get(picture)!
      const at = (Number(query) * width + Number(key)) * channels
      const rgb = palette ? palette[data[at]!]! : [...data.slice(at, at + 3)]
      if (Number(key) > Number(query)) {
        // A grey is bluish at most.
        expect(Math.max(...rgb) - Math.min(...rgb)).toBeLessThan(16)
        continue
      }
      const read = scale.read(`rgb(${rgb.slice(0, 3).join(',')})`)
      expect(Math.abs(read - Number(weight))).toBeLessThan(1.1 * scale.step)
    }
  })

  it('of heads and MLPs have the colour of their length, and say it', async () => {
    const { marks, rows } = await drawn('move-map')
    const scale = scaleOf(marks)
    expect(scale.name).toBe('length')
    const layers = down(marks, (text) => /^L\d$/.test(text))
    const columns = across(marks, () => true).filter(({ groups }) => groups.includes('heads'))
    expect(columns.map(({ text }) => text)).toEqual(['0', '1', '2', '3', 'MLP', 'b_O'])
    const heads = rows.filter(({ kind }) => kind === 'head' || kind === 'mlp')
    expect(heads).toHaveLength(6 * 5)
    for (const { kind, layer, head, length } of heads) {
      const [x, y] = [columns[kind === 'mlp' ? 4 : Number(head)]!.x, layers[Number(layer)]!.y - rise]
      expectColour(scale, cellAt(rects(marks), x, y), Number(length), `${layer}.${head}`)
      const said = texts(marks).find((text) => Math.abs(text.x - x) < 1 && Math.abs(text.y - rise - y) < 1)!
      expect(Number(said.text)).toBeCloseTo(Number(length), Number(length) < 10 ? 2 : 1)
    }
  })

  it.each(['circuit-qk', 'circuit-ov'])(
    'of %s have the colour of their score, with zero in the middle',
    async (name) => {
      const { marks, rows } = await drawn(name)
      const scale = scaleOf(marks)
      expect([scale.name, scale.from]).toEqual(['score', -scale.to])
      const all = rows.map(({ score }) => Math.abs(Number(score)))
      expect(Math.abs(scale.to - Math.max(...all))).toBeLessThan(0.01 * scale.to + 0.0005)
      const from = down(marks, (text) => text.startsWith('·'))
      const to = texts(marks).filter(({ text, attributes }) => /^·/.test(text) && attributes.transform)
      for (const [index, row] of rows.entries()) {
        const [own, its] = [from[Math.floor(index / 8)]!, to[index % 8]!]
        expect([own.text, its.text]).toEqual([dotted(row.from!), dotted(row.to!)])
        expectColour(
          scale,
          cellAt(rects(marks), its.x - rise, own.y - rise),
          Number(row.score),
          `${row.from} ${row.to}`,
        )
      }
    },
  )

  it('of angles say cosine and degrees, and are redder and bluer as these are below and above zero', async () => {
    const { marks, rows } = await drawn('angles')
    const names = down(marks, (text) => /\d$/.test(text))
    const columns = across(marks, (text) => /^\d$/.test(text))
    for (const { a, b, cosine, degrees } of rows) {
      const own = names.find(({ text }) => text.startsWith(`W_E: ${a}`))!
      const its = columns[names.findIndex(({ text }) => text.startsWith(`W_E: ${b}`))]!
      const cell = cellAt(rects(marks), its.x, own.y - rise)!
      const said = texts(marks).filter((text) => cellAt([cell], text.x, text.y))
      expect(said.map(({ text }) => numberIn(text))).toEqual([
        expect.closeTo(Number(cosine), 2),
        expect.closeTo(Number(degrees), -0.3),
      ])
      const [red, , blue] = channelsOf(cell.attributes.fill!)
      if (Math.abs(Number(cosine)) > 0.05) expect(Math.sign(blue! - red!)).toBe(Math.sign(Number(cosine)))
    }
  })

  it('of a weight are its values, row by row and column by column', async () => {
    const { marks, rows } = await drawn('matrix')
    const scale = scaleOf(marks)
    expect([scale.name, scale.from]).toEqual(['mean', -scale.to])
    const cells = rows.filter(({ of }) => of === 'cell')
    const drawnCells = rects(marks).filter(({ height, attributes }) => height < 5 && /^rgb/.test(attributes.fill!))
    expect(drawnCells).toHaveLength(cells.length)
    const right = Math.max(...drawnCells.map(({ x, width }) => x + width)) - 0.3
    const bottom = Math.max(...drawnCells.map(({ y, height }) => y + height)) - 0.3
    const [first] = drawnCells
    const place = (share: number, from: number, to: number) => from + share * (to - from)
    for (const { row, column, value } of cells) {
      const x = place((Number(column) + 1) / 128, first!.x, right)
      const y = place((Number(row) + 1) / 128, first!.y, bottom)
      expectColour(scale, cellAt(drawnCells, x, y), Number(value), `${row} ${column}`)
    }
  })

  it('of two models’ patterns, weights and similarity have the colours and numbers of the table', async () => {
    const heads = await drawn('two-models-heads')
    expect(scaleOf(heads.marks).name).toBe('distance')
    for (const { layer, head, mean } of heads.rows) {
      const row = down(heads.marks, (text) => /^L\d$/.test(text))[Number(layer)]!
      const column = across(heads.marks, () => true).filter(({ groups }) => groups.includes('columns'))[Number(head)]!
      expectColour(
        scaleOf(heads.marks),
        cellAt(rects(heads.marks), column.x, row.y - rise),
        Number(mean),
        `${layer}.${head}`,
      )
    }
    const weights = await drawn('two-models-weights')
    expect(scaleOf(weights.marks).name).toBe('relative error')
    const columns = across(weights.marks, () => true).filter(({ groups }) => groups.includes('columns'))
    for (const { tensor, relative } of weights.rows) {
      const [, layer, part = tensor] = /\.h\.(\d)\.(.*)\.weight/.exec(tensor!) ?? []
      const row = down(weights.marks, (text) => text === part!.replace('.weight', ''))[0]
      if (Number(relative) === 0) continue
      const cell = cellAt(rects(weights.marks), columns[Number(layer ?? 2)]!.x, row!.y - rise)
      expectColour(scaleOf(weights.marks), cell, 100 * Number(relative), tensor!)
    }
    const similar = await drawn('similarity')
    const scale = scaleOf(similar.marks)
    expect([scale.name, scale.from, scale.to]).toEqual(['CKA', 0, 1])
    const own = down(similar.marks, (text) => /^(embedding|L\d )/.test(text))
    const reference = across(similar.marks, (text) => /^(emb|\d[am])$/.test(text))
    for (const [index, { debiased_cka }] of similar.rows.entries()) {
      const [row, column] = [own[Math.floor(index / 13)]!, reference[index % 13]!]
      expectColour(
        scale,
        cellAt(rects(similar.marks), column.x, row.y - rise),
        Number(debiased_cka),
        `${row.text} ${column.text}`,
      )
    }
  })

  it('of panels that share a scale have the colours of the bar that the first of them shows', async () => {
    const { marks, rows } = await drawn('panels')
    const scale = scaleOf(marks, 'scale-2')
    const own = rows.filter(({ panel }) => panel === 'd')
    const cells = [...new Set(own.map(({ row }) => row))].map((at) =>
      Object.fromEntries(own.filter(({ row }) => row === at).map(({ column, value }) => [column!, value!])),
    )
    const panel = marks.filter(({ groups }) => groups.includes('panel-d'))
    const layers = down(panel, (text) => /^L\d$/.test(text))
    const columns = across(panel, () => true).filter(({ groups }) => groups.includes('heads-2'))
    const filled = rects(panel).filter(({ width }) => width < 200)
    let largest = 0
    for (const of of cells) {
      if (of.kind !== 'head' && of.kind !== 'mlp') continue
      const [column, layer] = [columns[of.kind === 'mlp' ? 4 : Number(of.head)]!, layers[Number(of.layer)]!]
      expectColour(scale, cellAt(filled, column.x, layer.y - rise), Number(of.length), `${of.layer}.${of.head}`)
      largest = Math.max(largest, Number(of.length))
    }
    expect(scale.to).toBeCloseTo(largest, 1)
  })
})

describe('bars', () => {
  it.each([
    ['next-words', 'word', 'probability', 0.5],
    ['arithmetic', 'word', 'cosine', 0],
    ['move-parts', 'part', 'share', 0],
  ])('of %s are as long as their values, beside their names', async (name, label, value, least) => {
    const { marks, rows } = await drawn(name)
    const bars = rects(marks).filter(({ groups }) => groups.includes('marks'))
    const shown = rows.filter(({ is_term }) => is_term !== '1')
    expect(bars).toHaveLength(shown.length)
    expect(new Set(bars.map(({ x }) => x)).size).toBe(1)
    expectInProportion(
      bars.map(({ width }, at) => ({ length: width, value: Number(shown[at]![value]) })),
      least,
    )
    for (const [at, row] of shown.entries()) {
      const named = texts(marks).find(
        ({ y, attributes }) =>
          attributes['text-anchor'] === 'end' && Math.abs(y - rise - bars[at]!.y - bars[at]!.height / 2) < 2,
      )
      expect(named!.text.replace('·', '')).toBe(row[label]!.trim())
    }
  })

  it('of a query and a key stand above and below zero, and add up to the score', async () => {
    const { marks, rows } = await drawn('query-key')
    const dimensions = rows.filter(({ of }) => of === 'dimension')
    const narrow = rects(marks).filter(({ width }) => width === rects(marks)[0]!.width)
    expect(narrow).toHaveLength(3 * dimensions.length)
    const ends = texts(marks).filter(({ text }) => text.startsWith('±'))
    const lines = marks.filter(({ name, attributes }) => name === 'line' && attributes.x2 === '516.5')
    for (const [row, column] of (['q', 'k', 'product'] as const).entries()) {
      const own = narrow.slice(row * 32, (row + 1) * 32)
      const values = dimensions.map((one) => Number(one[column]))
      expect(numberIn(ends[row]!.text)).toBeCloseTo(Math.max(...values.map(Math.abs)), 2)
      expectInProportion(
        own.map(({ height }, at) => ({ length: height, value: Math.abs(values[at]!) })),
        0,
      )
      for (const [at, { y, x }] of own.entries()) {
        expect(Math.abs(y - lines[row]!.y) < 0.01).toBe(values[at]! < 0)
        expect(x).toBeCloseTo(own[0]!.x + (at * (own[31]!.x - own[0]!.x)) / 31, 1)
      }
    }
    const keys = rows.filter(({ of }) => of === 'key')
    for (const bar of rects(marks).filter(({ height }) => height === 8.32)) {
      const said = texts(marks).filter(({ y }) => Math.abs(y - bar.y - 7.53) < 0.1)
      const key = keys.find(({ score }) => Number(score).toFixed(2) === said[1]!.text)!
      expect(said.map(({ text }) => text)).toEqual([dotted(key.token!), said[1]!.text, Number(key.weight).toFixed(3)])
    }
  })

  it('of singular values are as tall as these, and the effective rank stands among them', async () => {
    const { marks, rows } = await drawn('circuit-spectrum')
    const bars = rects(marks).filter(({ groups }) => groups.includes('values'))
    const values = rows.map(({ singular_value }) => Number(singular_value))
    expectInProportion(
      bars.map(({ height }, at) => ({ length: height, value: values[at]! })),
      0,
    )
    const tick = down(marks, (text) => /^\d\.\d\d$/.test(text))[0]!
    expect(numberIn(tick.text)).toBeCloseTo(values[0]!, 2)
    const dashed = marks.find(({ name, attributes }) => name === 'line' && attributes['stroke-dasharray'])!
    const said = texts(marks).find(({ text }) => text.startsWith('eff. rank'))!
    const pitch = (bars[31]!.x - bars[0]!.x) / 31
    expect((dashed.x - bars[0]!.x) / pitch).toBeCloseTo(numberIn(said.text), 0)
  })

  it('of where parameters are, are cut by their shares, and stand on one another by layer', async () => {
    const { marks, rows } = await drawn('anatomy')
    const ticks = texts(marks).filter(({ text }) => /^\d+ %$/.test(text) && !/^[689] %/.test(text))
    const share = axisOf(
      ticks.filter(({ y }) => y === ticks[0]!.y).map(({ x, text }) => ({ at: x, value: numberIn(text) / 100 })),
    )
    const order = ['embedding', 'positions', 'query', 'key', 'value', 'output', 'up', 'down', 'norm', 'bias']
    const bars = rects(marks).filter(({ height }) => height === 26)
    for (const [at, model] of ['sample', 'GPT-3 175B'].entries()) {
      const own = rows.filter((row) => row.model === model)
      const all = own.reduce((sum, { parameters }) => sum + Number(parameters), 0)
      let before = 0
      for (const [index, part] of order.entries()) {
        const bar = bars[at * order.length + index]!
        expect(Math.abs(share(bar.x) - before / all), `${model} ${part}`).toBeLessThan(0.001)
        before += own.filter((row) => row.part === part).reduce((sum, { parameters }) => sum + Number(parameters), 0)
      }
      expect(before).toBe(all)
    }
    const layers = rects(marks).filter(({ width }) => width === 64)
    const [top, zero] = down(marks, (text) => /^(0|[\d.]+k)$/.test(text)).slice(-2)
    const ofLayer = rows.filter(({ model, layer }) => model === 'sample' && layer === '3')
    const total = ofLayer.reduce((sum, { parameters }) => sum + Number(parameters), 0)
    expect(numberIn(top!.text) / total).toBeCloseTo(1, 3)
    const tall = zero!.y - (top!.y - 8)
    const stack = layers.slice(3 * 8, 4 * 8)
    expect(stack.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(tall, -0.5)
    for (const [at, part] of order.slice(2).entries()) {
      const { parameters } = ofLayer.find((row) => row.part === part)!
      expect(stack[at]!.height / stack.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(
        Number(parameters) / total,
        3,
      )
    }
  })

  it('of a histogram count what lies in their bin', async () => {
    const { marks, rows } = await drawn('direction')
    const along = axisOf(
      across(marks, (text) => /^−?\d\.\d$/.test(text)).map(({ x, text }) => ({ at: x, value: numberIn(text) })),
    )
    const counts = down(marks, (text) => /^\d$/.test(text))
    const middle = counts.find(({ text }) => text === '0')!.y
    const count = axisOf(
      counts.filter(({ y }) => y <= middle).map(({ y, text }) => ({ at: y - rise, value: numberIn(text) })),
    )
    expect(texts(marks).some(({ text }) => text === 'count')).toBe(true)
    const bars = rects(marks).filter(({ width }) => width > 15 && width < 20)
    // Places are written to a hundredth of a pixel.
    const hundredth = 1.5 * Math.abs(along(0.01) - along(0))
    let counted = 0
    for (const bar of bars) {
      const isAbove = bar.y + bar.height < middle
      const [from, to] = [along(bar.x - 0.5), along(bar.x + bar.width + 0.5)]
      const within = rows.filter(
        ({ list, along: at }) =>
          (list === 'male') === isAbove && Number(at) > from - hundredth && Number(at) < to + hundredth,
      )
      expect(Math.round(count(middle - rise - bar.height))).toBe(within.length)
      counted += within.length
    }
    expect(counted).toBe(rows.filter(({ along: at }) => at !== '').length)
  })

  it('of a weight’s histogram are as tall as their counts, between the largest sizes', async () => {
    const { marks, rows } = await drawn('matrix')
    const bins = rows.filter(({ of }) => of === 'bin')
    const bars = rects(marks).filter(({ width }) => width > 2 && width < 3)
    const filled = bins.filter(({ value }) => Number(value) > 0)
    expect(bars).toHaveLength(filled.length)
    expectInProportion(
      bars.map(({ height }, at) => ({ length: height, value: Number(filled[at]!.value) })),
      0.6,
    )
    const ends = texts(marks).filter(({ text }) => /^−?0\.37$|^0$/.test(text))
    const bottom = Math.max(...ends.map(({ y }) => y))
    const value = axisOf(
      ends.filter(({ y, x }) => y === bottom && x < 270).map(({ x, text }) => ({ at: x, value: numberIn(text) })),
    )
    for (const [at, { x }] of bars.entries()) expect(Math.abs(value(x) - Number(filled[at]!.from))).toBeLessThan(0.003)

    const singular = rows.filter(({ of }) => of === 'singular value').map((row) => Number(row.value))
    const line = pointsOf(
      marks.filter(({ name, attributes }) => name === 'path' && attributes['stroke-width'] === '1.6').at(-1)!,
    )
    const ticks = down(marks, (text) => /^(0|1\.03|2\.07)$/.test(text)).filter(({ x }) => x > 270)
    const height = axisOf(ticks.map(({ y, text }) => ({ at: y - rise, value: numberIn(text) })))
    expect(line).toHaveLength(128)
    for (const [at, [, y]] of line.entries()) expect(Math.abs(height(y) - singular[at]!)).toBeLessThan(0.01)
  })
})

describe('lines', () => {
  /** Values along the layers, by the chart's own ticks: what each line says at each station. */
  function linesOf(marks: readonly Mark[]) {
    const chart = marks.filter(({ groups }) => groups.includes('chart'))
    const value = axisOf(
      down(chart, (text) => /^[\d.]+$/.test(text)).map(({ y, text }) => ({ at: y - rise, value: numberIn(text) })),
    )
    const layers = across(chart, (text) => /^L\d$/.test(text)).map(({ x, text }) => ({
      at: x,
      value: 2 * numberIn(text) + 2,
    }))
    const station = axisOf([{ at: across(chart, (text) => text === 'embed')[0]!.x, value: 0 }, ...layers])
    return chart
      .filter(({ name, attributes }) => name === 'polyline' && attributes['stroke-width'] === '2')
      .map((line) => pointsOf(line).map(([x, y]) => ({ station: station(x), value: value(y) })))
  }

  function expectLine(line: { station: number; value: number }[], values: number[], within: number) {
    expect(line.map(({ station }) => Math.round(station * 100) / 100)).toEqual(values.map((_, at) => at))
    for (const [at, { value }] of line.entries()) expect(Math.abs(value - values[at]!)).toBeLessThan(within)
  }

  it('of contexts are their cosines to A', async () => {
    const { marks, rows } = await drawn('contexts')
    const lines = linesOf(marks)
    for (const [at, letter] of ['B', 'C'].entries()) {
      const pair = rows.filter(({ a, b }) => a === 'A' && b === letter)
      expectLine(
        lines[at]!,
        pair.map(({ cosine }) => Number(cosine)),
        0.002,
      )
    }
  })

  it('of two models are their distance in per cent of the step', async () => {
    const { marks, rows } = await drawn('two-models')
    expectLine(
      linesOf(marks)[0]!,
      rows.map(({ of_step }) => 100 * Number(of_step)),
      0.2,
    )
  })

  it('of a probe are its accuracy, what shuffled labels give, and chance', async () => {
    const { marks, rows } = await drawn('probe')
    for (const [at, column] of (['chance', 'shuffled', 'accuracy'] as const).entries()) {
      expectLine(
        linesOf(marks)[at]!,
        rows.map((row) => Number(row[column])),
        0.002,
      )
    }
  })

  it('of compositions go from head to head, wider as they score more, and heads have the colour of their copying', async () => {
    const { marks, rows } = await drawn('composition')
    const scale = scaleOf(marks)
    expect([scale.name, scale.from, scale.to]).toEqual(['copying score', -1, 1])
    const heads = down(marks, (text) => /^\d$/.test(text))
    const layers = across(marks, (text) => /^L\d$/.test(text))
    const nodeOf = (head: string) => {
      const [layer, index] = head.split('.').map(Number)
      return [layers[layer!]!.x, heads[index!]!.y - rise] as const
    }
    const nodes = marks.filter(({ name, groups }) => name === 'circle' && groups.includes('heads'))
    for (const { from, score } of rows.filter(({ kind }) => kind === 'copying')) {
      const [x, y] = nodeOf(from!)
      const node = nodes.find((one) => Math.abs(one.x - x) < 1 && Math.abs(one.y - y) < 1)
      expectColour(scale, node, Number(score), from!)
    }
    const told = rows.filter(({ kind, score }) => kind !== 'copying' && Number(score) >= 0.12)
    const sorted = told.toSorted((a, b) => Number(a.score) - Number(b.score))
    const edges = marks.filter(({ name, groups }) => name === 'path' && groups.includes('compositions'))
    expect(edges).toHaveLength(told.length)
    const [weakest, strongest] = [0.12, Number(sorted.at(-1)!.score)]
    const colours = { q: '#0072b2', k: '#d55e00', v: '#a3498f' } as const
    for (const [at, edge] of edges.entries()) {
      const { kind, from, to, score } = sorted[at]!
      const points = pointsOf(edge)
      const radius = Number(nodes[0]!.attributes.r)
      const [start, end] = [nodeOf(from!), nodeOf(to!)]
      expect(points[0]![0]).toBeCloseTo(start[0] + radius, 0)
      expect(points.at(-1)![0]).toBeCloseTo(end[0] - radius, 0)
      expect(Math.abs(points[0]![1] - start[1])).toBeLessThan(radius)
      expect(Math.abs(points.at(-1)![1] - end[1])).toBeLessThan(radius)
      const width = 0.8 + (2.4 * (Number(score) - weakest)) / (strongest - weakest)
      expect(Number(edge.attributes['stroke-width'])).toBeCloseTo(width, 1)
      expect(edge.attributes.stroke).toBe(colours[kind as 'q' | 'k' | 'v'])
    }
  })
})

describe('points in space', () => {
  it('of a path are where one camera sees its stations', async () => {
    for (const name of ['path', 'path-2d']) {
      const { marks, rows } = await drawn(name)
      const seen = rows.map((_, at) => {
        const station = marks.find(({ attributes }) => attributes.id === `station-${at}`)!
        return [station.x + station.width / 2, station.y + station.height / 2]
      })
      expect(
        outOfPerspective(
          rows.map(({ x, y, z }) => [Number(x), Number(y), Number(z)]),
          seen,
        ),
      ).toBeLessThan(0.05)
    }
  })

  it('of several contexts and of two models are where one camera sees them all', async () => {
    for (const [name, letters] of [
      ['contexts', 'AB'],
      ['two-models', 'AB'],
    ] as const) {
      const { marks, rows } = await drawn(name)
      const own = rows.filter((row) => name === 'two-models' || (row.a === 'A' && row.b === 'B'))
      // The two models' bases are turned onto one another before they are drawn, so that each is seen by itself.
      const sets = [...letters].map((letter) => {
        const steps = marks.filter(
          ({ name: kind, groups, attributes }) => kind === 'line' && groups.includes(`path-${letter}`) && attributes.x2,
        )
        const whole = steps.slice(0, own.length - 1)
        const seen = [
          ...whole.map(({ x, y }) => [x, y]),
          [Number(whole.at(-1)!.attributes.x2), Number(whole.at(-1)!.attributes.y2)],
        ]
        const at = letter.toLowerCase()
        return { seen, space: own.map((row) => [1, 2, 3].map((axis) => Number(row[`${at}_pc${axis}`]))) }
      })
      const space = sets.flatMap((set) => set.space)
      expect(
        outOfPerspective(
          space,
          sets.flatMap(({ seen }) => seen),
        ),
        name,
      ).toBeLessThan(0.06)
    }
  })

  it('of the vocabulary are where one camera sees them, in the colour of their length', async () => {
    const { marks, rows } = await drawn('vocabulary')
    const scale = scaleOf(marks)
    const points = marks.filter(({ name, groups }) => name === 'circle' && groups.includes('points'))
    expect(points.length).toBeGreaterThan(3000)
    expect(points.length).toBeLessThanOrEqual(rows.length)
    // Its names tell which of the points a word is, and the camera that sees these has to see all others.
    const named = marks.filter(({ name, groups }) => name === 'circle' && groups.includes('named-words'))
    const placeOf = ({ x, y, z }: Row) => [Number(x), Number(y), Number(z)]
    const known = texts(marks).flatMap(({ x, y, attributes }) => {
      const id = /^label-word-(\d+)$/.exec(attributes.id ?? '')?.[1]
      const at = [x + (attributes['text-anchor'] === 'start' ? -5.9 : 5.9), y - 3.08]
      const circle = named.find((one) => apart([one.x, one.y], at) < 0.03)
      return id && circle ? [{ space: placeOf(rows[Number(id)]!), seen: [circle.x, circle.y] }] : []
    })
    expect(known.length).toBeGreaterThan(20)
    const see = perspectiveOf(
      known.map(({ space }) => space),
      known.map(({ seen }) => seen),
    )
    const all = rows.map((row) => ({ row, at: see(placeOf(row)) }))
    for (const point of points) {
      const { row } = all.find(({ at }) => apart(at, [point.x, point.y]) < 0.1)!
      expectColour(scale, point, Math.max(scale.from, Number(row.norm)), row.word!)
    }
  })
})

function numberText(value: number): string {
  return value.toLocaleString('en-US')
}

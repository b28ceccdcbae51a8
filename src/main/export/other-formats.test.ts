import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode, encode } from 'fast-png'
import { describe, expect, it, onTestFinished } from 'vitest'
import { epsFromSvg } from './eps'
import { arraysOf } from './figure-arrays'
import { figureNpz, figureSafetensors } from './figure-numbers'
import { pgfPlots } from './pgfplots'
import { readProvenance } from './read-provenance'
import { svgDocument } from './svg-document'
import { figure, origin } from './testing/figure'
import { vegaLite } from './vega-lite'
import { webpFromSvg } from './webp'

const svg = svgDocument(figure(), origin)

describe('a figure as an EPS file', () => {
  const eps = epsFromSvg(svg, '#ffffff', origin)

  it('has its box, no text that needs a font, and no transparency', () => {
    expect(eps.startsWith('%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 504 300\n')).toBe(true)
    expect(eps).not.toMatch(/ Tf$| gs$|^BT$/m)
    // The half-transparent blue of a disc, over white.
    expect(eps).toMatch(/0\.5\d* 0\.72\d* 0\.85\d* scn/)
  })

  it('defines every operator that it uses', () => {
    const body = eps.slice(eps.indexOf('\ngsave\n'))
    const used = new Set(body.split('\n').flatMap((line) => /(?:^| )([A-Za-z*]+)$/.exec(line)?.[1] ?? []))
    const defined = new Set([...eps.matchAll(/^\/(\S+) \{/gm)].map(([, name]) => name))
    for (const name of ['gsave', 'grestore']) used.delete(name)
    expect([...used].filter((name) => !defined.has(name))).toEqual([])
  })

  it('carries its provenance', () => {
    expect(readProvenance(Buffer.from(eps))).toEqual(origin)
  })

  const ghostscript = spawnSync('gs', ['--version']).error === undefined
  it.skipIf(!ghostscript)(
    'holds images: half transparent blended with the paper, and nothing where they are empty',
    () => {
      const dots = [
        ...[
          [255, 0, 0, 255],
          [0, 0, 255, 128],
        ],
        ...[
          [0, 0, 0, 255],
          [9, 9, 9, 0],
        ],
      ]
      const png = encode({ width: 2, height: 2, data: Uint8Array.from(dots.flat()), channels: 4, depth: 8 })
      const image = `<image href="data:image/png;base64,${Buffer.from(png).toString('base64')}" x="32" y="16" width="32" height="64" preserveAspectRatio="none"/>`
      const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="#00ff00"/>${image}</svg>`
      const folder = mkdtempSync(join(tmpdir(), 'tokentrace-eps-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      const path = join(folder, 'image')
      writeFileSync(`${path}.eps`, epsFromSvg(drawn, '#fff7ff', origin))
      spawnSync('gs', [
        '-q',
        '-dBATCH',
        '-dNOPAUSE',
        '-dEPSCrop',
        '-sDEVICE=png16m',
        '-r96',
        `-sOutputFile=${path}.png`,
        `${path}.eps`,
      ])
      const { width, data, channels } = decode(readFileSync(`${path}.png`))
      const at = (x: number, y: number) => [0, 1, 2].map((channel) => data[(y * width + x) * channels + channel])
      expect([at(40, 30), at(56, 30), at(40, 60), at(56, 60), at(20, 30)]).toEqual([
        ...[
          [255, 0, 0],
          [127, 123, 255],
          [0, 0, 0],
          [0, 255, 0],
          [0, 255, 0],
        ],
      ])
    },
  )

  it.skipIf(!ghostscript)('is drawn by Ghostscript without a word', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokentrace-eps-'))
    const path = join(folder, 'figure.eps')
    writeFileSync(path, eps)
    const { status, stdout, stderr } = spawnSync('gs', ['-q', '-dBATCH', '-dNOPAUSE', '-sDEVICE=bbox', path], {
      encoding: 'utf8',
    })
    rmSync(folder, { recursive: true })
    expect([status, stdout]).toEqual([0, ''])
    // White paper is no mark to it.
    const [, left, bottom, right, top] = /%%BoundingBox: (\d+) (\d+) (\d+) (\d+)/.exec(stderr)!.map(Number)
    expect(left! >= 0 && bottom! >= 0 && right! <= 504 && top! <= 300).toBe(true)
    expect(right! - left!).toBeGreaterThan(400)
  })
})

describe('a figure as a WebP file', () => {
  it('states its resolution and carries its provenance', async () => {
    const webp = Buffer.from(await webpFromSvg(svg, 300, origin))
    expect(webp.readUInt32LE(4)).toBe(webp.length - 8)
    expect(readProvenance(webp)).toEqual(origin)
    const exif = webp.indexOf('II*\0')
    expect(webp.readUInt32LE(exif + 50) / webp.readUInt32LE(exif + 54)).toBe(300)
  })
})

const table = [
  ['position', 'token', 'score', 'weight'],
  [0, ' The', null, 0.25],
  [1, 'é“', -1.5, 0.75],
]

describe('the numbers of a figure as arrays', () => {
  it('keeps numbers in full, what is missing as NaN, and words as words', () => {
    const { numbers, words } = arraysOf(table)
    expect([...numbers.keys()]).toEqual(['position', 'score', 'weight'])
    expect(numbers.get('score')!.data).toEqual(Float64Array.from([Number.NaN, -1.5]))
    expect([...words]).toEqual([['token', [' The', 'é“']]])
  })

  it('writes NPZ with headers that NumPy reads', async () => {
    const npz = Buffer.from(await figureNpz(arraysOf(table), origin))
    const text = npz.toString('latin1')
    expect(new Set(text.match(/\w+\.(npy|json)/g))).toEqual(
      new Set(['position.npy', 'score.npy', 'weight.npy', 'token.npy', 'tokentrace.json']),
    )
    expect(text).toContain("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }")
    expect(text).toContain("{'descr': '<U4', 'fortran_order': False, 'shape': (2,), }")
    const weight = npz.indexOf('weight.npy')
    expect(npz.readDoubleLE(weight + 'weight.npy'.length + 128)).toBe(0.25)
  })

  it('writes safetensors whose header says where each column lies', () => {
    const bytes = Buffer.from(figureSafetensors(arraysOf(table), origin))
    const length = Number(bytes.readBigUInt64LE(0))
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length))
    expect(header.weight).toEqual({ dtype: 'F64', shape: [2], data_offsets: [32, 48] })
    expect(bytes.readDoubleLE(8 + length + 40)).toBe(0.75)
    expect(JSON.parse(header.__metadata__.token)).toEqual([' The', 'é“'])
    expect(JSON.parse(header.__metadata__.tokentrace)).toEqual(origin)
  })
})

const matrix = {
  mark: 'matrix',
  x: { column: 'key', title: 'key' },
  y: { column: 'query', title: 'query' },
  value: { column: 'weight', title: 'weight' },
  labels: { x: 'word' },
  scale: 'share',
  upwards: false,
} as const
const cells = [
  ['key', 'query', 'word', 'weight'],
  [0, 0, 'a_b', 1],
  [1, 0, '100 %', null],
  [0, 1, 'a_b', 0.25],
  [1, 1, '100 %', 0.75],
]
const paper = { title: 'T', width: 300, height: 200 }

describe('a figure as a chart for other programs', () => {
  it('gives PGFPlots each cell in its place, with words that LaTeX can set', () => {
    const tex = pgfPlots(matrix, cells, paper, origin)
    expect(tex).toContain('width=79.38mm')
    expect(tex).toContain('xticklabels={{a\\_b},{100 \\%}}')
    expect(tex).toContain('mesh/cols=2')
    expect(tex.match(/ {2}\(\d,\d\) \[\S+\]/g)).toEqual([
      ...['  (0,0) [1]', '  (1,0) [nan]', '  (0,1) [0.25]', '  (1,1) [0.75]'],
    ])
  })

  it('gives Vega-Lite its numbers, its scale from 0 to 1 and its words', () => {
    const spec = JSON.parse(vegaLite(matrix, cells, paper, origin))
    expect(spec.data.values).toHaveLength(4)
    expect(spec.encoding.color.scale.domain).toEqual([0, 1])
    expect(spec.encoding.x.axis.labelExpr).toContain('"1":"100 %"')
    expect(spec.usermeta.tokentrace).toEqual(origin)
  })

  it('centres a scale of signed values on zero', () => {
    const signed = [...cells, [2, 0, 'c', -4]]
    const spec = JSON.parse(vegaLite({ ...matrix, scale: 'signed' }, signed, paper, origin))
    expect(spec.encoding.color.scale.domain).toEqual([-4, 4])
    expect(pgfPlots({ ...matrix, scale: 'signed' }, signed, paper, origin)).toContain('point meta min=-4')
  })
})

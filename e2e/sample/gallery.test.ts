import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readProvenance } from '../../src/main/export/read-provenance'
import { elementsOf, parseSvg, type XmlElement } from '../../src/main/export/svg-tree'
import type { FigureFormat } from '../../src/shared/figures/figure-formats'
import { type FigureSpec, figureSpec } from '../../src/shared/figures/figure-spec'
import { plainPrint, pointsOf } from '../../src/shared/figures/print'
import { type DrawnElement, leastPrinted, smallestOf } from '../../src/shared/figures/print-check'
import { mostApart } from '../pictures-apart'
import { figures, type Gallery, openGallery } from './gallery'

const named = figures.filter((one) => !one.film).map(({ out, figure }) => [out, figure] as const)
const films = figures.filter((one) => one.film)
const poppler = spawnSync('pdfinfo', ['-v']).error === undefined
const ghostscript = spawnSync('gs', ['-v']).error === undefined

let gallery: Gallery

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery.close())

async function save(spec: FigureSpec, format: FigureFormat): Promise<Buffer> {
  return Buffer.from(await (await gallery.save(spec, format)).arrayBuffer())
}

function drawnElement(element: XmlElement): DrawnElement {
  return {
    name: element.name,
    attribute: (name) => element.attributes[name] ?? null,
    children: () => elementsOf(element).map(drawnElement),
  }
}

interface Word {
  readonly text: string
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** The words of a PDF as poppler finds them, and the size of its page, in points. */
function wordsOf(pdf: Buffer): { words: Word[]; width: number; height: number } {
  const path = join(gallery.folder, 'figure.pdf')
  writeFileSync(path, pdf)
  const { stdout } = spawnSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' })
  const [, width, height] = /<page width="([\d.]+)" height="([\d.]+)"/.exec(stdout)!
  const words = [...stdout.matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<\/word>/g)].map(
    ([, x0, y0, x1, y1, text]) => ({ text: text!, x0: Number(x0), y0: Number(y0), x1: Number(x1), y1: Number(y1) }),
  )
  return { words, width: Number(width), height: Number(height) }
}

/** How much of the smaller of two words the other covers, leaving out the air above and below letters. */
function covered(a: Word, b: Word): number {
  const air = (word: Word) => 0.22 * Math.min(word.x1 - word.x0, word.y1 - word.y0)
  const [own, its] = [air(a), air(b)]
  const across = Math.min(a.x1 - own, b.x1 - its) - Math.max(a.x0 + own, b.x0 + its)
  const down = Math.min(a.y1 - own, b.y1 - its) - Math.max(a.y0 + own, b.y0 + its)
  if (across <= 0 || down <= 0) return 0
  const area = (word: Word) => (word.x1 - word.x0) * (word.y1 - word.y0)
  return (across * down) / Math.min(area(a), area(b))
}

describe('the gallery', () => {
  it('has a figure of every kind but that of images, which the sample does not see', () => {
    const all = figureSpec.options.map(({ shape }) => shape.kind.value)
    const kinds = all.filter((kind) => kind !== 'attention-image')
    expect(new Set(figures.map(({ figure }) => figure.kind))).toEqual(new Set(kinds))
  })

  it.each(named)('%s is the picture that the batch describes', (out, figure) => {
    expect(readProvenance(readFileSync(resolve('docs/gallery', out)))!.spec).toEqual(figure)
  })

  it.each(films)('$out is the film that the batch describes, and small enough for a page', ({ out, figure, film }) => {
    const file = readFileSync(resolve('docs/gallery', out))
    expect(readProvenance(file)).toMatchObject({ spec: figure, film })
    expect(file.length).toBeLessThan(700_000)
  })

  it.each(named)(
    '%s has no text that is shortened, and prints none that is too small, and no hairline',
    async (_, spec) => {
      const svg = (await save(spec, 'svg')).toString('utf8')
      const written = [...svg.matchAll(/<t(?:ext|span)[^>]*>([^<]*)/g)].map(([, text]) => text!)
      expect(written.filter((text) => text.includes('…'))).toEqual([])
      const { text, line } = smallestOf(drawnElement(parseSvg(svg)))
      const { scale } = spec.print ?? plainPrint
      expect(pointsOf(text! * scale)).toBeGreaterThanOrEqual(leastPrinted.text - 0.01)
      expect(pointsOf((line ?? 1) * scale)).toBeGreaterThanOrEqual(leastPrinted.line)
    },
  )

  it.skipIf(!poppler).each(named)('%s cuts no text at its edge, and lets no two overlap', async (_, spec) => {
    const { words, width, height } = wordsOf(await save(spec, 'pdf'))
    expect(words.length).toBeGreaterThan(3)
    const outside = words.filter(
      ({ x0, y0, x1, y1 }) => x0 < -0.5 || y0 < -0.5 || x1 > width + 0.5 || y1 > height + 0.5,
    )
    expect(outside).toEqual([])
    const over = words.flatMap((a, at) =>
      words.slice(at + 1).flatMap((b) => (covered(a, b) > 0.02 ? [`${a.text} and ${b.text}`] : [])),
    )
    expect(over).toEqual([])
  })

  it.skipIf(!poppler).each(named)('%s looks as PDF as it does as PNG', async (_, spec) => {
    const dpi = 96
    const own = decode(await save(spec, 'png'))
    const path = join(gallery.folder, 'rendered')
    writeFileSync(`${path}.pdf`, await save(spec, 'pdf'))
    spawnSync('pdftoppm', ['-r', String(dpi), '-png', '-singlefile', `${path}.pdf`, path])
    const rendered = decode(readFileSync(`${path}.png`))
    expect(Math.abs(rendered.width - own.width)).toBeLessThanOrEqual(1)
    expect(Math.abs(rendered.height - own.height)).toBeLessThanOrEqual(1)
    expect(mostApart(own, rendered)).toBeLessThan(0.15)
  })

  it.skipIf(!ghostscript).each(named)('%s looks as EPS as it does as PNG', async (_, spec) => {
    const own = decode(await save(spec, 'png'))
    const path = join(gallery.folder, 'outlined')
    writeFileSync(`${path}.eps`, await save(spec, 'eps'))
    const dots = ['-dTextAlphaBits=4', '-dGraphicsAlphaBits=4', '-r96', `-sOutputFile=${path}.png`]
    spawnSync('gs', ['-q', '-dBATCH', '-dNOPAUSE', '-dSAFER', '-dEPSCrop', '-sDEVICE=png16m', ...dots, `${path}.eps`])
    expect(mostApart(own, decode(readFileSync(`${path}.png`)))).toBeLessThan(0.15)
  })

  it.each(named)(
    '%s tells in SVG, PDF and PNG what it was made from, and is made again to the same bytes',
    async (_, spec) => {
      for (const format of ['svg', 'pdf', 'png'] as const) {
        const saved = await save(spec, format)
        const read = await gallery.client.export.read({ file: new File([Uint8Array.from(saved)], `figure.${format}`) })
        expect(read.spec).toEqual(spec)
        if (format === 'svg') expect((await save(read.spec, 'svg')).equals(saved)).toBe(true)
      }
    },
  )
})

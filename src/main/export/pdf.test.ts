import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { createElement as h, type ReactElement } from 'react'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdfFromSvg } from './pdf'
import { readProvenance } from './read-provenance'
import { svgDocument } from './svg-document'
import { figure, origin } from './testing/figure'

const draw = (element: ReactElement) => pdfFromSvg(svgDocument(element, origin), origin)
const svg = (...children: ReactElement[]) => h('svg', { width: 200, height: 200 }, ...children)

/** All streams of the file that can be read as text, in order. */
function streams(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf)
  let text = ''
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('\nstream\n', at)) {
    const start = bytes.indexOf('stream\n', at) + 7
    const end = bytes.indexOf('\nendstream', start)
    text += `${inflateSync(bytes.subarray(start, end)).toString('latin1')}\n`
    at = end
  }
  return text
}

describe('a figure as a PDF file', () => {
  let pdf: Uint8Array
  beforeAll(async () => {
    pdf = await draw(figure())
  })
  const plain = () => Buffer.from(pdf).toString('latin1')

  it('has one page of the figure’s size, in points', () => {
    expect(plain().match(/\/MediaBox \[[^\]]*\]/g)).toEqual(['/MediaBox [0 0 504 300]'])
  })

  it('holds vectors and embedded subsets of Inter, and no image', () => {
    expect(plain()).toMatch(/\/BaseFont \/[A-Z]{6}\+Inter-Regular/)
    expect(plain()).toMatch(/\/BaseFont \/[A-Z]{6}\+Inter-SemiBold/)
    expect(plain()).toContain('/FontFile2')
    expect(plain()).not.toContain('/Subtype /Image')
    expect(streams(pdf)).toMatch(/\[4 3\] 0 d/)
    expect(pdf.length).toBeLessThan(40_000)
  })

  it('fades a group as a whole, not its parts', () => {
    expect(plain()).toContain('/S /Transparency')
    expect(plain()).toContain('/ca 0.5')
  })

  it('carries its provenance as an attachment', () => {
    expect(readProvenance(pdf)).toEqual(origin)
    expect(plain()).toContain('tokentrace.json')
  })

  it('is the same file each time, and tells no date', async () => {
    expect(Buffer.from(await draw(figure())).equals(Buffer.from(pdf))).toBe(true)
    expect(plain()).not.toMatch(/CreationDate|ModDate/)
  })
})

describe('what the PDF export does not draw', () => {
  it.each([
    ['an element', h('foreignObject'), '<foreignObject>'],
    ['an image that lies elsewhere', h('image', { href: 'a.png' }), 'images within the figure alone'],
    ['an element within a text', h('text', null, h('textPath', { href: '#a' }, 'a')), '<textPath>'],
    ['a gradient', h('rect', { width: 9, height: 9, fill: 'url(#gradient)' }), 'url(#gradient)'],
    ['a mask', h('rect', { width: 9, height: 9, mask: 'url(#m)' }), 'mask'],
    ['a clip path that is not there', h('rect', { width: 9, height: 9, clipPath: 'url(#nowhere)' }), 'url(#nowhere)'],
    ['letters placed one by one', h('text', { x: '1 2 3' }, 'abc'), 'single letters'],
    ['a length in other units', h('rect', { width: '50%', height: 9 }), '50%'],
  ])('is refused aloud: %s', async (_, element, named) => {
    await expect(draw(svg(element))).rejects.toThrow(named)
  })
})

const poppler = spawnSync('pdftotext', ['-v']).error === undefined
if (!poppler) console.warn('Skipped: how poppler reads our PDF. pdftotext was not found; install poppler-utils.')

describe.skipIf(!poppler)('a PDF file as poppler reads it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-pdf-'))
  const path = join(folder, 'figure.pdf')
  beforeAll(async () => writeFileSync(path, await draw(figure())))
  afterAll(() => rmSync(folder, { recursive: true }))

  function tool(name: string, ...args: string[]): string {
    const { stdout, stderr, status } = spawnSync(name, args, { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    return stdout
  }

  it('gives its text back, each once', () => {
    const text = tool('pdftotext', '-layout', path, '-')
    for (const words of ['Tower → Paris gpt2, naïve −0.42', 'middle', 'end', 'start', 'rotated axis', 'haloed']) {
      expect(text.split(words)).toHaveLength(2)
    }
  })

  it('places text where its anchor says', () => {
    const boxes = tool('pdftotext', '-bbox', path, '-')
    const box = (word: string) => {
      const [, x0, x1] = new RegExp(`xMin="([\\d.]+)" yMin="[\\d.]+" xMax="([\\d.]+)"[^>]*>${word}<`).exec(boxes)!
      return { left: Number(x0) / 0.75, right: Number(x1) / 0.75 }
    }
    expect(box('start').left).toBeCloseTo(480, 0)
    expect(box('end').right).toBeCloseTo(480, 0)
    expect((box('middle').left + box('middle').right) / 2).toBeCloseTo(480, 0)
  })

  it('embeds every font, as a subset with its characters', () => {
    const fonts = tool('pdffonts', path).trim().split('\n').slice(2)
    expect(fonts).toHaveLength(2)
    for (const font of fonts) expect(font).toMatch(/\+Inter-\w+ +CID TrueType +Identity-H +yes yes yes/)
  })

  it('tells its title, its maker and its attachment', () => {
    const info = tool('pdfinfo', path)
    expect(info).toContain('Path of “Tower” & more')
    expect(info).toMatch(/Creator: +Tokentrace 0\.1\.0/)
    expect(info).toMatch(/Page size: +504 x 300 pts/)
    expect(tool('pdfdetach', '-list', path)).toContain('tokentrace.json')
  })
})

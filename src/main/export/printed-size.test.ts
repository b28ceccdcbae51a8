import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createElement as h, type ReactElement } from 'react'
import { describe, expect, it } from 'vitest'
import { FigureSheet } from '../../shared/figures/figure-sheet'
import { type Preset, presets } from '../../shared/figures/presets'
import { pointsOf } from '../../shared/figures/print'
import { type } from '../../shared/figures/theme'
import { epsFromSvg } from './eps'
import { pdfFromSvg } from './pdf'
import { pngFromSvg } from './png'
import { svgDocument } from './svg-document'
import { origin } from './testing/figure'
import { webpFromSvg } from './webp'

/** What the dialog makes of a preset: drawn smaller or larger, so that labels are printed at the preset's size. */
function sheet({ mm, font, labelPt }: Preset): ReactElement {
  const scale = labelPt / pointsOf(type.label)
  const width = Math.round(((mm * 96) / 25.4 / scale) * 1e3) / 1e3
  const print = { scale, font, text: 'text', cells: 'vectors' } as const
  const label = h('text', { x: 20, y: 30, fontSize: type.label }, 'Label')
  return h(FigureSheet, { spec: { width, height: width / 2, print }, title: 'T', description: 'D', children: label })
}

const named = presets.map((preset) => [preset.id, preset] as const)
const poppler = spawnSync('pdfinfo', ['-v']).error === undefined

describe('the printed width of a preset, to a tenth of a millimetre', () => {
  it.each(named)('%s, in SVG, PNG, WebP and EPS', async (_, preset) => {
    const svg = svgDocument(sheet(preset), origin)
    const [, width] = /<svg[^>]* width="([\d.]+)mm"/.exec(svg)!
    expect(Math.abs(Number(width) - preset.mm)).toBeLessThan(0.1)

    const dpi = preset.id === 'poster' ? 72 : 300
    const png = Buffer.from(await pngFromSvg(svg, dpi, origin))
    const perMetre = png.readUInt32BE(png.indexOf('pHYs') + 4)
    expect(Math.abs((png.readUInt32BE(16) / perMetre) * 1000 - preset.mm)).toBeLessThan(0.5 * (25.4 / dpi) + 0.02)

    const webp = Buffer.from(await webpFromSvg(svg, dpi, origin))
    expect(webp.toString('latin1', 12, 16)).toBe('VP8X')
    expect(webp.readUIntLE(24, 3) + 1).toBe(png.readUInt32BE(16))

    const [, points] = /%%HiResBoundingBox: 0 0 ([\d.]+)/.exec(epsFromSvg(svg, '#ffffff', origin))!
    expect(Math.abs((Number(points) / 72) * 25.4 - preset.mm)).toBeLessThan(0.1)
  })

  it.skipIf(!poppler).each(named)(
    '%s, in PDF, and its labels in their points, as poppler finds them',
    async (_, preset) => {
      const folder = mkdtempSync(join(tmpdir(), 'tokentrace-preset-'))
      try {
        const path = join(folder, 'figure.pdf')
        writeFileSync(path, await pdfFromSvg(svgDocument(sheet(preset), origin), origin))
        const run = (tool: string, ...args: string[]) => spawnSync(tool, args, { encoding: 'utf8' }).stdout
        const [, width] = /Page size: +([\d.]+) x/.exec(run('pdfinfo', path))!
        expect(Math.abs((Number(width) / 72) * 25.4 - preset.mm)).toBeLessThan(0.1)
        const [, top, bottom] = /yMin="([\d.]+)"[^>]*yMax="([\d.]+)"[^>]*>Label</.exec(
          run('pdftotext', '-bbox', path, '-'),
        )!
        // A face's line is a little taller than its size.
        const height = (Number(bottom) - Number(top)) / preset.labelPt
        expect(height).toBeGreaterThan(0.9)
        expect(height).toBeLessThan(1.35)
        expect(run('pdffonts', path)).toMatch(
          { inter: /\+Inter-Regular/, arimo: /\+Arimo/, tinos: /\+Tinos/ }[preset.font],
        )
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )
})

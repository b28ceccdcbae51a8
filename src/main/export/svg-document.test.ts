import { parseXml } from '@rgrove/parse-xml'
import { createElement as h } from 'react'
import { describe, expect, it } from 'vitest'
import { readProvenance } from './read-provenance'
import { svgDocument } from './svg-document'
import { elementsOf, parseSvg, type XmlElement } from './svg-tree'
import { figure, origin } from './testing/figure'

describe('a figure as an SVG file', () => {
  it('stands alone: header, namespace, size on paper, and well-formed', () => {
    const svg = svgDocument(figure(), origin)
    expect(svg.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
    expect(parseXml(svg).root?.attributes).toMatchObject({
      ...{ width: '177.8mm', height: '105.8333mm', viewBox: '0 0 672 400' },
    })
    expect(svg).toContain('Tower → Paris')
  })

  it('carries its provenance, whatever the prompt holds', () => {
    const strange = { ...origin, prompt: { text: 'a < b & "c" \uffff \u0001 \ud800' } }
    for (const own of [origin, strange]) {
      expect(readProvenance(Buffer.from(svgDocument(figure(), own)))).toEqual(own)
    }
  })

  it('names a namespace that the figure states itself once', () => {
    const svg = svgDocument(h('svg', { xmlns: 'http://www.w3.org/2000/svg', width: 200, height: 200 }), origin)
    expect(svg.match(/xmlns=/g)).toHaveLength(1)
  })

  it('shows U+FFFD for what no XML file may hold, as tokens of single bytes do', () => {
    const svg = svgDocument(h('svg', { width: 200, height: 200 }, h('text', null, 'a\u0001b\ud800c\u000cd\te')), origin)
    expect(parseXml(svg).root?.text).toContain('a\ufffdb\ufffdc\ufffdd\te')
  })

  it('puts all that is drawn into layers with names, texts apart from marks, and each id once', () => {
    const sheet = h(
      'svg',
      { width: 200, height: 100, viewBox: '0 0 200 100' },
      ...[h('title', null, 'T'), h('rect', { width: 200, height: 100 }), h('text', null, 'a'), h('text', null, 'b')],
      ...[
        h('line', { x2: 9 }),
        h('g', null, h('circle', { r: 2 })),
        h('g', { id: 'axis-tips' }, h('g', { id: 'marks' })),
      ],
    )
    const root = parseSvg(svgDocument(sheet, origin))
    const layers = elementsOf(root).filter(({ name }) => name === 'g')
    expect(
      layers.map(({ attributes }) => [attributes.id, attributes['inkscape:label'], attributes['inkscape:groupmode']]),
    ).toEqual([
      ['paper', 'Paper', 'layer'],
      ['text', 'Text', 'layer'],
      ['marks', 'Marks', 'layer'],
      ['axis-tips', 'Axis tips', 'layer'],
    ])
    expect(layers.map((layer) => elementsOf(layer).length)).toEqual([1, 2, 2, 1])
    expect(elementsOf(layers[3]!)[0]!.attributes.id).toBe('marks-2')
    expect(elementsOf(root).map(({ name }) => name)).toEqual(['title', 'g', 'g', 'g', 'g', 'metadata'])
  })

  it('draws text as outlines on demand, where the PDF export would write it', () => {
    const svg = svgDocument(figure(), origin, 'outlines')
    expect(svg).not.toContain('<text')
    expect(svg).toContain('aria-label="rotated axis"')
    expect(readProvenance(Buffer.from(svg))).toEqual(origin)
    const end = elementsOf(parseSvg(svg))
      .flatMap(everyElement)
      .find(({ attributes }) => attributes['aria-label'] === 'end')!
    const across = [...elementsOf(end)[0]!.attributes.d!.matchAll(/(-?[\d.]+) -?[\d.]+/g)].map(([, x]) => Number(x))
    // Anchored at its end, in a group that is moved to where it stands.
    expect(Math.max(...across)).toBeLessThan(0)
    expect(Math.max(...across)).toBeGreaterThan(-2)
  })

  it('refuses a component that renders anything else than one <svg>', () => {
    expect(() => svgDocument(h('div'), origin)).toThrow('did not render one <svg>')
  })
})

function everyElement(element: XmlElement): XmlElement[] {
  return [element, ...elementsOf(element).flatMap(everyElement)]
}

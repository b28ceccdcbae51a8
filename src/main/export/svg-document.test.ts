import { parseXml } from '@rgrove/parse-xml'
import { createElement as h } from 'react'
import { describe, expect, it } from 'vitest'
import { readProvenance } from './read-provenance'
import { svgDocument } from './svg-document'
import { figure, origin } from './testing/figure'

describe('a figure as an SVG file', () => {
  it('stands alone: header, namespace, size, and well-formed', () => {
    const svg = svgDocument(figure(), origin)
    expect(svg.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
    expect(parseXml(svg).root?.attributes).toMatchObject({ width: '672', height: '400' })
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

  it('refuses a component that renders anything else than one <svg>', () => {
    expect(() => svgDocument(h('div'), origin)).toThrow('did not render one <svg>')
  })
})

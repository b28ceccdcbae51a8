import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { fineCoordinate } from '../../shared/figures/numbers'
import { millimetresPerPixel, type Print } from '../../shared/figures/print'
import { type Provenance, provenanceName } from './provenance'
import { toLayers } from './svg-layers'
import { readSvg, writeSvg } from './svg-node'
import { outlineText } from './svg-outlines'
import { parseSvg, svgSize } from './svg-tree'

/**
 * A figure as a file of its own: in named layers, and its size in millimetres, since programs differ in how large they take a
 * pixel to be. `figure` must render one `<svg>` element with its printed size in CSS pixels; the provenance goes in as JSON in
 * `<metadata id="tokentrace">`. The same figure gives the same bytes.
 */
export function svgDocument(figure: ReactElement, origin: Provenance, text: Print['text'] = 'text'): string {
  const markup = legalXml(renderToStaticMarkup(figure))
  if (!/^<svg\b/.test(markup) || !markup.endsWith('</svg>')) {
    throw new Error('The figure did not render one <svg> element.')
  }
  const root = text === 'outlines' ? outlineText(parseSvg(markup)) : readSvg(markup)
  const { width, height } = svgSize(markup)
  const millimetres = (pixels: number) => `${fineCoordinate(pixels * millimetresPerPixel)}mm`
  root.attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    ...root.attributes,
    viewBox: root.attributes.viewBox ?? `0 0 ${width} ${height}`,
    width: millimetres(width),
    height: millimetres(height),
  }
  toLayers(root)
  root.children.push({ name: 'metadata', attributes: { id: provenanceName }, children: [jsonForXml(origin)] })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeSvg(root)}\n`
}

/** JSON escapes control characters and lone surrogates itself; XML may not hold two more, which would lose the prompt. */
function jsonForXml(value: object): string {
  return JSON.stringify(value).replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
}

/** Byte-level tokens hold control characters, which no XML file may hold in any form: they become U+FFFD. */
export function legalXml(xml: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return xml.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu, '\ufffd')
}

import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { type Provenance, provenanceName } from './provenance'

/**
 * A figure as a file of its own. `figure` must render one `<svg>` element with its size in CSS pixels; what React writes of
 * it is kept, and the provenance goes in as JSON in `<metadata id="tokentrace">`.
 */
export function svgDocument(figure: ReactElement, origin: Provenance): string {
  const markup = renderToStaticMarkup(figure)
  const opening = /^<svg\b[^>]*>/.exec(markup)?.[0]
  if (opening === undefined || !markup.endsWith('</svg>'))
    throw new Error('The figure did not render one <svg> element.')
  const withNamespace = /\sxmlns=/.test(opening)
    ? opening
    : opening.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  const body = markup.slice(opening.length, -'</svg>'.length)
  const metadata = `<metadata id="${provenanceName}">${escapeText(jsonForXml(origin))}</metadata>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${legal(`${withNamespace}${body}${metadata}`)}</svg>\n`
}

/** JSON escapes control characters and lone surrogates itself; XML may not hold two more, which would lose the prompt. */
function jsonForXml(value: object): string {
  return JSON.stringify(value).replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Byte-level tokens hold control characters, which no XML file may hold in any form: they become U+FFFD. */
function legal(xml: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return xml.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu, '\ufffd')
}

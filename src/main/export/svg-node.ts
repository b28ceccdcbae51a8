import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'

/** An element of an SVG that may be changed, as parse-xml's may not. Attributes keep their order. */
export interface SvgNode {
  readonly name: string
  attributes: Record<string, string>
  children: (SvgNode | string)[]
}

/** The root of an SVG text. Throws when it is no XML or its root is not `<svg>`. */
export function readSvg(svg: string): SvgNode {
  const { root } = parseXml(svg)
  if (root?.name !== 'svg') throw new Error('The text is not an SVG document.')
  return nodeOf(root)
}

function nodeOf({ name, attributes, children }: XmlElement): SvgNode {
  return {
    name,
    attributes: { ...attributes },
    children: children.flatMap((child): (SvgNode | string)[] => {
      if (child instanceof XmlText) return [child.text]
      return child instanceof XmlElement ? [nodeOf(child)] : []
    }),
  }
}

export function childNodes(node: SvgNode): SvgNode[] {
  return node.children.filter((child) => typeof child !== 'string')
}

/** As XML on one line; text and attributes escaped. */
export function writeSvg({ name, attributes, children }: SvgNode): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`,
  )
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : writeSvg(child))).join('')
  return inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

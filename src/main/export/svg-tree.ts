import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'

export type { XmlElement }

/** The root of an SVG text. Throws when it is no XML or its root is not `<svg>`. */
export function parseSvg(svg: string): XmlElement {
  const root = parseXml(svg).root
  if (root?.name !== 'svg') throw new Error('The text is not an SVG document.')
  return root
}

export function elementsOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement)
}

/** Text and elements in order; comments left out. */
export function contentOf(element: XmlElement): (string | XmlElement)[] {
  return element.children.flatMap((child): (string | XmlElement)[] => {
    if (child instanceof XmlText) return [child.text]
    return child instanceof XmlElement ? [child] : []
  })
}

/** Text of the first child of that name, or null. */
export function childText(element: XmlElement, name: string): string | null {
  return elementsOf(element).find((child) => child.name === name)?.text ?? null
}

/** Width and height in CSS pixels, of the root's attributes. */
export function svgSize(svg: string | XmlElement): { width: number; height: number } {
  const root = typeof svg === 'string' ? parseSvg(svg) : svg
  return { width: pixels(root, 'width'), height: pixels(root, 'height') }
}

/** CSS pixels in a unit of length. */
const units: Readonly<Record<string, number>> = { px: 1, mm: 96 / 25.4 }

/** A length in CSS pixels, given in these or in millimetres; `missing` where the attribute is absent. Other units are refused. */
export function pixels(element: XmlElement, name: string, missing?: number): number {
  const text = element.attributes[name]
  if (text === undefined && missing !== undefined) return missing
  const [, number = '', unit = 'px'] = /^\s*([^\s]*?)(px|mm)?\s*$/.exec(text ?? '') ?? []
  const value = Number(number) * units[unit]!
  if (number === '' || !Number.isFinite(value)) {
    throw new Error(`<${element.name}> has ${name}="${text ?? ''}", which is not a number of pixels.`)
  }
  return value
}

/** `opacity` of `style="opacity: .5"` or of the attribute, the former first, as CSS has it. */
export function properties(element: XmlElement): Record<string, string> {
  const found: Record<string, string> = { ...element.attributes }
  for (const declaration of (element.attributes.style ?? '').split(';')) {
    const colon = declaration.indexOf(':')
    if (colon > 0) found[declaration.slice(0, colon).trim()] = declaration.slice(colon + 1).trim()
  }
  return found
}

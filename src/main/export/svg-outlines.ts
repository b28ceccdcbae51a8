import type { SvgNode } from './svg-node'
import { initialStyle, type Style, styleOf } from './svg-style'
import { elementsOf, type XmlElement } from './svg-tree'
import { glyphPaths, layOutText } from './text-layout'

/**
 * The same picture with each text as the outlines of its letters, in a group that says the text (`aria-label`). It needs no font
 * then, and can be neither searched nor edited.
 */
export function outlineText(root: XmlElement): SvgNode {
  return outlined(root, initialStyle)
}

/** Of a text's own attributes, those that its group keeps; its paints are the letters', and its place is in their outlines. */
const kept = new Set(['id', 'transform', 'opacity', 'clip-path'])

function outlined(element: XmlElement, parent: Style): SvgNode {
  const { name, attributes } = element
  const style = styleOf(element, parent)
  if (name !== 'text') {
    const inside = elementsOf(element)
    const children = inside.length > 0 ? inside.map((child) => outlined(child, style)) : [element.text]
    return { name, attributes: { ...attributes }, children }
  }
  const own = Object.fromEntries(Object.entries(attributes).filter(([key]) => kept.has(key)))
  return {
    name: 'g',
    attributes: { ...own, 'aria-label': element.text },
    children: layOutText(element, style)
      .filter((run) => run.style.visible)
      .flatMap((run): SvgNode[] => {
        const d = glyphPaths(run).join('')
        return d === '' ? [] : [{ name: 'path', attributes: { d, ...paintsOf(run.style) }, children: [] }]
      }),
  }
}

/** What a letter is filled and stroked with, whatever is inherited where it stands. */
function paintsOf(style: Style): Record<string, string> {
  const paints: Record<string, string> = { fill: style.fill?.colour ?? 'none', stroke: style.stroke?.colour ?? 'none' }
  const fill = (style.fill?.opacity ?? 1) * style.fillOpacity
  if (fill < 1) paints['fill-opacity'] = String(fill)
  if (!style.stroke) return paints
  paints['stroke-width'] = String(style.strokeWidth)
  if (style.strokeFirst) paints['paint-order'] = 'stroke'
  return paints
}

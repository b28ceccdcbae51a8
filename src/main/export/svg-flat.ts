import { channels } from '../../shared/figures/scales'
import type { SvgNode } from './svg-node'
import { fraction, initialStyle, type Paint, type Style, styleOf } from './svg-style'
import { elementsOf, properties, type XmlElement } from './svg-tree'

/**
 * The same picture without transparency, for formats that know none: each paint blended with the paper as its opacities say. Where
 * something lay under a transparent shape, that shows through no more.
 */
export function withoutTransparency(root: XmlElement, paper: string): SvgNode {
  return flat(root, initialStyle, 1, channels(paper))
}

const opacities = ['opacity', 'fill-opacity', 'stroke-opacity']

function flat(element: XmlElement, parent: Style, above: number, paper: readonly number[]): SvgNode {
  const { name } = element
  const style = styleOf(element, parent)
  const opacity = above * fraction(properties(element).opacity ?? '1')
  const attributes = Object.fromEntries(Object.entries(element.attributes).filter(([key]) => !opacities.includes(key)))
  const inside = elementsOf(element)
  if (inside.length > 0)
    return { name, attributes, children: inside.map((child) => flat(child, style, opacity, paper)) }
  if (name === 'image' && opacity < 1) throw new Error('Images are blended with the paper as they are, and not faded.')
  const blended = (paint: Paint, own: number) => blend(paint, own * opacity, paper)
  if (style.fill) attributes.fill = blended(style.fill, style.fillOpacity)
  if (style.stroke) attributes.stroke = blended(style.stroke, style.strokeOpacity)
  return { name, attributes, children: element.text === '' ? [] : [element.text] }
}

function blend({ colour, opacity }: Paint, above: number, paper: readonly number[]): string {
  const share = opacity * above
  if (share >= 1 || !colour.startsWith('#')) return colour
  const mixed = channels(colour).map((channel, index) => Math.round(channel * share + paper[index]! * (1 - share)))
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

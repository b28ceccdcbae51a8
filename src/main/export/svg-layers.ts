import { childNodes, type SvgNode } from './svg-node'

const namespace = 'http://www.inkscape.org/namespaces/inkscape'
/** What is not drawn stays beside the layers. */
const beside = new Set(['title', 'desc', 'metadata', 'defs', 'clipPath'])

/**
 * Puts all that is drawn into named layers, as Inkscape and Illustrator show them (the latter by id): a group with an id is one,
 * and loose elements between two such groups make one of their texts and one of their marks. Ids are made unique: an editor
 * drops one of two.
 */
export function toLayers(root: SvgNode): void {
  root.attributes = { ...root.attributes, 'xmlns:inkscape': namespace }
  const children: SvgNode[] = []
  let loose: { readonly of: string | null; readonly layer: SvgNode } = { of: null, layer: root }
  for (const child of childNodes(root)) {
    if (beside.has(child.name) || (child.name === 'g' && child.attributes.id !== undefined)) {
      loose = { of: null, layer: root }
      children.push(child)
      continue
    }
    const of = isWholeSheet(child, root) ? 'paper' : child.name === 'text' ? 'text' : 'marks'
    if (loose.of !== of) {
      loose = { of, layer: { name: 'g', attributes: { id: of }, children: [] } }
      children.push(loose.layer)
    }
    loose.layer.children.push(child)
  }
  root.children = children
  uniqueIds(root)
  for (const layer of children) {
    const { id, ...rest } = layer.attributes
    if (layer.name !== 'g' || id === undefined) continue
    layer.attributes = { id, 'inkscape:groupmode': 'layer', 'inkscape:label': labelOf(id), ...rest }
  }
}

function isWholeSheet({ name, attributes }: SvgNode, root: SvgNode): boolean {
  const [, , width, height] = (root.attributes.viewBox ?? '').split(' ')
  return name === 'rect' && attributes.x === undefined && attributes.width === width && attributes.height === height
}

/** `axis-tips` → `Axis tips`. */
function labelOf(id: string): string {
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A second `words` becomes `words-2`; the first keeps its name. */
function uniqueIds(root: SvgNode): void {
  const taken = new Set<string>()
  const visit = (node: SvgNode) => {
    const { id } = node.attributes
    if (id !== undefined) {
      let name = id
      for (let count = 2; taken.has(name); count++) name = `${id}-${count}`
      taken.add(name)
      node.attributes.id = name
    }
    childNodes(node).forEach(visit)
  }
  visit(root)
}

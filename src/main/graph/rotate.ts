import type { Rotary } from '../families'
import type { GraphBuilder, Value } from './builder'

/**
 * Turns pairs of a head's first dimensions by their position's angle and leaves the others (Su et al. 2021). x [.., head, d_head]
 * and cos, sin [pos, 1, dimensions / 2]. `halves` is transformers' rotate_half, `pairs` GPT-J's rotate_every_two.
 */
export function rotate(
  graph: GraphBuilder,
  x: Value,
  { cos, sin }: { readonly cos: Value; readonly sin: Value },
  { dimensions, layout }: Pick<Rotary, 'dimensions' | 'layout'>,
  dHead: number,
): Value {
  if (dimensions === dHead) return turn(graph, x, cos, sin, dimensions / 2, layout)
  const [turning, still] = graph.nodeWith('Split', [x, graph.ints(dimensions, dHead - dimensions)], 2, { axis: -1 })
  return graph.node('Concat', [turn(graph, turning!, cos, sin, dimensions / 2, layout), still!], { axis: -1 })
}

function turn(graph: GraphBuilder, x: Value, cos: Value, sin: Value, half: number, layout: Rotary['layout']): Value {
  const times = (a: Value, b: Value) => graph.node('Mul', [a, b])
  const turned = (first: Value, second: Value) => [
    graph.node('Sub', [times(first, cos), times(second, sin)]),
    graph.node('Add', [times(second, cos), times(first, sin)]),
  ]
  if (layout === 'halves') {
    const [first, second] = graph.nodeWith('Split', [x, graph.ints(half, half)], 2, { axis: -1 })
    return graph.node('Concat', turned(first!, second!), { axis: -1 })
  }
  const paired = graph.reshape(x, 0, 0, 0, half, 2)
  const at = (index: number) => graph.node('Gather', [paired, graph.int(index)], { axis: -1 })
  const columns = turned(at(0), at(1)).map((column) => graph.node('Unsqueeze', [column, graph.ints(-1)]))
  return graph.reshape(graph.node('Concat', columns, { axis: -1 }), 0, 0, 0, 2 * half)
}

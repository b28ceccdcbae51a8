import type { Gates } from '../families'
import type { GraphBuilder, Value } from './builder'
import { flatLinear, outputWidth } from './parts'

/** gate and up as rows, [rows, d_mlp] each. */
export function gateAndUp(graph: GraphBuilder, x: Value, gates: Gates): [Value, Value] {
  if (!gates.fused) return [flatLinear(graph, x, gates.gate), flatLinear(graph, x, gates.up)]
  const width = gateWidth(gates)
  const both = flatLinear(graph, x, gates.both)
  if (gates.layout === 'halves') {
    const [gate, up] = graph.nodeWith('Split', [both, graph.ints(width, width)], 2, { axis: -1 })
    return [gate!, up!]
  }
  const pairs = graph.reshape(both, -1, width, 2)
  const at = (index: number) => graph.node('Gather', [pairs, graph.int(index)], { axis: -1 })
  return [at(0), at(1)]
}

export function gateWidth(gates: Gates): number {
  return gates.fused ? outputWidth(gates.both) / 2 : outputWidth(gates.gate)
}

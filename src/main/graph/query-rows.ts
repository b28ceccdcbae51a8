import type { GraphBuilder, Value } from './builder'

/** Rows [rows, width], width being heads · d_head, with each head's dimensions 0, 2, 4 … before 1, 3, 5 …, so that i turns with i + d_head / 2. */
export function inHalves(graph: GraphBuilder, rows: Value, width: number, dHead: number): Value {
  const pairs = graph.node('Transpose', [graph.reshape(rows, -1, dHead / 2, 2)], { perm: [0, 2, 1] })
  return graph.reshape(pairs, -1, width)
}

/** Every value within ±`bound` (OLMo's clip_qkv). */
export function clipped(graph: GraphBuilder, rows: Value, bound: number): Value {
  return graph.node('Clip', [rows, graph.float(-bound), graph.float(bound)])
}

import type { Attention, Linear, Stack } from '../families'
import type { GraphBuilder, Value } from './builder'
import { inHalves } from './query-rows'

/**
 * q, k and v out of what `rowsOf` makes of their projections, rows [rows, …], each reshapable to [.., heads, d_head] whatever lies
 * in one tensor and however its pairs are sorted. A projection that makes all three is asked for once, as the query's.
 */
export function queryKeyValue(
  graph: GraphBuilder,
  qkv: Attention['qkv'],
  { heads, keyHeads, dHead }: Stack['sizes'],
  rowsOf: (linear: Linear, of: 'query' | 'source') => Value,
): [Value, Value, Value] {
  if (!qkv.fused) {
    const turnable = (rows: Value, of: number) => (qkv.paired ? inHalves(graph, rows, of * dHead, dHead) : rows)
    const [q, k] = [rowsOf(qkv.q, 'query'), rowsOf(qkv.k, 'source')]
    return [turnable(q, heads), turnable(k, keyHeads), rowsOf(qkv.v, 'source')]
  }
  const rows = rowsOf(qkv.all, 'query')
  if (qkv.layout === 'parts') {
    const widths = graph.ints(heads * dHead, keyHeads * dHead, keyHeads * dHead)
    const [q, k, v] = graph.nodeWith('Split', [rows, widths], 3, { axis: -1 })
    return [q!, k!, v!]
  }
  const sharing = heads / keyHeads
  const groups = graph.reshape(rows, 0, keyHeads, sharing + 2, dHead)
  const parts = graph.nodeWith('Split', [groups, graph.ints(sharing, 1, 1)], 3, { axis: 2 })
  const [q, k, v] = parts.map((part, index) => graph.reshape(part, 0, (index === 0 ? heads : keyHeads) * dHead))
  return [q!, k!, v!]
}

import type { Graph } from './graph'
import { intOf, type Op } from './op'

/** Rows of a table of weights, taken by numbers. */
export interface Lookup {
  readonly op: Op
  readonly table: string
  /** Null where the table is computed, as from quantised blocks, and only a run tells. */
  readonly rows: number | null
  readonly indices: string
  readonly output: string
}

/** Where each operator that takes rows has its table and its indices; EmbedLayerNormalization has up to three. */
const places: Readonly<Record<string, readonly (readonly [table: number, indices: number])[]>> = {
  Gather: [[0, 1]],
  GatherND: [[0, 1]],
  'com.microsoft.GatherBlockQuantized': [[0, 1]],
  'com.microsoft.EmbedLayerNormalization': [
    [2, 0],
    [3, 8],
    [4, 1],
  ],
  'com.microsoft.QEmbedLayerNormalization': [
    [2, 0],
    [4, 1],
  ],
}

/** All that take rows of a table of at least two columns by something that is not fixed. */
export function lookupsOf(graph: Graph): Lookup[] {
  return graph.ops.flatMap((op) =>
    (places[op.type] ?? []).flatMap(([tableAt, indicesAt]): Lookup[] => {
      const table = op.inputs[tableAt] ?? ''
      const indices = op.inputs[indicesAt] ?? ''
      if (table === '' || indices === '' || !graph.isConstant(table) || graph.isConstant(indices)) return []
      const dims = initialDims(graph, table)
      const along = op.type === 'GatherND' ? isByRow(graph, op) : op.type !== 'Gather' || intOf(op, 'axis', 0) === 0
      if (!along || (dims !== null && dims.length !== 2)) return []
      return [{ op, table, rows: dims?.[0] ?? null, indices, output: op.outputs[0]! }]
    }),
  )
}

/** The shape of a weight, or of the one that it is made of by casts, scales and turning it alone. */
function initialDims(graph: Graph, value: string): number[] | null {
  let name = value
  let turned = false
  for (let depth = 0; depth < 4; depth++) {
    const op = graph.producer(name)
    const constant = graph.tensor(name)
    if (constant) return turned ? constant.dims.map(Number).reverse() : constant.dims.map(Number)
    if (!op || !/^(Cast|Identity|DequantizeLinear|Transpose)$/.test(op.type)) return null
    // A table that scores words too may lie as that product reads it.
    if (op.type === 'Transpose') turned = !turned
    name = op.inputs[0]!
  }
  return null
}

/** Whether each of its indices is one number, as PyTorch's dynamo exporter writes `table[ids]`. */
function isByRow(graph: Graph, op: Op): boolean {
  return intOf(op, 'batch_dims', 0) === 0 && graph.producer(op.inputs[1]!)?.type === 'Unsqueeze'
}

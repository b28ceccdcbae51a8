import { create } from '@bufbuild/protobuf'
import { type NodeProto, NodeProtoSchema } from '../onnx-format'
import { attribute, intOf, type Op, type RowMap } from '../structure'
import type { Value } from './builder'

/** What writes nodes (`FileGraph`). */
interface Writer {
  node(op: string, inputs: readonly Value[], attributes: Readonly<Record<string, number>>): Value
  value(name: string): Value
  reshape(value: Value, ...shape: number[]): Value
}

interface Columns {
  readonly ids: Value
  readonly count: number
}

/** The axis along which each product's weight has its outputs. */
const outputAxis: Readonly<Record<string, (op: Op) => number>> = {
  MatMul: () => 1,
  MatMulInteger: () => 1,
  Gemm: (op) => (intOf(op, 'transB', 0) === 1 ? 0 : 1),
}

/**
 * The nodes of a map that have as many outputs as it has, with their weights cut down to some of these; null where one of them is
 * of a kind that is not known here. A product with all words costs as much as their number; with six it costs nothing.
 */
export function chosenWeights(
  graph: Writer,
  map: RowMap,
  ops: readonly Op[],
  columns: Columns,
): Map<Op, NodeProto> | null {
  const replaced = new Map<Op, NodeProto>()
  const wide = map.width.to
  const product = ops.findLast(({ type }) => type === 'com.microsoft.MatMulNBits' || outputAxis[type] !== undefined)
  if (!product) return null
  // Also before the product, where the scale of each output may be made ready for it.
  for (const op of ops) {
    if (op === product && op.type === 'com.microsoft.MatMulNBits') {
      replaced.set(op, blocksOf(graph, op, wide, columns))
      continue
    }
    const input = op.inputs.map((name, place) => {
      const sizes = map.weights.get(name)?.sizes
      if (name === '' || !sizes) return name
      const axis = op === product && place === 1 ? outputAxis[op.type]!(op) : sizes.length - 1
      if (axis < 0 || sizes[axis] !== wide) return name
      return graph.node('Gather', [graph.value(name), columns.ids], { axis })
    })
    replaced.set(op, create(NodeProtoSchema, { ...op.node, input }))
  }
  return replaced
}

/** MatMulNBits keeps the blocks of each output together: in its weights, and in one row of scales and of zero points. */
function blocksOf(graph: Writer, op: Op, wide: number, { ids, count }: Columns): NodeProto {
  const [x = '', ...weights] = op.inputs
  const chosen = weights.map((name, place) => {
    if (name === '') return name
    // The fourth after x says which block a number is of, and is the same for all.
    if (place === 3) return name
    const rows = graph.reshape(graph.value(name), wide, -1)
    const taken = graph.node('Gather', [rows, ids], { axis: 0 })
    if (place > 0) return graph.reshape(taken, -1)
    const blocks = Math.ceil(intOf(op, 'K', 0) / intOf(op, 'block_size', 1))
    return graph.reshape(taken, count, blocks, -1)
  })
  const others = op.node.attribute.filter(({ name }) => name !== 'N')
  const n = { ...attribute(op, 'N')!, i: BigInt(count) }
  return create(NodeProtoSchema, { ...op.node, input: [x, ...chosen], attribute: [...others, n] })
}

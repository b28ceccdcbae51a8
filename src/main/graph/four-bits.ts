import type { StoredTensor } from '../checkpoint'
import { type FourBitTensors, fourBitBlock } from '../weights'
import type { GraphBuilder, Value } from './builder'

/**
 * rows [rows, in] · Wᵀ for a weight [out, in] in four bits, by ONNX Runtime's own operator, which multiplies
 * scale · (number − 8) in F32 (accuracy level 1; 4 would round the rows to eight bits). What it has no room for, an offset a
 * block, is multiplied with the sum of the block's inputs.
 */
export function fourBitProduct(graph: GraphBuilder, rows: Value, shape: readonly number[], of: FourBitTensors): Value {
  const [out, inputs] = shape as readonly [number, number]
  const product = graph.node('MatMulNBits', [rows, graph.stored(of.numbers), graph.stored(of.scales)], {
    K: inputs,
    N: out,
    bits: 4,
    block_size: fourBitBlock,
    accuracy_level: 1,
  })
  if (of.offsets === null) return product
  const sums = graph.once(`block sums:${rows}`, () => {
    const blocks = graph.reshape(rows, -1, inputs / fourBitBlock, fourBitBlock)
    return graph.node('ReduceSum', [blocks, graph.ints(-1)], { keepdims: 0 })
  })
  return graph.node('Gemm', [sums, graph.stored(of.offsets), product], { transB: 1 })
}

/** A weight as F32, also one that lies in four bits. */
export function weightValues(graph: GraphBuilder, tensor: StoredTensor): Value {
  const parts = graph.fourBitsOf(tensor)
  if (parts === null) return graph.weight(tensor)
  const bytes = graph.stored(parts.numbers)
  const low = graph.node('BitwiseAnd', [bytes, graph.byte(15)])
  const high = graph.node('BitShift', [bytes, graph.byte(4)], { direction: 'RIGHT' })
  const [first, second] = [low, high].map((of) => graph.node('Unsqueeze', [of, graph.ints(-1)]))
  const pairs = graph.node('Cast', [graph.node('Concat', [first!, second!], { axis: -1 })], { to: 1 })
  const numbers = graph.node('Sub', [graph.reshape(pairs, 0, 0, fourBitBlock), graph.float(8)])
  const perBlock = (part: StoredTensor) => graph.node('Unsqueeze', [graph.stored(part), graph.ints(-1)])
  const scaled = graph.node('Mul', [numbers, perBlock(parts.scales)])
  const values = parts.offsets ? graph.node('Add', [scaled, perBlock(parts.offsets)]) : scaled
  return graph.reshape(values, ...tensor.shape)
}

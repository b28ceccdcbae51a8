import { numbersIn } from './constants'
import type { Graph } from './graph'
import { weightOf } from './kinds'
import { intOf, type Op } from './op'

/**
 * How many numbers a head has in the keys or values of an earlier run that an attention reads; null where the file does not
 * tell. Some files leave it open, and ONNX Runtime takes one size alone.
 */
export function pastWidth(graph: Graph, past: string): number | null {
  for (const op of graph.consumers(past)) {
    if (op.type !== 'com.microsoft.GroupQueryAttention') continue
    const [query = '', key = ''] = op.inputs
    const [heads, keyHeads] = [intOf(op, 'num_heads', 0), intOf(op, 'kv_num_heads', 0)]
    const all = lastSize(graph, key === '' ? query : key)
    const width = all && all / (key === '' ? heads + 2 * keyHeads : keyHeads)
    if (width && Number.isInteger(width)) return width
  }
  return null
}

/** The size of a value's last axis, as far as weights and shapes that are written down tell. */
function lastSize(graph: Graph, value: string, depth = 12): number | null {
  const tensor = graph.tensor(value)
  if (tensor) return Number(tensor.dims.at(-1) ?? 1n)
  const op = graph.producer(value)
  if (!op || depth === 0) return null
  if (op.type === 'com.microsoft.MatMulNBits') return intOf(op, 'N', 0)
  const weight = weightOf(graph, op)
  if (weight !== null) return op.type === 'MatMul' ? lastSize(graph, weight, depth - 1) : null
  if (op.type === 'Reshape') return numbersIn(graph, op.inputs[1]!)?.at(-1) ?? null
  if (op.type === 'Split') return numbersIn(graph, op.inputs[1] ?? '')?.[op.outputs.indexOf(value)] ?? null
  return keeps(op) ? lastSize(graph, op.inputs[0]!, depth - 1) : null
}

function keeps({ type }: Op): boolean {
  return /^(Add|Cast|DequantizeLinear|Identity|(com\.microsoft\.)?RotaryEmbedding|SimplifiedLayerNormalization)$/.test(
    type,
  )
}

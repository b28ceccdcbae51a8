import type { Graph } from './graph'
import { intOf, type Op } from './op'

/** Products whose weight has inputs downwards and outputs across. Sources: ONNX's Operators.md, ONNX Runtime's ContribOperators.md. */
const across = /^(MatMul|MatMulInteger|QLinearMatMul|com\.microsoft\.(MatMulIntegerToFloat|DynamicQuantizeMatMul))$/

/** On which axis of a weight, as it is stored, its outputs are: 0 downwards, 1 across; null where that is not told. */
export function outputAxis(graph: Graph, { op, value }: { op: Op; value: string }, name: string): 0 | 1 | null {
  const axis = axisAt(op)
  if (axis === null) return null
  let turned = false
  for (let at = value; at !== name; ) {
    const made = graph.producer(at)
    if (!made || !/^(Transpose|Cast|Identity|DequantizeLinear|QuantizeLinear)$/.test(made.type)) return null
    if (made.type === 'Transpose') turned = !turned
    at = made.inputs[0]!
  }
  return turned ? ((1 - axis) as 0 | 1) : axis
}

function axisAt(op: Op): 0 | 1 | null {
  if (/^Gemm$|FusedGemm$|FusedMatMul$/.test(op.type)) return intOf(op, 'transB', 0) ? 0 : 1
  if (across.test(op.type)) return 1
  return /Conv|MatMulNBits$/.test(op.type) ? 0 : null
}

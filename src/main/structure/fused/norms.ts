import type { Graph } from '../graph'
import { isLayout, weightOf } from '../kinds'
import { floatOf, intOf, type Op } from '../op'
import { axesOf } from '../shapes'
import type { Beside } from './beside'
import type { SeeInto, Seen } from './seen'

/**
 * `RMSNormalization` (ONNX, since version 23) and `SimplifiedLayerNormalization` (ONNX Runtime's earlier name), along the last
 * axis: what stands before the weight. Sources: ONNX's docs/Operators.md; onnxruntime's contrib_defs.cc.
 */
export const rootMeanSquare: SeeInto = (op, seen) => {
  const [x = '', weight = ''] = op.inputs
  const axes = axesOf(seen.shapes, x)
  const axis = intOf(op, 'axis', -1)
  if (!axes || (axis !== -1 && axis !== axes.length - 1)) return 'it norms more than the last axis'
  if (weight === '') return 'it has no weight'
  normed(op, seen, x, { weight, epsilon: 1e-5 })
  return null
}

/** x / √(mean(x²) + ε), and that times the weight, along the last axis. */
export function rootMeanSquared(
  beside: Beside,
  x: string,
  { weight, epsilon }: { readonly weight: string; readonly epsilon: number },
): string {
  const squared = beside.mean(beside.node('Mul', [x, x]))
  const length = beside.node('Sqrt', [beside.node('Add', [squared, beside.number(epsilon)])])
  return beside.node('Mul', [beside.node('Div', [x, length]), beside.float(weight)])
}

/** What a fused norm gives. */
function normed(op: Op, { beside }: Seen, x: string, { weight, epsilon }: { weight: string; epsilon: number }): void {
  const own = floatOf(op, 'epsilon', epsilon)
  beside.alias(rootMeanSquared(beside, beside.float(x), { weight, epsilon: own }), op.outputs[0])
}

/**
 * ONNX Runtime's `SkipLayerNormalization`: input, skip, gamma, beta, bias, and the sum as the fourth output, if anybody asked for
 * it. Source: docs/ContribOperators.md.
 */
export const skipLayerNorm: SeeInto = (op, seen) => {
  const [, , weight = '', shift = '', bias = ''] = op.inputs
  const sum = summed(op, seen, bias)
  const more = shift === '' ? [] : [shift]
  const epsilon = { float: floatOf(op, 'epsilon', 1e-12) }
  seen.beside.alsoKnown('LayerNormalization', [sum, weight, ...more], op.outputs[0], { epsilon })
  return null
}

/** `SkipSimplifiedLayerNormalization`: input, skip, gamma, bias. Source: docs/ContribOperators.md. */
export const skipRootMeanSquare: SeeInto = (op, seen) => {
  const [, , weight = '', bias = ''] = op.inputs
  normed(op, seen, summed(op, seen, bias), { weight, epsilon: 1e-12 })
  return null
}

/** The stream with what is added to it. A bias is that of the linear map, not the stream's. */
function summed(op: Op, { beside, graph }: Seen, bias: string): string {
  const [input = '', skip = ''] = op.inputs
  const mapped = fromMap(graph, input) || !fromMap(graph, skip)
  const [added, stream] = mapped ? [input, skip] : [skip, input]
  const float = beside.float(added)
  const whole = bias === '' ? float : beside.node('Add', [float, beside.float(bias)])
  const sum = op.outputs[3] || null
  if (sum === null) return beside.node('Add', [beside.float(stream), whole])
  beside.alsoKnown('Add', [stream, bias === '' ? added : whole], sum)
  return sum
}

/** Whether a linear map made a value, but for moves and the scales of quantised ones. */
function fromMap(graph: Graph, value: string, depth = 6): boolean {
  const op = graph.producer(value)
  if (!op || depth === 0) return false
  if (weightOf(graph, op) !== null) return true
  if (!isLayout(op) && op.type !== 'Mul') return false
  return op.inputs.some((input) => fromMap(graph, input, depth - 1))
}

import { Beside } from './beside'
import type { Graph } from './graph'
import { isLayout } from './kinds'
import { floatOf, intOf, type Op } from './op'
import { axesOf, type ProbedShapes } from './shapes'

type SeeInto = (op: Op, beside: Beside, graph: Graph, shapes: ProbedShapes) => boolean

/**
 * What each fused operator is in standard ones. Sources: ONNX's docs/Operators.md for `Attention`, ONNX Runtime's
 * docs/ContribOperators.md for those of com.microsoft. False where one has a form that is not written down here.
 */
const fused: Readonly<Record<string, SeeInto>> = {
  Attention: (op, beside, graph, shapes) => {
    const [q = '', k = '', v = '', mask = '', pastKey = ''] = op.inputs
    const [qAxes, kAxes, vAxes] = [q, k, v].map((value) => axesOf(shapes, value))
    if (!qAxes || !kAxes || !vAxes || pastKey !== '' || op.inputs[6]) return false
    const heads = qAxes.length === 4 ? qAxes[1]![0]! : intOf(op, 'q_num_heads', 0)
    const keyHeads = kAxes.length === 4 ? kAxes[1]![0]! : intOf(op, 'kv_num_heads', 0)
    if (heads < 1 || keyHeads < 1 || heads % keyHeads !== 0) return false
    const byHead = (value: string, count: number, rank: number) => {
      const float = beside.float(value)
      if (rank === 4) return float
      return beside.node('Transpose', [beside.reshape(float, 0, 0, count, -1)], { perm: [0, 2, 1, 3] })
    }
    const width = qAxes.length === 4 ? qAxes[3]![0]! : qAxes[2]![0]! / heads
    const valueWidth = vAxes.length === 4 ? vAxes[3]![0]! : vAxes[2]![0]! / keyHeads
    const repeated = (value: string, own: number) => {
      if (keyHeads === heads) return value
      const parted = beside.reshape(value, 0, keyHeads, 1, -1, own)
      const spread = beside.node('Expand', [parted, beside.ints(1, 1, heads / keyHeads, 1, 1)])
      return beside.reshape(spread, 0, heads, -1, own)
    }
    const keys = beside.node('Transpose', [repeated(byHead(k, keyHeads, kAxes.length), width)], { perm: [0, 1, 3, 2] })
    const product = beside.node('MatMul', [byHead(q, heads, qAxes.length), keys])
    let scores = beside.node('Mul', [product, beside.number(floatOf(op, 'scale', 1 / Math.sqrt(width)))])
    const cap = floatOf(op, 'softcap', 0)
    if (cap > 0) {
      const squashed = beside.node('Tanh', [beside.node('Div', [scores, beside.number(cap)])])
      scores = beside.node('Mul', [squashed, beside.number(cap)])
    }
    const none = () => beside.number(Number.NEGATIVE_INFINITY)
    if (mask !== '') {
      scores = isBoolean(graph, mask)
        ? beside.node('Where', [mask, scores, none()])
        : beside.node('Add', [scores, beside.float(mask)])
    }
    if (intOf(op, 'is_causal', 0) === 1) {
      const square = beside.node('Slice', [beside.node('Shape', [scores]), beside.ints(2), beside.ints(4)])
      const lower = beside.node('Trilu', [beside.node('Expand', [beside.number(1), square])], { upper: 0 })
      scores = beside.node('Where', [beside.node('Cast', [lower], { to: 9 }), scores, none()])
    }
    const pattern = beside.node('Softmax', [scores], { axis: -1 })
    const z = beside.node('MatMul', [pattern, repeated(byHead(v, keyHeads, vAxes.length), valueWidth)])
    const merged =
      qAxes.length === 4
        ? z
        : beside.reshape(beside.node('Transpose', [z], { perm: [0, 2, 1, 3] }), 0, 0, heads * valueWidth)
    beside.alias(merged, op.outputs[0])
    return true
  },

  RMSNormalization: (op, beside, _graph, shapes) => rootMeanSquare(op, beside, shapes),
}

/** x / sqrt(mean(x²) + epsilon), and that times the weight, along the last axis. */
function rootMeanSquare(op: Op, beside: Beside, shapes: ProbedShapes): boolean {
  const [x = '', weight = ''] = op.inputs
  const axes = axesOf(shapes, x)
  const axis = intOf(op, 'axis', -1)
  if (!axes || (axis !== -1 && axis !== axes.length - 1) || weight === '') return false
  const float = beside.float(x)
  const length = beside.node('Sqrt', [
    beside.node('Add', [
      beside.node('ReduceMean', [beside.node('Mul', [float, float]), beside.ints(-1)]),
      beside.number(floatOf(op, 'epsilon', 1e-5)),
    ]),
  ])
  const normalized = beside.node('Div', [float, length])
  beside.alias(beside.node('Mul', [normalized, beside.float(weight)]), op.outputs[0])
  return true
}

const booleans = /^(And|Or|Not|Xor|Less|LessOrEqual|Greater|GreaterOrEqual|Equal|IsNaN)$/

/** Whether a value is of truth values, by what makes it. */
function isBoolean(graph: Graph, value: string): boolean {
  let at = value
  for (let depth = 0; depth < 12; depth++) {
    const op = graph.producer(at)
    if (!op)
      return graph.inputs.some(
        ({ name, type }) => name === at && type?.value.case === 'tensorType' && type.value.value.elemType === 9,
      )
    if (booleans.test(op.type)) return true
    if (op.type === 'Cast') return intOf(op, 'to', 0) === 9
    if (!isLayout(op) && op.type !== 'Expand') return false
    at = op.inputs[0]!
  }
  return false
}

/** The graph with fused nodes seen into: they are left out of it, and what computes the same beside them stands there. */
export function seenInto(graph: Graph, shapes: ProbedShapes): Graph {
  const ops: Op[] = []
  for (const op of graph.ops) {
    const beside = new Beside(`tokentrace/beside/${op.index}/`)
    const seen = fused[op.type]?.(op, beside, graph, shapes) ?? false
    ops.push(...(seen ? beside.ops : [op]))
  }
  return graph.with(ops)
}

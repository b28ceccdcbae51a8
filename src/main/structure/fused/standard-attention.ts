import { TensorProto_DataType as DataType } from '../../onnx-format'
import type { Graph } from '../graph'
import { isLayout } from '../kinds'
import { floatOf, intOf, type Op } from '../op'
import { axesOf, type ProbedShapes } from '../shapes'
import { attend, behindPast, byHead, merged, type OnScores } from './attend'
import type { Beside } from './beside'
import { between, biased, causal, where } from './masks'
import type { SeeInto } from './seen'

/**
 * ONNX's `Attention`, since version 23: Q, K, V, attn_mask, past_key, past_value, and since 24 nonpad_kv_seqlen. Source: ONNX's
 * docs/Operators.md.
 */
export const standardAttention: SeeInto = (op, { beside, graph, shapes }) => {
  const [q = '', k = '', v = '', mask = '', pastKey = '', pastValue = '', filled = ''] = op.inputs
  const [qAxes, kAxes, vAxes] = [q, k, v].map((value) => axesOf(shapes, value))
  if (!qAxes || !kAxes || !vAxes) return 'the shape of what it reads is not known'
  const heads = qAxes.length === 4 ? qAxes[1]![0]! : intOf(op, 'q_num_heads', 0)
  const keyHeads = kAxes.length === 4 ? kAxes[1]![0]! : intOf(op, 'kv_num_heads', 0)
  if (heads < 1 || keyHeads < 1 || heads % keyHeads !== 0) return `${heads} heads cannot share ${keyHeads} of keys`
  if (intOf(op, 'left_window_size', -1) >= 0 || intOf(op, 'right_window_size', -1) >= 0)
    return 'it looks through a window'
  const apart = (value: string, count: number, rank: number) => {
    const float = beside.float(value)
    return rank === 4 ? float : byHead(beside, float, count)
  }
  const all = (past: string, value: string) => (past === '' ? value : behindPast(beside, beside.float(past), value))
  const queries = apart(q, heads, qAxes.length)
  const keys = all(pastKey, apart(k, keyHeads, kAxes.length))
  const width = qAxes.length === 4 ? qAxes[3]![0]! : qAxes[2]![0]! / heads
  const valueWidth = vAxes.length === 4 ? vAxes[3]![0]! : vAxes[2]![0]! / keyHeads
  const then: OnScores[] = []
  if (mask !== '') {
    const truths = isBoolean(graph, mask)
    const long = filledUp(mask, keys, { beside, shapes, truths })
    then.push(truths ? where(beside, long) : biased(beside, long))
  }
  if (filled !== '') then.push(where(beside, between(beside, beside.size(keys, 2), filled, null)))
  if (intOf(op, 'is_causal', 0) === 1) {
    const before = () => {
      if (pastKey !== '') return beside.size(pastKey, 2)
      if (filled === '') return null
      return beside.node('Sub', [beside.reshape(beside.whole(filled), -1, 1, 1, 1), beside.size(queries, 2)])
    }
    then.push(causal(beside, before()))
  }
  const z = attend(
    beside,
    { q: queries, k: keys, v: all(pastValue, apart(v, keyHeads, vAxes.length)), heads, keyHeads, width, valueWidth },
    { scale: floatOf(op, 'scale', 1 / Math.sqrt(width)), cap: floatOf(op, 'softcap', 0), then, sink: null },
  )
  beside.alias(qAxes.length === 4 ? z : merged(beside, z, heads, valueWidth), op.outputs[0])
  return null
}

/** A mask that ends before the keys hides the rest of them. */
function filledUp(
  mask: string,
  keys: string,
  { beside, shapes, truths }: { beside: Beside; shapes: ProbedShapes; truths: boolean },
): string {
  const axes = axesOf(shapes, mask)
  const value = truths ? mask : beside.float(mask)
  if (!axes || axes.at(-1)!.every((size) => size === 1)) return value
  const last = axes.length - 1
  const missing = beside.node('Sub', [beside.size(keys, 2), beside.size(mask, last)])
  const pads = beside.node('Concat', [beside.ints(...Array.from({ length: 2 * last + 1 }, () => 0)), missing], {
    axis: 0,
  })
  const filler = beside.number(truths ? 0 : Number.NEGATIVE_INFINITY)
  return beside.node('Pad', [value, pads, truths ? beside.truth(filler) : filler])
}

const booleans = /^(And|Or|Not|Xor|Less|LessOrEqual|Greater|GreaterOrEqual|Equal|IsNaN)$/

/** Whether a value is of truth values, by what makes it. */
function isBoolean(graph: Graph, value: string): boolean {
  let at = value
  for (let depth = 0; depth < 12; depth++) {
    const op: Op | undefined = graph.producer(at)
    if (!op) {
      const given = graph.inputs.find(({ name }) => name === at)?.type?.value
      const type = given?.case === 'tensorType' ? given.value.elemType : graph.initializers.get(at)?.dataType
      return type === DataType.BOOL
    }
    if (booleans.test(op.type)) return true
    if (op.type === 'Constant') return op.node.attribute.some(({ t }) => t?.dataType === DataType.BOOL)
    if (op.type === 'Cast') return intOf(op, 'to', 0) === DataType.BOOL
    if (!isLayout(op) && !/^(Expand|Tile|Concat)$/.test(op.type)) return false
    at = op.inputs[0]!
  }
  return false
}

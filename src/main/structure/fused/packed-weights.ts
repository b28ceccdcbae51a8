import { floatOf, intOf, intsOf, type Op } from '../op'
import { axesOf } from '../shapes'
import { attend, behindPast, byHead, merged, type OnScores } from './attend'
import type { Beside } from './beside'
import { biased, causal, filtered } from './masks'
import { keyMask } from './own-masks'
import { rotate } from './rotate'
import type { SeeInto, Seen } from './seen'

interface Given {
  /** Of q, k and v side by side, F32 [batch, position, all widths], before the bias. */
  readonly product: string
  readonly weight: string
  readonly bias: string
  readonly mask: string
  readonly past: string
  readonly added: string
  /** How much of a buffer the past fills, where it lies in one; '' otherwise. */
  readonly held: string
}

/**
 * ONNX Runtime's `Attention`, whose one weight makes q, k and v: input, weights, bias, mask_index, past, attention_bias,
 * past_sequence_length. Source: docs/ContribOperators.md.
 */
export const packedWeights: SeeInto = (op, seen) => {
  const [input = '', weight = '', bias = '', mask = '', past = '', added = '', length = ''] = op.inputs
  const held = sharesBuffer(op) ? length : ''
  const { beside } = seen
  const product = beside.node('MatMul', [beside.float(input), beside.float(weight)])
  return attention(op, seen, { product, weight, bias, mask, past, added, held })
}

/**
 * `DecoderMaskedSelfAttention`, the same of one new token: the inputs of Attention, beam_width, cache_indirection. Source:
 * docs/ContribOperators.md.
 */
export const decoderSelfAttention: SeeInto = (op, seen) => {
  if ((op.inputs[8] ?? '') !== '') return 'its past is chosen among beams'
  return packedWeights(op, seen)
}

function sharesBuffer(op: Op): boolean {
  return intOf(op, 'past_present_share_buffer', 0) === 1
}

/**
 * `QAttention`, the same with eight-bit numbers: input, weight, bias, input_scale, weight_scale, mask_index, input_zero_point,
 * weight_zero_point, past. Source: docs/ContribOperators.md.
 */
export const quantisedWeights: SeeInto = (op, seen) => {
  const [
    input = '',
    weight = '',
    bias = '',
    scale = '',
    weightScale = '',
    mask = '',
    zero = '',
    weightZero = '',
    past = '',
  ] = op.inputs
  const { beside } = seen
  const zeros = weightZero === '' ? (zero === '' ? [] : [zero]) : [zero, weightZero]
  const whole = beside.asFloat(beside.node('MatMulInteger', [input, weight, ...zeros]))
  const product = beside.node('Mul', [whole, beside.node('Mul', [beside.float(scale), beside.float(weightScale)])])
  return attention(op, seen, { product, weight, bias, mask, past, added: '', held: '' })
}

function attention(
  op: Op,
  { beside, shapes }: Seen,
  { product, weight, bias, mask, past, added, held }: Given,
): string | null {
  const heads = intOf(op, 'num_heads', 0)
  const all = axesOf(shapes, weight)?.at(-1)?.[0]
  if (heads < 1 || all === undefined) return 'the shape of its weights is not known'
  if (sharesBuffer(op) && held === '') return 'it shares one buffer with its past'
  const third = all / 3
  const [qWidth = third, kWidth = third, vWidth = third] = intsOf(op, 'qkv_hidden_sizes') ?? []
  const [width, valueWidth] = [qWidth / heads, vWidth / heads]
  const made = bias === '' ? product : beside.node('Add', [product, beside.float(bias)])
  const part = (start: number, size: number) => byHead(beside, beside.slice(made, 2, start, start + size), heads)
  let [q, k, v] = [part(0, qWidth), part(qWidth, kWidth), part(qWidth + kWidth, vWidth)]
  const before = past === '' ? null : held === '' ? beside.size(past, 3) : beside.reshape(beside.whole(held), 1)
  if (intOf(op, 'do_rotary', 0) === 1) {
    const turned = intOf(op, 'rotary_embedding_dim', 0) || width
    const { cos, sin } = ownAngles(beside, q, before, turned / 2)
    const turning = { cos, sin, interleaved: false, turned, width }
    q = rotate(beside, q, turning)
    k = rotate(beside, k, turning)
  }
  if (past !== '') {
    const float = held === '' ? beside.float(past) : beside.slice(beside.float(past), 3, 0, before!)
    k = behindPast(beside, beside.node('Gather', [float, beside.int(0)]), k)
    v = behindPast(beside, beside.node('Gather', [float, beside.int(1)]), v)
  }
  const then: OnScores[] = []
  if (mask !== '') {
    const square = axesOf(shapes, mask)?.length === 4
    const visible = square
      ? within(beside, mask, { before, queries: beside.size(q, 2), keys: beside.size(k, 2) })
      : keyMask(mask, beside.size(k, 2), { beside, shapes })
    if (visible === null) return 'its mask has a form that is not written down'
    then.push(filtered(beside, visible, floatOf(op, 'mask_filter_value', -10_000)))
  }
  if (intOf(op, 'unidirectional', 0) === 1) then.push(causal(beside, before))
  if (added !== '') then.unshift(biased(beside, added))
  const scale = floatOf(op, 'scale', 0) || 1 / Math.sqrt(width)
  const z = attend(beside, { q, k, v, heads, keyHeads: heads, width, valueWidth }, { scale, cap: 0, then, sink: null })
  beside.alias(merged(beside, z, heads, valueWidth), op.outputs[0])
  beside.kept(() => presentOf(beside, [k, v], held === '' ? '' : beside.float(past)), op.outputs[1])
  return null
}

/** Of a mask [batch, 1, most, most] of all places, as Megatron has it, those of this run's queries and keys. */
function within(
  beside: Beside,
  mask: string,
  { before, queries, keys }: { readonly before: string | null; readonly queries: string; readonly keys: string },
): string {
  const start = before ?? beside.ints(0)
  const rows = beside.slice(mask, 2, start, beside.node('Add', [start, queries]))
  return beside.slice(rows, 3, 0, keys)
}

/** Keys and values one after the other, [2, batch, head, position, width], and what is left of a buffer behind them. */
function presentOf(beside: Beside, both: readonly [string, string], buffer: string): string {
  const first = beside.node('Concat', [beside.ints(1), beside.node('Shape', [both[0]])], { axis: 0 })
  const stacked = beside.node(
    'Concat',
    both.map((one) => beside.node('Reshape', [one, first])),
    { axis: 0 },
  )
  if (buffer === '') return stacked
  const rest = beside.slice(buffer, 3, beside.size(both[0], 2), Number.MAX_SAFE_INTEGER)
  return beside.node('Concat', [stacked, rest], { axis: 3 })
}

/** Of places from 0, or behind the past, with RoFormer's base of 10,000: [1, 1, position, half]. */
function ownAngles(beside: Beside, q: string, before: string | null, half: number) {
  const own = beside.range(beside.size(q, 2))
  const place = beside.asFloat(before === null ? own : beside.node('Add', [own, before]))
  const frequencies = beside.numbers(Array.from({ length: half }, (_, at) => 10_000 ** (-at / half)))
  const angles = beside.node('Mul', [beside.reshape(place, 1, 1, -1, 1), frequencies])
  return { cos: beside.node('Cos', [angles]), sin: beside.node('Sin', [angles]) }
}

import { floatOf, intOf, type Op } from '../op'
import { axesOf } from '../shapes'
import { attend, behindPast, byHead, merged, type OnScores } from './attend'
import { biased, causal, filtered } from './masks'
import { keyMask } from './own-masks'
import type { SeeInto, Seen } from './seen'

/** Values that it reads; '' for what is left out. */
interface Given {
  readonly query: string
  readonly key: string
  readonly value: string
  readonly bias: string
  readonly mask: string
  readonly added: string
  readonly pastKey: string
  readonly pastValue: string
  /** How much of a buffer the past fills. */
  readonly held: string
  readonly beams: string
}

/**
 * ONNX Runtime's `MultiHeadAttention`: query, key, value, bias, key_padding_mask, attention_bias, past_key, past_value,
 * past_sequence_length, cache_indirection. Source: docs/ContribOperators.md.
 */
export const multiHeadAttention: SeeInto = (op, seen) => {
  const [query = '', key = '', value = '', bias = '', mask = '', added = ''] = op.inputs
  const [pastKey = '', pastValue = '', held = '', beams = ''] = op.inputs.slice(6)
  return attention(op, seen, { query, key, value, bias, mask, added, pastKey, pastValue, held, beams })
}

/**
 * `DecoderMaskedMultiHeadAttention`, of one new token: query, key, value, mask_index, attention_bias, past_key, past_value,
 * past_sequence_length, beam_width, cache_indirection, bias. Source: docs/ContribOperators.md.
 */
export const decoderAttention: SeeInto = (op, seen) => {
  const [query = '', key = '', value = '', mask = '', added = '', pastKey = '', pastValue = ''] = op.inputs
  const [held = '', , beams = '', bias = ''] = op.inputs.slice(7)
  return attention(op, seen, { query, key, value, bias, mask, added, pastKey, pastValue, held, beams })
}

function attention(op: Op, seen: Seen, given: Given): string | null {
  const { beside, shapes } = seen
  const heads = intOf(op, 'num_heads', 0)
  if (heads < 1) return 'it does not say how many heads it has'
  if (given.beams !== '') return 'its past is chosen among beams'
  const parts = partsOf(given, seen, heads)
  if (typeof parts === 'string') return parts
  const { q, width, valueWidth } = parts
  let { k, v } = parts
  const { pastKey, pastValue, held } = given
  let before: string | null = null
  if (pastKey !== '') {
    before = held === '' ? beside.size(pastKey, 2) : beside.reshape(beside.whole(held), 1)
    const past = (value: string) =>
      held === '' ? beside.float(value) : beside.slice(beside.float(value), 2, 0, before!)
    k = behindPast(beside, past(pastKey), k)
    v = behindPast(beside, past(pastValue), v)
  }
  const then: OnScores[] = given.added === '' ? [] : [biased(beside, given.added)]
  if (given.mask !== '') {
    const visible = keyMask(given.mask, beside.size(k, 2), { beside, shapes })
    if (visible === null) return 'its mask has a form that is not written down'
    then.push(filtered(beside, visible, floatOf(op, 'mask_filter_value', -10_000)))
  }
  if (intOf(op, 'unidirectional', 0) === 1) then.push(causal(beside, before))
  const scale = floatOf(op, 'scale', 0) || 1 / Math.sqrt(width)
  const z = attend(beside, { q, k, v, heads, keyHeads: heads, width, valueWidth }, { scale, cap: 0, then, sink: null })
  beside.alias(merged(beside, z, heads, valueWidth), op.outputs[0])
  beside.kept(() => k, op.outputs[1])
  beside.kept(() => v, op.outputs[2])
  return null
}

/** q, k and v with their biases, in heads: each a value of its own, k and v in one, or all three. */
function partsOf({ query, key, value, bias }: Given, { beside, shapes }: Seen, heads: number) {
  const [queryAxes, keyAxes, valueAxes] = [query, key, value].map((one) => axesOf(shapes, one))
  if (!queryAxes || (key !== '' && !keyAxes) || (value !== '' && !valueAxes))
    return 'the shape of what it reads is not known'
  const per = (axes: readonly (readonly number[])[]) => (axes.length === 3 ? axes[2]![0]! / heads : axes.at(-1)![0]!)
  const alone = key === '' && queryAxes.length === 3
  const width = alone ? per(queryAxes) / 3 : per(queryAxes)
  const valueWidth = valueAxes ? per(valueAxes) : width
  const biasAt = [0, heads * width, 2 * heads * width]
  const biased = (one: string, place: number, own: number) => {
    if (bias === '') return one
    const part = beside.slice(beside.float(bias), 0, biasAt[place]!, biasAt[place]! + heads * own)
    return beside.node('Add', [one, part])
  }
  const flat = (one: string, place: number, own = width) => byHead(beside, biased(beside.float(one), place, own), heads)
  /** One of those that lie beside each other in each head: [batch, position, head, which, width]. */
  const among = (one: string, which: number, place: number) => {
    const chosen = beside.node('Gather', [beside.float(one), beside.int(which)], { axis: 3 })
    return byHead(beside, biased(beside.reshape(chosen, 0, 0, -1), place, width), heads)
  }
  if (alone) {
    const part = (at: number) => beside.slice(query, 2, at * heads * width, (at + 1) * heads * width)
    return { q: flat(part(0), 0), k: flat(part(1), 1), v: flat(part(2), 2), width, valueWidth }
  }
  if (queryAxes.length === 5) {
    const [q, k, v] = [0, 1, 2].map((at) => among(query, at, at)) as [string, string, string]
    return { q, k, v, width, valueWidth }
  }
  const q = flat(query, 0)
  if (keyAxes?.length === 5) return { q, k: among(key, 0, 1), v: among(key, 1, 2), width, valueWidth }
  // Keys of an encoder are in heads, and have their biases.
  if (keyAxes?.length === 4) return { q, k: beside.float(key), v: beside.float(value), width, valueWidth }
  if (value === '') return 'it has keys and no values'
  return { q, k: flat(key, 1), v: flat(value, 2, valueWidth), width, valueWidth }
}

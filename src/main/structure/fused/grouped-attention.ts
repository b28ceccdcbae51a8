import { floatOf, intOf, type Op } from '../op'
import { axesOf } from '../shapes'
import { attend, behindPast, byHead, merged, type OnScores } from './attend'
import type { Beside } from './beside'
import { biased, causal } from './masks'
import { anglesAt, rotate } from './rotate'
import type { SeeInto } from './seen'

/**
 * ONNX Runtime's `GroupQueryAttention`: query, key, value, past_key, past_value, seqlens_k, total_sequence_length, cos_cache,
 * sin_cache, position_ids, attention_bias, head_sink. Source: docs/ContribOperators.md. Texts of one length are meant: one that
 * is shorter than the others has its keys at other places once there is a past.
 */
export const groupedAttention: SeeInto = (op, { beside, shapes }) => {
  const [query = '', key = '', value = '', pastKey = '', pastValue = '', , total = ''] = op.inputs
  const [cosCache = '', sinCache = '', positions = '', added = '', sinks = ''] = op.inputs.slice(7)
  const refused = unsupported(op)
  if (refused !== null) return refused
  const [heads, keyHeads] = [intOf(op, 'num_heads', 0), intOf(op, 'kv_num_heads', 0)]
  const all = axesOf(shapes, query)?.[2]?.[0]
  if (all === undefined || heads < 1 || keyHeads < 1) return 'the shape of what it reads is not known'
  const packed = key === ''
  const width = all / (packed ? heads + 2 * keyHeads : heads)
  const part = (start: number, count: number) =>
    byHead(beside, beside.slice(beside.float(query), 2, start * width, (start + count) * width), count)
  let q = packed ? part(0, heads) : byHead(beside, beside.float(query), heads)
  let k = packed ? part(heads, keyHeads) : byHead(beside, beside.float(key), keyHeads)
  let v = packed ? part(heads + keyHeads, keyHeads) : byHead(beside, beside.float(value), keyHeads)
  // A buffer may be longer than the past that it holds.
  const before =
    pastKey === '' ? null : beside.node('Sub', [beside.reshape(beside.whole(total), 1), beside.size(query, 1)])
  if (intOf(op, 'do_rotary', 0) === 1) {
    const half = axesOf(shapes, cosCache)?.[1]?.[0]
    if (half === undefined) return 'the shape of its angles is not known'
    const places = placesOf(beside, query, { before, positions })
    const cos = anglesAt(beside, cosCache, places, half)
    const sin = anglesAt(beside, sinCache, places, half)
    const turning = { cos, sin, interleaved: intOf(op, 'rotary_interleaved', 0) === 1, turned: 2 * half, width }
    q = rotate(beside, q, turning)
    k = rotate(beside, k, turning)
  }
  if (before !== null) {
    const held = (past: string) => beside.slice(beside.float(past), 2, 0, before)
    k = behindPast(beside, held(pastKey), k)
    v = behindPast(beside, held(pastValue), v)
  }
  const then: OnScores[] = added === '' ? [] : [biased(beside, added)]
  if (intOf(op, 'causal', 1) === 1) then.push(causal(beside, before, Math.max(0, intOf(op, 'local_window_size', -1))))
  const smooth = intOf(op, 'smooth_softmax', 0) === 1
  const sink = sinks !== '' ? beside.float(sinks) : smooth ? beside.numbers(Array(heads).fill(0)) : null
  const scale = floatOf(op, 'scale', 0) || 1 / Math.sqrt(width)
  const z = attend(
    beside,
    { q, k, v, heads, keyHeads, width, valueWidth: width },
    { scale, cap: floatOf(op, 'softcap', 0), then, sink },
  )
  beside.alias(merged(beside, z, heads, width), op.outputs[0])
  return null
}

function unsupported(op: Op): string | null {
  const [keyScale = '', valueScale = '', queryNorm = '', , lengths = ''] = op.inputs.slice(12)
  if (keyScale !== '' || valueScale !== '') return 'its past is quantised'
  if (queryNorm !== '') return 'it norms queries and keys itself, which no CPU computes'
  if (lengths !== '') return 'its texts are of several lengths'
  if (intOf(op, 'sliding_window_cache', 0) === 1) return 'its past is a window'
  return null
}

/**
 * Where the queries stand, [batch or 1, position]: behind the past, or where the positions given say; of these the first alone
 * counts where there is no past.
 */
function placesOf(
  beside: Beside,
  query: string,
  { before, positions }: { before: string | null; positions: string },
): string {
  const own = beside.reshape(beside.range(beside.size(query, 1)), 1, -1)
  if (positions === '') return before === null ? own : beside.node('Add', [own, before])
  const first = beside.slice(beside.slice(positions, 0, 0, 1), 1, 0, 1)
  const counted = beside.node('Add', [own, first])
  if (before === null) return counted
  return beside.node('Where', [beside.node('Equal', [before, beside.ints(0)]), counted, positions])
}

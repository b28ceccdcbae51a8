import { floatOf, intOf, type Op, textOf } from '../op'
import { axesOf } from '../shapes'
import { attend, behindPast, byHead, merged, type OnScores } from './attend'
import type { Beside } from './beside'
import { biased, causal, ofSeveralLengths } from './masks'
import { rootMeanSquared } from './norms'
import { anglesAt, rotate } from './rotate'
import type { SeeInto } from './seen'

/**
 * ONNX Runtime's `GroupQueryAttention`: query, key, value, past_key, past_value, seqlens_k, total_sequence_length, cos_cache,
 * sin_cache, position_ids, attention_bias, head_sink, k_scale, v_scale, q_norm_weight, k_norm_weight. Source:
 * docs/ContribOperators.md. Of texts of several lengths each has its own keys at the start of its past, and those of this run behind
 * the longest; a bias is taken to be for texts of one length.
 */
export const groupedAttention: SeeInto = (op, { beside, shapes }) => {
  const [query = '', key = '', value = '', pastKey = '', pastValue = '', lengths = '', total = ''] = op.inputs
  const [cosCache = '', sinCache = '', positions = '', added = '', sinks = ''] = op.inputs.slice(7)
  const [keyScale = '', valueScale = '', queryNorm = '', keyNorm = ''] = op.inputs.slice(12)
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
  if (queryNorm !== '') {
    const epsilon = floatOf(op, 'qk_norm_epsilon', 1e-6)
    q = rootMeanSquared(beside, q, { weight: queryNorm, epsilon })
    k = rootMeanSquared(beside, k, { weight: keyNorm, epsilon })
  }
  // A buffer may be longer than the past that it holds.
  const before =
    pastKey === '' ? null : beside.node('Sub', [beside.reshape(beside.whole(total), 1), beside.size(query, 1)])
  const own = before === null ? null : ownBefore(beside, lengths, query)
  if (intOf(op, 'do_rotary', 0) === 1) {
    const half = axesOf(shapes, cosCache)?.[1]?.[0]
    if (half === undefined) return 'the shape of its angles is not known'
    const places = placesOf(beside, query, { before, own, positions })
    const cos = anglesAt(beside, cosCache, places, half)
    const sin = anglesAt(beside, sinCache, places, half)
    const turning = { cos, sin, interleaved: intOf(op, 'rotary_interleaved', 0) === 1, turned: 2 * half, width }
    q = rotate(beside, q, turning)
    k = rotate(beside, k, turning)
  }
  const scalesFor = (scale: string, what: string) =>
    scale === '' ? null : scalesOf(beside, scale, textOf(op, what) === 'PER_CHANNEL' ? keyHeads : null)
  const [keyScales, valueScales] = [scalesFor(keyScale, 'k_quant_type'), scalesFor(valueScale, 'v_quant_type')]
  if (keyScales !== null) k = rounded(beside, k, keyScales)
  if (valueScales !== null) v = rounded(beside, v, valueScales)
  if (before !== null) {
    const held = (past: string, scales: string | null) => {
      const filled = beside.slice(scales === null ? beside.float(past) : beside.asFloat(past), 2, 0, before)
      return scales === null ? filled : beside.node('Mul', [filled, scales])
    }
    k = behindPast(beside, held(pastKey, keyScales), k)
    v = behindPast(beside, held(pastValue, valueScales), v)
  }
  const then: OnScores[] = added === '' ? [] : [biased(beside, added)]
  const isCausal = intOf(op, 'causal', 1) === 1
  const window = isCausal ? Math.max(0, intOf(op, 'local_window_size', -1)) : 0
  if (before === null || own === null) {
    if (isCausal) then.push(causal(beside, null, window))
  } else then.push(ofSeveralLengths(beside, { before, own, window, isCausal }))
  const smooth = intOf(op, 'smooth_softmax', 0) === 1
  const sink = sinks !== '' ? beside.float(sinks) : smooth ? beside.numbers(Array(heads).fill(0)) : null
  const scale = floatOf(op, 'scale', 0) || 1 / Math.sqrt(width)
  const z = attend(
    beside,
    { q, k, v, heads, keyHeads, width, valueWidth: width },
    { scale, cap: floatOf(op, 'softcap', 0), then, sink },
  )
  beside.alias(merged(beside, z, heads, width), op.outputs[0])
  const present = (made: string, past: string) => () => {
    if (past === '') return made
    const rest = beside.slice(beside.float(past), 2, beside.size(made, 2), Number.MAX_SAFE_INTEGER)
    return behindPast(beside, made, rest)
  }
  beside.kept(present(k, pastKey), op.outputs[1])
  beside.kept(present(v, pastValue), op.outputs[2])
  return null
}

/** How many tokens each text has before those of this run, [batch, 1, 1, 1]: `seqlens_k` is how many there are in all, less one. */
function ownBefore(beside: Beside, lengths: string, query: string): string {
  const counts = beside.reshape(beside.whole(lengths), -1, 1, 1, 1)
  const past = beside.node('Sub', [beside.node('Add', [counts, beside.ints(1)]), beside.size(query, 1)])
  // A text that is shorter than the prompt has none.
  return beside.node('Where', [beside.node('Less', [past, beside.ints(0)]), beside.int(0), past])
}

/** As an eight-bit past holds them: whole numbers times a scale, which is one, or of each head's every number. */
function rounded(beside: Beside, value: string, scales: string): string {
  const whole = beside.node('Round', [beside.node('Div', [value, scales])])
  return beside.node('Mul', [beside.node('Clip', [whole, beside.number(-128), beside.number(127)]), scales])
}

/** One number for all, or [head × width] as [1, head, 1, width]. */
function scalesOf(beside: Beside, scale: string, keyHeads: number | null): string {
  return keyHeads === null ? beside.float(scale) : beside.reshape(beside.float(scale), 1, keyHeads, 1, -1)
}

function unsupported(op: Op): string | null {
  const [keyScale = '', , queryNorm = '', keyNorm = '', lengths = ''] = op.inputs.slice(12)
  if (keyScale !== '' && intOf(op, 'kv_cache_bit_width', 8) !== 8) return 'its past is in four bits'
  if ((queryNorm === '') !== (keyNorm === '')) return 'it norms queries or keys alone'
  if (lengths !== '') return 'its queries are of several lengths'
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
  { before, own: past, positions }: { before: string | null; own: string | null; positions: string },
): string {
  const own = beside.reshape(beside.range(beside.size(query, 1)), 1, -1)
  if (positions === '') return past === null ? own : beside.node('Add', [own, beside.reshape(past, -1, 1)])
  const first = beside.slice(beside.slice(positions, 0, 0, 1), 1, 0, 1)
  const counted = beside.node('Add', [own, first])
  if (before === null) return counted
  return beside.node('Where', [beside.node('Equal', [before, beside.ints(0)]), counted, positions])
}

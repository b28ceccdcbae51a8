import { TensorProto_DataType as DataType } from '../../onnx-format'
import type { Graph } from '../graph'
import { floatOf, intOf, intsOf, type Op } from '../op'
import { attend, byHead, merged, type OnScores } from './attend'
import type { Beside } from './beside'
import { between, biased, where } from './masks'
import type { SeeInto } from './seen'

const pads = 'com.microsoft.RemovePadding'

/** Texts without their padding, in rows: which of the places of all texts each row has, [batch, position], the padding's last. */
interface Tokens {
  readonly offsets: string
  /** Whether the rows are those of all places in their order, as what stands for `RemovePadding` leaves them. */
  readonly whole: boolean
}

/**
 * `RemovePadding`: input [batch, position, width] and how many tokens each text has; its rows, their places, where each text begins
 * among them, and the longest text. Here the padding stays in the rows, and texts begin where they did, so that each value has a
 * row for each place; no row depends on another but in attention, which minds where texts end. Source: docs/ContribOperators.md.
 */
export const removePadding: SeeInto = (op, { beside }) => {
  const [input = '', counts = ''] = op.inputs
  const shape = beside.node('Shape', [input])
  beside.alias(rowsOf(beside, input), op.outputs[0])
  const [offsets, ends, longest] = op.outputs.slice(1)
  const count = beside.node('Mul', [beside.size(input, 0), beside.size(input, 1)])
  const places = () => beside.node('Reshape', [beside.range(count), beside.slice(shape, 0, 0, 2)])
  beside.kept(places, offsets, DataType.INT32)
  const summed = () => beside.node('CumSum', [beside.whole(counts), beside.int(0)])
  beside.kept(() => beside.node('Concat', [beside.ints(0), summed()], { axis: 0 }), ends, DataType.INT32)
  const most = () => beside.node('ReduceMax', [beside.whole(counts)], { keepdims: 0 })
  beside.kept(() => beside.reshape(most(), 1), longest, DataType.INT32)
  return null
}

/** `RestorePadding`: rows in their places [batch, position, width], and zeros where padding is. Source: docs/ContribOperators.md. */
export const restorePadding: SeeInto = (op, { beside, graph }) => {
  const [input = '', offsets = ''] = op.inputs
  const tokens = tokensOf(graph, offsets)
  const placed = inPlaces(beside, beside.float(input), tokens)
  const counts = tokens.whole ? graph.producer(offsets)!.inputs[1]! : null
  if (counts === null) {
    beside.alias(placed, op.outputs[0])
    return null
  }
  const ends = beside.reshape(beside.whole(counts), -1, 1, 1)
  const places = beside.reshape(beside.range(beside.size(offsets, 1)), 1, -1, 1)
  beside.alias(beside.node('Mul', [placed, beside.asFloat(beside.node('Less', [places, ends]))]), op.outputs[0])
  return null
}

/**
 * `PackedAttention`: input [token, width] without padding, weights and bias of q, k and v side by side, token_offset,
 * cumulative_sequence_length, attention_bias. Source: docs/ContribOperators.md.
 */
export const packedAttention: SeeInto = (op, { beside, graph, shapes }) => {
  const [input = '', weights = '', bias = '', offsets = '', ends = '', added = ''] = op.inputs
  const all = shapes.of.get(weights)?.[0]?.at(-1)
  const heads = intOf(op, 'num_heads', 0)
  if (all === undefined || heads < 1) return 'the shape of its weights is not known'
  const [qWidth = all / 3, kWidth = all / 3, vWidth = all / 3] = intsOf(op, 'qkv_hidden_sizes') ?? []
  const product = beside.node('MatMul', [beside.float(input), beside.float(weights)])
  const made = bias === '' ? product : beside.node('Add', [product, beside.float(bias)])
  const part = (start: number, size: number) => beside.slice(made, 1, start, start + size)
  const parts = [part(0, qWidth), part(qWidth, kWidth), part(qWidth + kWidth, vWidth)] as const
  attention(op, beside, { parts, tokens: tokensOf(graph, offsets), ends, added, heads, widths: [qWidth, vWidth] })
  return null
}

/**
 * `PackedMultiHeadAttention`: query [token, width] with key and value like it, or all three in one [token, head, 3, d_head]; bias of
 * all three, token_offset, cumulative_sequence_length, attention_bias. Source: docs/ContribOperators.md.
 */
export const packedMultiHeadAttention: SeeInto = (op, { beside, graph, shapes }) => {
  const [query = '', key = '', value = '', bias = '', offsets = '', ends = '', added = ''] = op.inputs
  const heads = intOf(op, 'num_heads', 0)
  const last = (one: string) => shapes.of.get(one)?.[0]?.at(-1)
  const [width, valueWidth] = key === '' ? [last(query), last(query)] : [last(query), last(value)]
  if (heads < 1 || width === undefined || valueWidth === undefined) return 'the shape of what it reads is not known'
  const [qWidth, vWidth] = key === '' ? [heads * width, heads * width] : [width, valueWidth]
  const among = (which: number) => {
    const chosen = beside.node('Gather', [beside.float(query), beside.int(which)], { axis: 2 })
    return beside.reshape(chosen, 0, qWidth)
  }
  const given = key === '' ? [0, 1, 2].map(among) : [query, key, value].map((one) => beside.float(one))
  const starts = [0, qWidth, 2 * qWidth, 2 * qWidth + vWidth]
  const [q, k, v] = given.map((one, at) => {
    if (bias === '') return one
    return beside.node('Add', [one, beside.slice(beside.float(bias), 0, starts[at]!, starts[at + 1]!)])
  }) as [string, string, string]
  const tokens = tokensOf(graph, offsets)
  attention(op, beside, { parts: [q, k, v], tokens, ends, added, heads, widths: [qWidth, vWidth] })
  return null
}

/** Of q, k and v in rows; a text sees its own tokens alone. */
function attention(
  op: Op,
  beside: Beside,
  {
    parts,
    tokens,
    ends,
    added,
    heads,
    widths: [qWidth, vWidth],
  }: {
    readonly parts: readonly [string, string, string]
    readonly tokens: Tokens
    readonly ends: string
    readonly added: string
    readonly heads: number
    readonly widths: readonly [number, number]
  },
): void {
  const [q, k, v] = parts.map((part) => byHead(beside, inPlaces(beside, part, tokens), heads)) as [
    string,
    string,
    string,
  ]
  const [width, valueWidth] = [qWidth / heads, vWidth / heads]
  const bounds = beside.whole(ends)
  const until = beside.slice(bounds, 0, 1, Number.MAX_SAFE_INTEGER)
  // A text of padding alone sees its first place, so that no row is a sum of nothing.
  const counts = beside.node('Max', [beside.node('Sub', [until, beside.slice(bounds, 0, 0, -1)]), beside.ints(1)])
  const then: OnScores[] = added === '' ? [] : [biased(beside, added)]
  then.push(where(beside, between(beside, beside.size(k, 2), counts, null)))
  const scale = floatOf(op, 'scale', 0) || 1 / Math.sqrt(width)
  const z = attend(beside, { q, k, v, heads, keyHeads: heads, width, valueWidth }, { scale, cap: 0, then, sink: null })
  const rows = rowsOf(beside, merged(beside, z, heads, valueWidth))
  beside.alias(tokens.whole ? rows : beside.node('Gather', [rows, placesOf(beside, parts[0], tokens)]), op.outputs[0])
}

function tokensOf(graph: Graph, offsets: string): Tokens {
  return { offsets, whole: graph.producer(offsets)?.type === pads }
}

/** [batch, position, width] as [batch × position, width]. */
function rowsOf(beside: Beside, value: string): string {
  const width = beside.slice(beside.node('Shape', [value]), 0, -1, Number.MAX_SAFE_INTEGER)
  return beside.node('Reshape', [value, beside.node('Concat', [beside.ints(-1), width], { axis: 0 })])
}

/** Rows [token, width] as [batch, position, width]; 0 where none is. */
function inPlaces(beside: Beside, rows: string, { offsets, whole }: Tokens): string {
  const width = beside.size(rows, 1)
  const shape = beside.node('Concat', [beside.node('Shape', [offsets]), width], { axis: 0 })
  if (whole) return beside.node('Reshape', [rows, shape])
  const count = beside.node('Mul', [beside.size(offsets, 0), beside.size(offsets, 1)])
  const empty = beside.node('Expand', [beside.number(0), beside.node('Concat', [count, width], { axis: 0 })])
  const places = beside.reshape(placesOf(beside, rows, { offsets, whole }), -1, 1)
  return beside.node('Reshape', [beside.node('ScatterND', [empty, places, rows]), shape])
}

/** The place of each row, [token]. */
function placesOf(beside: Beside, rows: string, { offsets }: Tokens): string {
  return beside.slice(beside.reshape(beside.whole(offsets), -1), 0, 0, beside.size(rows, 0))
}

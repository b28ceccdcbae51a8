import type { Beside } from './beside'

/** Queries, keys and values, F32 [batch, head, position, width]; keys and values may have fewer heads than queries. */
export interface Operands {
  readonly q: string
  readonly k: string
  readonly v: string
  readonly heads: number
  readonly keyHeads: number
  readonly width: number
  readonly valueWidth: number
}

/** What is done to scores before or after they are capped. */
export type OnScores = (scores: string) => string

export interface Weighing {
  readonly scale: number
  /** 0 where scores are not capped. */
  readonly cap: number
  /** Biases and masks, in this order, once scores are capped. */
  readonly then: readonly OnScores[]
  /** One more score of each head that no value belongs to, [head]; null where there is none. */
  readonly sink: string | null
}

/** Softmax attention, written out: z, [batch, head, query, width]. */
export function attend(
  beside: Beside,
  { q, k, v, heads, keyHeads, width, valueWidth }: Operands,
  { scale, cap, then, sink }: Weighing,
): string {
  const repeated = (value: string, own: number) => {
    if (keyHeads === heads) return value
    const parted = beside.reshape(value, 0, keyHeads, 1, -1, own)
    const spread = beside.node('Expand', [parted, beside.ints(1, 1, heads / keyHeads, 1, 1)])
    return beside.reshape(spread, 0, heads, -1, own)
  }
  const keys = beside.node('Transpose', [repeated(k, width)], { perm: [0, 1, 3, 2] })
  let scores = beside.node('Mul', [beside.node('MatMul', [q, keys]), beside.number(scale)])
  if (cap > 0) {
    const squashed = beside.node('Tanh', [beside.node('Div', [scores, beside.number(cap)])])
    scores = beside.node('Mul', [squashed, beside.number(cap)])
  }
  scores = then.reduce((given, change) => change(given), scores)
  const pattern = sink === null ? beside.node('Softmax', [scores], { axis: -1 }) : besideSink(beside, scores, sink)
  return beside.node('MatMul', [pattern, repeated(v, valueWidth)])
}

function besideSink(beside: Beside, scores: string, sink: string): string {
  const lead = beside.slice(beside.node('Shape', [scores]), 0, 0, 3)
  const shape = beside.node('Concat', [lead, beside.ints(1)], { axis: 0 })
  const more = beside.node('Expand', [beside.reshape(sink, 1, -1, 1, 1), shape])
  const all = beside.node('Softmax', [beside.node('Concat', [scores, more], { axis: -1 })], { axis: -1 })
  return beside.slice(all, 3, 0, beside.size(scores, 3))
}

/** [batch, position, heads × width] as [batch, head, position, width]. */
export function byHead(beside: Beside, value: string, heads: number): string {
  return beside.node('Transpose', [beside.reshape(value, 0, 0, heads, -1)], { perm: [0, 2, 1, 3] })
}

/** [batch, head, position, width] as [batch, position, heads × width]. */
export function merged(beside: Beside, z: string, heads: number, width: number): string {
  return beside.reshape(beside.node('Transpose', [z], { perm: [0, 2, 1, 3] }), 0, 0, heads * width)
}

/** Keys or values of earlier tokens before those of this run, along the third of four axes. */
export function behindPast(beside: Beside, past: string, value: string): string {
  return beside.node('Concat', [past, value], { axis: 2 })
}

import { type Attention, isTurned, type Stack } from '../families'
import type { GraphBuilder, Value } from './builder'
import { headNorm } from './norms'
import { flatLinear, linear, softCapped } from './parts'
import type { Prompt } from './prompt'
import { queryKeyValue } from './query-key-value'
import { clipped } from './query-rows'
import { rotate } from './rotate'

/** A part of a block: where its hook points stand, and what it needs of the prompt. */
export interface Place {
  readonly at: string
  readonly prompt: Prompt
}

/** What keys and values are made of where that is not what queries are made of: [batch, source, d_model]. */
export interface Source {
  readonly states: Value
  /** `batch`, `source` and then the sizes given. */
  shape(...sizes: number[]): Value
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017) of one block on what its norm gave, [batch, pos, d_model], with its hook
 * points under `at`; cross-attention where there is a `source`. Query heads that share a key head lie one after the other, so they are taken as more queries of that
 * head, and nothing is repeated. Answers what is written, before any norm of that, [batch, pos, d_model].
 */
export function attention(
  graph: GraphBuilder,
  x: Value,
  part: Attention,
  { at, prompt }: Place,
  sizes: Stack['sizes'],
  source: Source | null = null,
): Value {
  const { heads, keyHeads, dHead, dModel } = sizes
  const split = (value: Value, count: number) => graph.node('Reshape', [value, prompt.shape(count, dHead)])
  const splitKeys = (value: Value) =>
    source ? graph.node('Reshape', [value, source.shape(keyHeads, dHead)]) : split(value, keyHeads)
  const held = (rows: Value) => (part.clip === null ? rows : clipped(graph, rows, part.clip))
  const projected = queryKeyValue(graph, part.qkv, sizes, (linear, of) =>
    flatLinear(graph, of === 'query' ? x : (source?.states ?? x), linear),
  )
  const [q, k, v] = [held(projected[0]), held(projected[1]), held(projected[2])] as const
  const value = splitKeys(v)
  graph.name(`${at}.hook_q`, split(q, heads))
  graph.name(`${at}.hook_k`, splitKeys(k))
  graph.name(`${at}.hook_v`, value)
  const query = turned(graph, split(normed(graph, q, part, 'q', dHead), heads), part, prompt, dHead)
  const key = turned(graph, splitKeys(normed(graph, k, part, 'k', dHead)), part, prompt, dHead)
  if (isTurned(part)) {
    graph.name(`${at}.hook_rot_q`, query)
    graph.name(`${at}.hook_rot_k`, key)
  }

  const byHead = (of: Value) => graph.node('Transpose', [of], { perm: [0, 2, 1, 3] })
  const queries = graph.reshape(byHead(query), 0, keyHeads, -1, dHead)
  const keys = graph.node('Transpose', [key], { perm: [0, 2, 3, 1] })
  const products = graph.reshape(graph.node('MatMul', [queries, keys]), 0, heads, -1, 0)
  const scores = scored(graph, products, part, prompt)
  graph.name(`${at}.hook_attn_scores`, scores)
  const pattern = weights(graph, scores, part, heads, prompt)
  graph.name(`${at}.hook_pattern`, pattern)

  const weighed = graph.node('MatMul', [graph.reshape(pattern, 0, keyHeads, -1, 0), byHead(value)])
  const z = byHead(graph.reshape(weighed, 0, heads, -1, dHead))
  graph.name(`${at}.hook_z`, z)
  return linear(graph, z, part.out, prompt.shape(dModel))
}

function normed(graph: GraphBuilder, rows: Value, { headNorms }: Attention, part: 'q' | 'k', dHead: number): Value {
  return headNorms ? headNorm(graph, rows, headNorms[part], headNorms.over, dHead) : rows
}

function turned(graph: GraphBuilder, x: Value, { rotary }: Attention, prompt: Prompt, dHead: number): Value {
  return rotary ? rotate(graph, x, prompt.rotary(rotary), rotary, dHead) : x
}

/** Scaled, capped, with what is added by distance, and −∞ where the query does not see the key. */
function scored(graph: GraphBuilder, products: Value, part: Attention, prompt: Prompt): Value {
  let scores = part.scale === 1 ? products : graph.node('Mul', [products, graph.float(part.scale)])
  if (part.softCap !== null) scores = softCapped(graph, scores, part.softCap)
  if (part.relative) scores = graph.node('Add', [scores, prompt.relative(part.relative)])
  if (part.alibi) scores = graph.node('Add', [scores, prompt.alibi()])
  const mask = prompt.mask(part.causal, part.window)
  return mask ? graph.node('Where', [mask, scores, graph.float(Number.NEGATIVE_INFINITY)]) : scores
}

/** The softmax over keys. A sink is one more score for each query of a head, whose weight goes nowhere. */
function weights(graph: GraphBuilder, scores: Value, { sinks }: Attention, heads: number, prompt: Prompt): Value {
  if (sinks === null) return graph.node('Softmax', [scores], { axis: -1 })
  // [batch, pos, head] first, since that is a shape of the prompt's.
  const spread = graph.node('Expand', [graph.reshape(graph.weight(sinks), 1, 1, heads), prompt.shape(heads)])
  const column = graph.node('Unsqueeze', [graph.node('Transpose', [spread], { perm: [0, 2, 1] }), graph.ints(-1)])
  const shares = graph.node('Softmax', [graph.node('Concat', [scores, column], { axis: -1 })], { axis: -1 })
  return graph.node('Slice', [shares, graph.ints(0), graph.ints(-1), graph.ints(-1)])
}

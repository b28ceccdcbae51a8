import type { Architecture, Block } from '../families'
import type { GraphBuilder, Value } from './builder'
import { flatLinear, linear } from './parts'

/** What attention needs of the prompt, made once for all layers. */
export interface Prompt {
  /** int64 [2]: batch, pos. */
  readonly shape: Value
  /** Float [pos, dimensions / 2] each; null where positions are learned. */
  readonly rotary: { readonly cos: Value; readonly sin: Value } | null
  /** bool [pos, pos], true where the query may see the key; null where it sees all. */
  readonly mask: Value | null
}

/** batch, pos and then the sizes given. */
export function promptShape(graph: GraphBuilder, prompt: Prompt, ...sizes: number[]): Value {
  return graph.once(`shape:${sizes.join(',')}`, () =>
    graph.node('Concat', [prompt.shape, graph.ints(...sizes)], { axis: 0 }),
  )
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017) of one block on what its norm gave, [batch, pos, d_model], with its hook
 * points under `at`. Query heads that share a key head lie one after the other, so they are taken as more queries of that
 * head, and nothing is repeated. Answers attn_out, [batch, pos, d_model].
 */
export function attention(
  graph: GraphBuilder,
  x: Value,
  { block, layer, at, prompt }: { block: Block; layer: number; at: string; prompt: Prompt },
  architecture: Architecture,
): Value {
  const { heads, keyHeads, dHead, dModel } = architecture.sizes
  const split = (value: Value, count: number) =>
    graph.node('Reshape', [value, promptShape(graph, prompt, count, dHead)])
  const [q, k, v] = project(graph, x, block, architecture)
  const query = split(q, heads)
  const key = split(k, keyHeads)
  const value = split(v, keyHeads)
  graph.name(`${at}.attn.hook_q`, query)
  graph.name(`${at}.attn.hook_k`, key)
  graph.name(`${at}.attn.hook_v`, value)

  let [turnedQuery, turnedKey] = [query, key]
  if (prompt.rotary) {
    turnedQuery = rotate(graph, query, prompt.rotary, dHead)
    turnedKey = rotate(graph, key, prompt.rotary, dHead)
    graph.name(`${at}.attn.hook_rot_q`, turnedQuery)
    graph.name(`${at}.attn.hook_rot_k`, turnedKey)
  }

  const byHead = (of: Value) => graph.node('Transpose', [of], { perm: [0, 2, 1, 3] })
  const queries = graph.reshape(byHead(turnedQuery), 0, keyHeads, -1, dHead)
  const keys = graph.node('Transpose', [turnedKey], { perm: [0, 2, 3, 1] })
  const products = graph.reshape(graph.node('MatMul', [queries, keys]), 0, heads, -1, 0)
  const scaled = graph.node('Mul', [products, graph.float(architecture.attention.scales[layer]!)])
  const scores = prompt.mask
    ? graph.node('Where', [prompt.mask, scaled, graph.float(Number.NEGATIVE_INFINITY)])
    : scaled
  graph.name(`${at}.attn.hook_attn_scores`, scores)
  const pattern = graph.node('Softmax', [scores], { axis: -1 })
  graph.name(`${at}.attn.hook_pattern`, pattern)

  const weighed = graph.node('MatMul', [graph.reshape(pattern, 0, keyHeads, -1, 0), byHead(value)])
  const z = byHead(graph.reshape(weighed, 0, heads, -1, dHead))
  graph.name(`${at}.attn.hook_z`, z)
  return linear(graph, z, block.out, promptShape(graph, prompt, dModel))
}

/** q, k and v as rows, [batch · pos, heads · d_head]. */
function project(graph: GraphBuilder, x: Value, { qkv }: Block, { sizes }: Architecture): [Value, Value, Value] {
  if (!qkv.fused) return [flatLinear(graph, x, qkv.q), flatLinear(graph, x, qkv.k), flatLinear(graph, x, qkv.v)]
  const { heads, keyHeads, dHead } = sizes
  const widths = graph.ints(heads * dHead, keyHeads * dHead, keyHeads * dHead)
  const [q, k, v] = graph.nodeWith('Split', [flatLinear(graph, x, qkv.all), widths], 3, { axis: -1 })
  return [q!, k!, v!]
}

/** Turns each pair (i, i + half) of a head's dimensions by its position's angle. */
function rotate(graph: GraphBuilder, x: Value, rotary: NonNullable<Prompt['rotary']>, dHead: number): Value {
  const half = dHead / 2
  const [first, second] = graph.nodeWith('Split', [x, graph.ints(half, half)], 2, { axis: -1 })
  const overHeads = (table: Value) =>
    graph.once(`over heads:${table}`, () => graph.node('Unsqueeze', [table, graph.ints(1)]))
  const [cos, sin] = [overHeads(rotary.cos), overHeads(rotary.sin)]
  const times = (a: Value, b: Value) => graph.node('Mul', [a, b])
  const turnedFirst = graph.node('Sub', [times(first!, cos), times(second!, sin)])
  const turnedSecond = graph.node('Add', [times(second!, cos), times(first!, sin)])
  return graph.node('Concat', [turnedFirst, turnedSecond], { axis: -1 })
}

import type { Activation, Architecture, Gating, Linear, Positions, Stack } from '../families'
import type { GraphBuilder, Value } from './builder'
import { fourBitProduct } from './four-bits'
import { norm } from './norms'

/** x · W + b for x of any rank whose last axis is `from` wide; `shape` is what comes out, -1 and 0 as in Reshape. */
export function linear(graph: GraphBuilder, x: Value, of: Linear, shape: Value): Value {
  return graph.node('Reshape', [flatLinear(graph, x, of), shape])
}

/**
 * The same as rows: [rows, to]. A Gemm and not a MatMul, since it takes the weight as it lies, transposed or not, and adds
 * the bias on the way.
 */
export function flatLinear(graph: GraphBuilder, x: Value, { weight, layout, bias }: Linear): Value {
  const from = layout === 'in-out' ? weight.shape[0]! : weight.shape[1]!
  const rows = graph.once(`rows:${x}:${from}`, () => graph.reshape(x, -1, from))
  const parts = graph.fourBitsOf(weight)
  if (parts) {
    const product = fourBitProduct(graph, rows, weight.shape, parts)
    return bias ? graph.node('Add', [product, graph.weight(bias)]) : product
  }
  const inputs = [rows, graph.weight(weight), ...(bias ? [graph.weight(bias)] : [])]
  return graph.node('Gemm', inputs, { transB: layout === 'in-out' ? 0 : 1 })
}

export function outputWidth({ weight, layout }: Linear): number {
  return layout === 'in-out' ? weight.shape[1]! : weight.shape[0]!
}

export function activate(graph: GraphBuilder, x: Value, activation: Activation): Value {
  switch (activation) {
    case 'relu':
      return graph.node('Relu', [x])
    case 'silu':
      return graph.node('Mul', [x, graph.node('Sigmoid', [x])])
    case 'gelu':
      return graph.node('Gelu', [x])
    case 'gelu_tanh':
      return graph.node('Gelu', [x], { approximate: 'tanh' })
    case 'quick_gelu':
      return graph.node('Mul', [x, graph.node('Sigmoid', [graph.node('Mul', [x, graph.float(1.702)])])])
    case 'tanh':
      return graph.node('Tanh', [x])
  }
}

/** What a gated MLP makes of its two products; see `Gating` for the formulas. */
export function gated(graph: GraphBuilder, gate: Value, up: Value, gating: Gating): Value {
  if (gating.kind === 'plain') return graph.node('Mul', [activate(graph, gate, gating.activation), up])
  const limit = graph.float(gating.limit)
  const low = graph.node('Min', [gate, limit])
  const held = graph.node('Clip', [up, graph.float(-gating.limit), limit])
  const swish = graph.node('Mul', [low, graph.node('Sigmoid', [graph.node('Mul', [low, graph.float(gating.alpha)])])])
  return graph.node('Mul', [swish, graph.node('Add', [held, graph.float(1)])])
}

/** x · by, without a node where that is 1. */
export function scaled(graph: GraphBuilder, x: Value, by: number): Value {
  return by === 1 ? x : graph.node('Mul', [x, graph.float(by)])
}

/** c · tanh(x / c) (Bello et al. 2016; Gemma Team 2024, "Gemma 2"). */
export function softCapped(graph: GraphBuilder, x: Value, cap: number): Value {
  const bound = graph.float(cap)
  return graph.node('Mul', [graph.node('Tanh', [graph.node('Div', [x, bound])]), bound])
}

export interface EmbedIds {
  /** int64 of any shape. */
  readonly ids: Value
  /** int64 that can be broadcast to it. */
  readonly positions: Value
  readonly types: Value
}

/**
 * W_E's rows, with W_pos's, those of token types and the norm after their sum where the model has them: `full`, and `start` where
 * that is widened to the stream.
 */
export function embedSum(graph: GraphBuilder, { ids, positions, types: typeIds }: EmbedIds, { embed, sizes }: Stack) {
  const words = embedRows(graph, ids, embed)
  const types = embed.tokenTypes && graph.rows(embed.tokenTypes, typeIds)
  const places = embed.positions && positionRows(graph, positions, embed.positions, sizes.dModel)
  let sum = types ? graph.node('Add', [words, types]) : words
  if (places) sum = graph.node('Add', [sum, places])
  const full = embed.norm ? norm(graph, sum, embed.norm).out : sum
  const start = embed.projection?.of === 'sum' ? widened(graph, full, ids, embed.projection.linear) : full
  return { words, types, places, full, start }
}

function embedRows(graph: GraphBuilder, ids: Value, { table, scale, projection }: Architecture['embed']): Value {
  const taken = graph.rows(table, ids)
  const rows = scaled(graph, taken, scale)
  return projection?.of === 'rows' ? widened(graph, rows, ids, projection.linear) : rows
}

/** To the width of the stream; the shape is the ids' with d_model behind it. */
function widened(graph: GraphBuilder, x: Value, ids: Value, projection: Linear): Value {
  const width = graph.ints(outputWidth(projection))
  return linear(graph, x, projection, graph.node('Concat', [graph.node('Shape', [ids]), width], { axis: 0 }))
}

function positionRows(graph: GraphBuilder, positions: Value, of: Positions, dModel: number): Value {
  const { offset } = of
  const places = offset === 0 ? positions : graph.node('Add', [positions, graph.int(offset)])
  if (of.kind === 'learned') return graph.rows(of.table, places)
  const sines = sinusoids(graph, places, dModel, of.reached)
  if (of.uncounted === null) return sines
  const counted = graph.node('Unsqueeze', [graph.node('GreaterOrEqual', [positions, graph.int(0)]), graph.ints(-1)])
  return graph.node('Where', [counted, sines, graph.float(0)])
}

/**
 * Of positions of any shape, with d_model behind it: sin(p / 10000^(i/n)) for i below d / 2, and then the cosines; n is d / 2, or
 * with `reached` one less.
 */
export function sinusoids(graph: GraphBuilder, positions: Value, dModel: number, reached: boolean): Value {
  const half = dModel / 2
  const steps = graph.node('Cast', [graph.node('Range', [graph.int(0), graph.int(half), graph.int(1)])], { to: 1 })
  const exponents = graph.node('Mul', [steps, graph.float(-Math.log(10_000) / (reached ? half - 1 : half))])
  const frequencies = graph.node('Exp', [exponents])
  const column = graph.node('Unsqueeze', [graph.node('Cast', [positions], { to: 1 }), graph.ints(-1)])
  const angles = graph.node('Mul', [column, frequencies])
  return graph.node('Concat', [graph.node('Sin', [angles]), graph.node('Cos', [angles])], { axis: -1 })
}

/**
 * Scores of the vocabulary for rows [rows, d_model] that have been through the final norm: [rows, vocabulary]. `capped: false`
 * leaves out the soft cap, so that scores are linear in the rows.
 */
export function unembed(
  graph: GraphBuilder,
  rows: Value,
  { unembed: head }: Pick<Architecture, 'unembed'>,
  { capped = true }: { readonly capped?: boolean } = {},
): Value {
  if (head === null) throw new Error('This model scores no vocabulary.')
  let x = rows
  if (head.transform) {
    const { dense, activation, norm: after } = head.transform
    x = norm(graph, activate(graph, flatLinear(graph, x, dense), activation), after).out
  }
  if (head.projection) x = flatLinear(graph, x, head.projection)
  x = scaled(graph, x, head.scale)
  const scores = flatLinear(graph, x, { weight: head.table, layout: 'out-in', bias: head.bias })
  return capped && head.softCap !== null ? softCapped(graph, scores, head.softCap) : scores
}

import type { Activation, Architecture, Linear, Norm } from '../families'
import type { GraphBuilder, Value } from './builder'

/** x · W + b for x of any rank whose last axis is `from` wide; `shape` is what comes out, -1 and 0 as in Reshape. */
export function linear(graph: GraphBuilder, x: Value, { weight, layout, bias }: Linear, shape: Value): Value {
  return graph.node('Reshape', [flatLinear(graph, x, { weight, layout, bias }), shape])
}

/**
 * The same as rows: [rows, to]. A Gemm and not a MatMul, since it takes the weight as it lies, transposed or not, and adds
 * the bias on the way.
 */
export function flatLinear(graph: GraphBuilder, x: Value, { weight, layout, bias }: Linear): Value {
  const from = layout === 'in-out' ? weight.shape[0]! : weight.shape[1]!
  const rows = graph.reshape(x, -1, from)
  const inputs = [rows, graph.weight(weight), ...(bias ? [graph.weight(bias)] : [])]
  return graph.node('Gemm', inputs, { transB: layout === 'in-out' ? 0 : 1 })
}

export interface Normalized {
  /** What x is divided by: the standard deviation or the root mean square, [.., 1]. */
  readonly scale: Value
  /** The hook point: LayerNorm's result, and for RMSNorm what is there before the weight. */
  readonly normalized: Value
  /** What the next part reads. */
  readonly out: Value
}

/** Norms along the last axis; see `NormKind` for the formulas. */
export function norm(graph: GraphBuilder, x: Value, { weight, bias }: Norm, kind: Architecture['norm']): Normalized {
  const eps = graph.float(kind.eps)
  if (kind.kind === 'rms') {
    const scale = rootOfMeanSquare(graph, x, eps)
    const normalized = graph.node('Div', [x, scale])
    return { scale, normalized, out: graph.node('Mul', [normalized, graph.weight(weight)]) }
  }
  const inputs = [x, graph.weight(weight), ...(bias ? [graph.weight(bias)] : [])]
  const out = graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: kind.eps } })
  // The fused node keeps its scale to itself; computed beside it, and left out of the graph where nobody asks.
  const centred = graph.node('Sub', [x, graph.node('ReduceMean', [x, graph.ints(-1)])])
  return { scale: rootOfMeanSquare(graph, centred, eps), normalized: out, out }
}

function rootOfMeanSquare(graph: GraphBuilder, x: Value, eps: Value): Value {
  const meanSquare = graph.node('ReduceMean', [graph.node('Mul', [x, x]), graph.ints(-1)])
  return graph.node('Sqrt', [graph.node('Add', [meanSquare, eps])])
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
  }
}

export interface EmbedIds {
  /** int64 of any shape. */
  readonly ids: Value
  /** int64 that can be broadcast to it. */
  readonly positions: Value
  readonly types: Value
}

/** W_E's rows, with W_pos's, those of token types and the norm after their sum where the model has them. */
export function embedSum(
  graph: GraphBuilder,
  { ids, positions, types: typeIds }: EmbedIds,
  architecture: Architecture,
) {
  const { table, positions: placeTable, tokenTypes, norm: after } = architecture.embed
  const words = graph.rows(table, ids)
  const types = tokenTypes && graph.rows(tokenTypes, typeIds)
  const places = placeTable && graph.rows(placeTable, positions)
  let sum = types ? graph.node('Add', [words, types]) : words
  if (places) sum = graph.node('Add', [sum, places])
  const start = after ? norm(graph, sum, after, architecture.norm).out : sum
  return { words, types, places, start }
}

/** Scores of the vocabulary for rows [rows, d_model] that have been through the final norm: [rows, vocabulary]. */
export function unembed(graph: GraphBuilder, rows: Value, architecture: Architecture): Value {
  const head = architecture.unembed
  if (head === null) throw new Error('This model scores no vocabulary.')
  let x = rows
  if (head.transform) {
    const { dense, activation, norm: after } = head.transform
    x = norm(graph, activate(graph, flatLinear(graph, x, dense), activation), after, architecture.norm).out
  }
  return flatLinear(graph, x, { weight: head.table, layout: 'out-in', bias: head.bias })
}

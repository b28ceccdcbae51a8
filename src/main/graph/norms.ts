import type { HeadNorms, Norm } from '../families'
import type { GraphBuilder, Value } from './builder'

export interface Normalized {
  /** What x is divided by: the standard deviation or the root mean square, [.., 1]. */
  readonly scale: Value
  /** The hook point: LayerNorm's result, and for RMSNorm what is there before the weight. */
  readonly normalized: Value
  /** What the next part reads. */
  readonly out: Value
}

/** Norms along the last axis; see `NormKind` for the formulas. */
export function norm(graph: GraphBuilder, x: Value, of: Norm): Normalized {
  const eps = graph.float(of.eps)
  if (of.kind === 'rms') {
    const scale = rootOfMeanSquare(graph, x, eps)
    const normalized = graph.node('Div', [x, scale])
    return { scale, normalized, out: graph.node('Mul', [normalized, gain(graph, of)]) }
  }
  const inputs = [x, gain(graph, of), ...(of.bias ? [graph.weight(of.bias)] : [])]
  const out = graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: of.eps } })
  // The fused node keeps its scale to itself; computed beside it, and left out of the graph where nobody asks.
  const centred = graph.node('Sub', [x, graph.node('ReduceMean', [x, graph.ints(-1)])])
  return { scale: rootOfMeanSquare(graph, centred, eps), normalized: out, out }
}

/** γ: what the normalised vector is multiplied with. */
export function gain(graph: GraphBuilder, { weight, width, plusOne = false }: Norm): Value {
  if (weight === null)
    return graph.once(`ones:${width}`, () => graph.node('Expand', [graph.float(1), graph.ints(width)]))
  const stored = graph.weight(weight)
  if (!plusOne) return stored
  return graph.once(`gain:${weight.name}`, () => graph.node('Add', [stored, graph.float(1)]))
}

function rootOfMeanSquare(graph: GraphBuilder, x: Value, eps: Value): Value {
  const meanSquare = graph.node('ReduceMean', [graph.node('Mul', [x, x]), graph.ints(-1)])
  return graph.node('Sqrt', [graph.node('Add', [meanSquare, eps])])
}

/** Queries or keys, rows [rows, heads · d_head], through their norms: over each head, or over all together. */
export function headNorm(
  graph: GraphBuilder,
  rows: Value,
  norms: readonly Norm[],
  over: HeadNorms['over'],
  dHead: number,
): Value {
  const [first] = norms
  if (over === 'all') return norm(graph, rows, first!).out
  const byHead = graph.reshape(rows, 0, -1, dHead)
  if (norms.length === 1) return norm(graph, byHead, first!).out
  // One weight a head: the norm itself is the same for all, and the weights lie one below the other.
  const heads = norms.map((of) => graph.node('Unsqueeze', [gain(graph, of), graph.ints(0)]))
  const gains = graph.node('Concat', heads, { axis: 0 })
  const centred =
    first!.kind === 'rms' ? byHead : graph.node('Sub', [byHead, graph.node('ReduceMean', [byHead, graph.ints(-1)])])
  const scale = rootOfMeanSquare(graph, centred, graph.float(first!.eps))
  return graph.node('Mul', [graph.node('Div', [centred, scale]), gains])
}

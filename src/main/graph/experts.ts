import type { Experts, GatedMlp } from '../families'
import type { GraphBuilder, Value } from './builder'
import { gateAndUp } from './gates'
import { flatLinear, gated } from './parts'

export interface Mixture {
  /** [rows, d_model] */
  readonly out: Value
  /** Every expert's probability, [rows, experts]: the softmax of the router's scores. */
  readonly probabilities: Value
  /** int64 [rows, perToken]: the experts that the row is sent to, likeliest first. */
  readonly indices: Value
}

/**
 * A mixture of experts on rows [rows, d_model]: Σ over the chosen experts e of weight(e) · mlp_e(x) (Shazeer et al. 2017, Jiang
 * et al. 2024; transformers' MixtralSparseMoeBlock, Qwen3MoeSparseMoeBlock, GptOssMLP), and what one for all rows adds
 * (Qwen2MoeSparseMoeBlock). An expert computes the rows that are
 * sent to it alone, so that the weights of those that nobody needs are never read from the disk.
 */
export function mixture(
  graph: GraphBuilder,
  x: Value,
  { router, perToken, weighing, experts, shared }: Experts,
): Mixture {
  const scores = flatLinear(graph, x, router)
  const probabilities = graph.node('Softmax', [scores], { axis: -1 })
  const [best, indices] = graph.nodeWith(
    'TopK',
    [weighing === 'chosen' ? scores : probabilities, graph.ints(perToken)],
    2,
    { axis: -1 },
  )
  const shares = sharesOf(graph, best!, weighing)
  let out = graph.node('ConstantOfShape', [graph.node('Shape', [x])])
  for (const [index, expert] of experts.entries()) {
    const sent = graph.node('Cast', [graph.node('Equal', [indices!, graph.int(index)])], { to: 1 })
    const share = graph.node('ReduceSum', [graph.node('Mul', [sent, shares]), graph.ints(-1)], { keepdims: 1 })
    const chosen = graph.node('ReduceSum', [sent, graph.ints(-1)], { keepdims: 0 })
    const rows = graph.node('Transpose', [graph.node('NonZero', [chosen])], { perm: [1, 0] })
    const take = (of: Value) => graph.node('GatherND', [of, rows])
    const written = graph.node('Mul', [through(graph, take(x), expert), take(share)])
    out = graph.node('ScatterND', [out, rows, written], { reduction: 'add' })
  }
  if (shared) {
    const share = graph.node('Sigmoid', [flatLinear(graph, x, shared.gate)])
    out = graph.node('Add', [out, graph.node('Mul', [through(graph, x, shared.expert), share])])
  }
  return { out, probabilities, indices: indices! }
}

function sharesOf(graph: GraphBuilder, best: Value, weighing: Experts['weighing']): Value {
  if (weighing === 'all') return best
  if (weighing === 'chosen') return graph.node('Softmax', [best], { axis: -1 })
  return graph.node('Div', [best, graph.node('ReduceSum', [best, graph.ints(-1)], { keepdims: 1 })])
}

function through(graph: GraphBuilder, x: Value, { gates, gating, out }: GatedMlp): Value {
  const [gate, up] = gateAndUp(graph, x, gates)
  return flatLinear(graph, gated(graph, gate, up, gating), out)
}

import type { Experts, Mlp } from '../families'
import type { Place } from './attention'
import type { GraphBuilder, Value } from './builder'
import { mixture } from './experts'
import { gateAndUp, gateWidth } from './gates'
import { activate, flatLinear, gated, linear, outputWidth } from './parts'

/** An MLP or a mixture of them on [batch, pos, d_model], with its hook points under `at`. Answers what is written. */
export function mlp(graph: GraphBuilder, x: Value, part: Mlp, place: Place, dModel: number): Value {
  if (part.kind === 'experts') return routed(graph, x, part, place, dModel)
  const { at, prompt } = place
  const [pre, up] = part.kind === 'gated' ? gateAndUp(graph, x, part.gates) : [flatLinear(graph, x, part.in), null]
  const width = part.kind === 'gated' ? gateWidth(part.gates) : outputWidth(part.in)
  const shaped = (rows: Value) => graph.node('Reshape', [rows, prompt.shape(width)])
  graph.name(`${at}.mlp.hook_pre`, shaped(pre))
  if (up) graph.name(`${at}.mlp.hook_pre_linear`, shaped(up))
  const post = part.kind === 'gated' ? gated(graph, pre, up!, part.gating) : activate(graph, pre, part.activation)
  graph.name(`${at}.mlp.hook_post`, shaped(post))
  return linear(graph, post, part.out, prompt.shape(dModel))
}

function routed(graph: GraphBuilder, x: Value, part: Experts, { at, prompt }: Place, dModel: number): Value {
  const { out, probabilities, indices } = mixture(graph, graph.reshape(x, -1, dModel), part)
  const shaped = (rows: Value, width: number) => graph.node('Reshape', [rows, prompt.shape(width)])
  graph.name(`${at}.mlp.hook_expert_weights`, shaped(probabilities, part.experts.length))
  const asFloats = graph.node('Cast', [indices], { to: 1 })
  graph.name(`${at}.mlp.hook_expert_indices`, shaped(asFloats, part.perToken))
  return shaped(out, dModel)
}

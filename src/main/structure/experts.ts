import { inRows, type Lying, type SiteTools } from './attention-sites'
import type { Op } from './op'
import { mapBehind } from './stream'

/** What chooses among the experts of a mixture. */
export interface FoundRouter {
  /** Every expert's probability, [batch, pos, expert]; null where the graph computes none, nor scores that one softmax makes such. */
  readonly weights: Lying | null
  /** The experts chosen, [batch, pos, expert_per_token]. */
  readonly indices: Lying | null
  /** What the router reads, before its linear map. */
  readonly source: string | null
}

/** A mixture that exporters write out, expert by expert, has some hundred nodes each. */
const mostOps = 50_000

/** The choice of the likeliest few between a stream and what is added to it; null where none is made. */
export function routerOf(tools: SiteTools, before: string, added: string): FoundRouter | null {
  const choice = choiceBetween(tools, before, added)
  if (choice === null) return null
  const { content } = tools
  const [scores = ''] = choice.inputs
  const made = content.graph.producer(scores)
  const behind = mapBehind(content, made?.type === 'Softmax' ? made.inputs[0]! : scores)
  const lying = inRows(tools, scores)
  const isProbable = made?.type === 'Softmax'
  // Where only the chosen experts' scores go through a softmax, that of all of them is taken beside it.
  const weights = isProbable
    ? lying
    : lying && behind && { ...lying, steps: [...lying.steps, { kind: 'softmax' as const }] }
  return {
    weights,
    indices: inRows(tools, choice.outputs[1] ?? ''),
    source: behind?.source ?? null,
  }
}

export function isMixture({ type }: Op): boolean {
  return /^com\.microsoft\.Q?MoE$/.test(type)
}

function choiceBetween({ content }: SiteTools, before: string, added: string): Op | null {
  const from = content.graph.at(before)
  const seen = new Set([added])
  const left = [added]
  for (let value = left.pop(); value !== undefined && seen.size < mostOps; value = left.pop()) {
    const op = content.graph.producer(value)
    if (!op || op.index <= from) continue
    if (op.type === 'TopK') return op
    // ONNX Runtime's nodes for a whole mixture choose within themselves: what stands beside them does so too.
    if (isMixture(op)) return content.readers(op.inputs[1]!).find(({ type }) => type === 'TopK') ?? null
    for (const input of content.read(op)) {
      if (input === before || seen.has(input)) continue
      seen.add(input)
      left.push(input)
    }
  }
  return null
}

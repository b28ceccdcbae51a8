import { numbersIn } from './constants'
import type { Content } from './content'
import { isCentring, isLayout, isNorm } from './kinds'
import { narrowsBack } from './narrows'
import { floatOf, type Op } from './op'
import { isScaleOrBias } from './stream'

/** The norm that a value comes of. */
export interface FoundNorm {
  /** What it norms. */
  readonly input: string
  /** What it gives before its weight and bias, where these are nodes of their own. */
  readonly given: string
  /** Whether the mean is taken off. */
  readonly centred: boolean
  /** What is added to the mean square before its root; null where it is not found. */
  readonly epsilon: number | null
}

/** Walks from what a norm gives back over its weight and bias, to what it reads; null where it comes of no norm. */
export function normBehind(content: Content, value: string): FoundNorm | null {
  let given = value
  for (const { value: input, ops } of narrowsBack(content, value)) {
    if (!isNorm(ops)) {
      if (!ops.every((op) => isLayout(op) || isScaleOrBias(content, op))) return null
      given = input
      continue
    }
    const epsilon = epsilonOf(content, ops)
    const node = ops.find(({ type }) => /LayerNormalization$/.test(type) && !type.includes('Simplified'))
    if (node || ops.some(({ type }) => type === 'Sub')) return { input, given, centred: true, epsilon }
    const behind = narrowsBack(content, input).next().value
    return behind && isCentring(behind.ops)
      ? { input: behind.value, given, centred: true, epsilon }
      : { input, given, centred: false, epsilon }
  }
  return null
}

/** A norm that is one node says it; one that is written out adds it to what it takes the root of. */
function epsilonOf({ graph }: Content, ops: readonly Op[]): number | null {
  const node = ops.find(({ type }) => /Normalization$/.test(type) && type !== 'LpNormalization')
  if (node) return floatOf(node, 'epsilon', 1e-5)
  for (const op of ops) {
    if (op.type !== 'Add' || !graph.consumers(op.outputs[0]!).some(({ type }) => /^(Sqrt|Pow)$/.test(type))) continue
    const constant = op.inputs.find((input) => graph.isConstant(input))
    const known = constant ? numbersIn(graph, constant) : null
    if (known?.length === 1) return known[0]!
  }
  return null
}

import { intOf } from '../op'
import type { SeeInto } from './seen'

/**
 * ONNX Runtime's nodes for a whole mixture of experts, `MoE` and `QMoE`: which experts a token goes to, by the scores that the node
 * reads. What the experts give stays the node's. Source: docs/ContribOperators.md.
 */
export const chosenExperts: SeeInto = (op, { beside }) => {
  const [, scores = ''] = op.inputs
  beside.best(beside.float(scores), intOf(op, 'k', 1))
  return null
}

import type { Activation } from './architecture'
import { linear, type TaskHeadPlan } from './family'

/** Classes of a text, from what the pooler gives. */
export const pooledHead = {
  ...{ at: 'classifier', task: 'SequenceClassification', reads: 'pooler', out: linear('classifier', true) },
} as const satisfies TaskHeadPlan

/** Classes of a text, from its first token through a dense layer of the head's own. */
export function firstTokenHead(
  activation: Activation,
  dense = 'classifier.dense',
  out = 'classifier.out_proj',
): TaskHeadPlan {
  const transform = { dense: linear(dense, true), activation }
  return { at: 'classifier', task: 'SequenceClassification', reads: 'first', transform, out: linear(out, true) }
}

/** How well an answer goes with a question: a number for each of several texts, which are compared. */
export const choiceHead: TaskHeadPlan = { ...pooledHead, task: 'MultipleChoice', classes: ['choice'], squash: 'none' }

/** Classes of each token. */
export const tokenHead: TaskHeadPlan = {
  ...{ at: 'classifier', task: 'TokenClassification', reads: 'each', out: linear('classifier', true) },
  squash: 'softmax',
}

/** The tokens at which an answer starts and ends (Devlin et al. 2018, for SQuAD). */
export const answerHead: TaskHeadPlan = {
  ...{ at: 'qa_head', task: 'QuestionAnswering', reads: 'each', out: linear('qa_outputs', true) },
  ...{ classes: ['start', 'end'], squash: 'positions' },
}

/** What transformers gives every decoder; older families call the one for tokens `classifier`. */
export const decoderHeads: readonly TaskHeadPlan[] = [
  { at: 'classifier', task: 'SequenceClassification', reads: 'last', out: linear('score') },
  { ...tokenHead, out: linear('score', true) },
  tokenHead,
  answerHead,
]

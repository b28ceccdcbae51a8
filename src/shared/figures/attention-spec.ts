import * as z from 'zod'
import { figurePaper } from './figure-paper'

/** One head, the mean over a layer's heads, or the rollout through all layers. */
export const attentionShown = z.enum(['head', 'mean', 'rollout'])

/** A pattern of attention as a matrix of queries by keys. */
export const attentionMatrixSpec = figurePaper.extend({
  kind: z.literal('attention-matrix'),
  shown: attentionShown,
  /** Of the head or the mean; a rollout is of all layers. */
  layer: z.int().nonnegative(),
  /** Read for one head alone. */
  head: z.int().nonnegative(),
})

export type AttentionShown = z.infer<typeof attentionShown>
export type AttentionMatrixSpec = z.infer<typeof attentionMatrixSpec>

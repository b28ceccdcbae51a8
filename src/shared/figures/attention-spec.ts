import * as z from 'zod'
import { figurePaper } from './figure-paper'

/** One head, the mean or the largest weight of chosen heads, the mean over a layer's heads, or the rollout through all layers. */
export const attentionShown = z.enum(['head', 'chosen-mean', 'chosen-max', 'mean', 'rollout'])

const head = z.object({ layer: z.int().nonnegative(), head: z.int().nonnegative() })

/** A pattern of attention as a matrix of queries by keys. */
export const attentionMatrixSpec = figurePaper.extend({
  kind: z.literal('attention-matrix'),
  shown: attentionShown,
  /** Of the head or the mean; a rollout is of all layers. */
  layer: z.int().nonnegative(),
  /** Read for one head alone. */
  head: z.int().nonnegative(),
  /** The heads that are shown together; read for the chosen ones alone, and then at least one. */
  chosen: z.array(head).max(4096).optional(),
})

/** The same pattern as lines from queries to keys; chosen heads each in a colour of its own. */
export const attentionLinesSpec = attentionMatrixSpec.extend({ kind: z.literal('attention-lines') })

/** One query's weights over an image: the same pattern as a heat map on what the model sees. */
export const attentionImageSpec = attentionMatrixSpec.extend({
  kind: z.literal('attention-image'),
  query: z.int().nonnegative(),
})

/** The patterns of all heads of all attentions, each as a small picture. */
export const attentionHeadsSpec = figurePaper.extend({ kind: z.literal('attention-heads') })

export type AttentionHeadsSpec = z.infer<typeof attentionHeadsSpec>
export type AttentionShown = z.infer<typeof attentionShown>
export type AttentionLinesSpec = z.infer<typeof attentionLinesSpec>
export type AttentionImageSpec = z.infer<typeof attentionImageSpec>
export type AttentionMatrixSpec = z.infer<typeof attentionMatrixSpec>

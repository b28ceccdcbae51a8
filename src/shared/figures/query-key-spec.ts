import * as z from 'zod'
import { figurePaper } from './figure-paper'

/** One query and key of a head: the product by dimension, and the query's row of scores and weights. */
export const queryKeySpec = figurePaper.extend({
  kind: z.literal('query-key'),
  layer: z.int().nonnegative(),
  head: z.int().nonnegative(),
  query: z.int().nonnegative(),
  key: z.int().nonnegative(),
  /** What scores are divided by before the softmax; the model's own weights at 1. */
  temperature: z.number().min(0.1).max(4),
})

export type QueryKeySpec = z.infer<typeof queryKeySpec>

import * as z from 'zod'
import { figurePaper } from './figure-paper'

/** The logit lens as a map of layers by positions. */
export const lensSpec = figurePaper.extend({
  kind: z.literal('lens'),
  /** Token id whose probability and rank the map shows; null for each cell's likeliest word. */
  watch: z.int().nonnegative().nullable(),
})

/** The likeliest words at one position, as bars. */
export const nextWordsSpec = figurePaper.extend({
  kind: z.literal('next-words'),
  position: z.int().nonnegative(),
})

export type LensSpec = z.infer<typeof lensSpec>
export type NextWordsSpec = z.infer<typeof nextWordsSpec>

import * as z from 'zod'
import { mostCkaTexts } from '../similarity'
import { figurePaper } from './figure-paper'
import { trajectorySpec } from './trajectory-spec'

export const similarityEstimate = z.enum(['biased', 'debiased'])

/** CKA between every two stations of two models, over the tokens of several sentences. */
export const similaritySpec = figurePaper.extend({
  kind: z.literal('similarity'),
  other: trajectorySpec.shape.model,
  /** Sentences besides `prompt`. */
  more: z.array(figurePaper.shape.prompt).max(mostCkaTexts - 1),
  estimate: similarityEstimate,
})

export type SimilarityEstimate = z.infer<typeof similarityEstimate>
export type SimilaritySpec = z.infer<typeof similaritySpec>

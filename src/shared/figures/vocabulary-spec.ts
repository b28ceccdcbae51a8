import * as z from 'zod'
import { prompt } from '../contract/prompt'
import { mapQuestion } from '../vocabulary-map'
import { figurePaper } from './figure-paper'
import { camera } from './trajectory-spec'
import { mapColouring } from './vocabulary/map-colours'

/** So many words can stand out in a figure; each is an id in its spec. */
export const mostMarked = 2000

/** All words of a model as points. */
export const vocabularySpec = figurePaper.extend({
  kind: z.literal('vocabulary'),
  question: mapQuestion,
  colouring: mapColouring,
  camera,
  /** Whether all words lie on the plane of the first two components. */
  flat: z.boolean(),
  /** The most words that are labelled beside those that stand out. */
  labels: z.int().min(0).max(200),
  /** Vocabulary ids of words that stand out, the most important first. */
  marked: z.array(z.int().nonnegative()).max(mostMarked),
  /** The word that lines lead from, to each of the marked; null for no lines. */
  word: z.int().nonnegative().nullable(),
  /** Of the path over the map; null for none. */
  prompt: prompt.nullable(),
  position: z.int().nonnegative().nullable(),
  station: z.int().nonnegative().nullable(),
})

export type VocabularySpec = z.infer<typeof vocabularySpec>

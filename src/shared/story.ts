import * as z from 'zod'
import { mostContexts } from './contexts'
import { trajectoryView } from './trajectory'

/** One look at the model: a sentence, the token to follow in it, and what is to be seen there. */
export const scene = z.strictObject({
  /** On its button: few words. */
  label: z.string().min(1).max(32),
  sentence: z.string().min(1),
  /** The traced token's text without its leading space. */
  token: z.string().min(1),
  /** Which of several that read so, from 1. */
  occurrence: z.int().positive().default(1),
  /** The map that the path is looked at through. */
  map: trajectoryView,
  /** The station to stand at, as a row of the table from 0; the end where it is null. */
  station: z.int().nonnegative().nullable().default(null),
  /** The word whose probability is followed, without its leading space; the likeliest at the end where it is null. */
  watch: z.string().min(1).nullable(),
  /** Further sentences beside it, as contexts B, C …, each with the token that is compared. */
  beside: z
    .array(z.strictObject({ sentence: z.string().min(1), token: z.string().min(1) }))
    .max(mostContexts - 1)
    .default([]),
  /** The view to bring to the front; the story's where it is null. */
  view: z.string().min(1).nullable().default(null),
  /** Two or three sentences: what is seen, in plain words and the field's terms. */
  text: z.string().min(1),
})

/** A file of resources/stories: a question, and the scenes on the sample model that answer it. */
export const story = z.strictObject({
  title: z.string().min(1).max(60),
  /** One sentence for the card of the start page. */
  summary: z.string().min(1).max(140),
  /** The view to bring to the front, by its id. */
  view: z.string().min(1),
  scenes: z.array(scene).min(1).max(8),
})

export type Scene = z.infer<typeof scene>
export type Story = z.infer<typeof story>

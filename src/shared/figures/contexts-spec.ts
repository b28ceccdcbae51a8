import * as z from 'zod'
import { mostContexts } from '../contexts'
import { prompt } from '../contract/prompt'
import { trajectoryView } from '../trajectory'
import { figurePaper } from './figure-paper'
import { trajectorySpec } from './trajectory-spec'

/** How far two tokens are apart: the Euclidean distance, or the cosine of the angle between them. */
export const contextsMeasure = z.enum(['distance', 'cosine'])

/** Paths of one token in several sentences, and how far each is from that of the one that they are compared with. */
export const contextsSpec = figurePaper.extend({
  kind: z.literal('contexts'),
  items: z
    .array(
      z.object({
        prompt,
        position: z.int().nonnegative(),
        /** 0 for A. */
        letter: z
          .int()
          .min(0)
          .max(mostContexts - 1),
      }),
    )
    .min(2)
    .max(mostContexts),
  /** Index into `items` of the one that the others are compared with. */
  active: z.int().nonnegative(),
  view: trajectoryView,
  measure: contextsMeasure,
  camera: trajectorySpec.shape.camera,
  /** The most words that are labelled. */
  words: z.int().min(0).max(200),
  station: trajectorySpec.shape.station,
  axes: trajectorySpec.shape.axes,
  moment: trajectorySpec.shape.moment,
})

export type ContextsMeasure = z.infer<typeof contextsMeasure>
export type ContextsSpec = z.infer<typeof contextsSpec>

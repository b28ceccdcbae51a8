import * as z from 'zod'
import { figurePaper } from './figure-paper'
import { trajectorySpec } from './trajectory-spec'

/** How far two models' vectors are apart: the distance, that as a share of the reference's step, or the cosine. */
export const modelsMeasure = z.enum(['distance', 'relative', 'cosine'])

/** The reference, named as the model is. */
const other = trajectorySpec.shape.model

/** One token's paths through two models, and how far they are apart. */
export const modelsSpec = figurePaper.extend({
  kind: z.literal('models'),
  other,
  position: trajectorySpec.shape.position,
  view: trajectorySpec.shape.view,
  measure: modelsMeasure,
  camera: trajectorySpec.shape.camera,
  /** The most words that are labelled. */
  words: z.int().min(0).max(200),
  station: trajectorySpec.shape.station,
  axes: trajectorySpec.shape.axes,
  moment: trajectorySpec.shape.moment,
})

/** Which rows of two patterns are compared: the token's, or all. */
export const patternRows = z.enum(['token', 'all'])

/** How far every head's patterns in two models are apart. */
export const modelHeadsSpec = figurePaper.extend({
  kind: z.literal('model-heads'),
  other,
  position: trajectorySpec.shape.position,
  rows: patternRows,
})

/** The relative error of every weight, by layer. It is of no sentence. */
export const weightErrorsSpec = figurePaper.omit({ prompt: true }).extend({
  kind: z.literal('weight-errors'),
  other,
  prompt: z.null(),
})

export type ModelsMeasure = z.infer<typeof modelsMeasure>
export type ModelsSpec = z.infer<typeof modelsSpec>
export type PatternRows = z.infer<typeof patternRows>
export type ModelHeadsSpec = z.infer<typeof modelHeadsSpec>
export type WeightErrorsSpec = z.infer<typeof weightErrorsSpec>

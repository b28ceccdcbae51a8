import * as z from 'zod'
import { cellMeasure, matrixWindow, weightChoice } from '../matrix'
import { figurePaper } from './figure-paper'

const paper = figurePaper.omit({ prompt: true }).extend({ prompt: z.null() })

/** Where a model's parameters are, beside published models. It is of no sentence. */
export const anatomySpec = paper.extend({
  kind: z.literal('anatomy'),
  /** Ids of published models. */
  against: z.array(z.string()).max(8),
})

/** A window of one matrix, its histogram, and its singular values where they are wanted. */
export const matrixSpec = paper.extend({
  ...matrixWindow.shape,
  kind: z.literal('matrix'),
  weight: weightChoice,
  measure: cellMeasure,
  spectrum: z.boolean(),
})

export type AnatomySpec = z.infer<typeof anatomySpec>
export type MatrixSpec = z.infer<typeof matrixSpec>

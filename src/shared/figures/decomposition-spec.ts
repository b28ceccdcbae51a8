import * as z from 'zod'
import { decompositionTarget } from '../decomposition'
import { figurePaper } from './figure-paper'
import { trajectorySpec } from './trajectory-spec'

/** What both figures of a token's moves depend on besides the numbers. */
const moves = figurePaper.extend({
  position: trajectorySpec.shape.position,
  view: trajectorySpec.shape.view,
  layer: z.int().nonnegative(),
})

/** Attention's step at one layer, its parts ranked. */
export const movePartsSpec = moves.extend({
  kind: z.literal('move-parts'),
  apart: z.enum(['byHead', 'bySource', 'byPair']),
})

/** Every head and MLP of the model at one token. */
export const moveMapSpec = moves.extend({
  kind: z.literal('move-map'),
  /** What cells count; null for the length of what each part writes. */
  target: decompositionTarget.nullable(),
})

export type MovePartsSpec = z.infer<typeof movePartsSpec>
export type MoveMapSpec = z.infer<typeof moveMapSpec>

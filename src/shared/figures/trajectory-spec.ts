import * as z from 'zod'
import { prompt } from '../contract/prompt'
import { axes } from '../direction'
import { point3, trajectoryView } from '../trajectory'
import { print } from './print'

/**
 * A camera that looks at `target` from `distance` away. Angles in radians: `azimuth` turns about the vertical (third
 * component up), `elevation` rises from the horizontal. `fov` is the vertical angle of view in degrees. Lengths are in units
 * of the framed scene, in which the path lies within the unit sphere.
 */
export const camera = z.object({
  azimuth: z.number(),
  elevation: z
    .number()
    .min(-Math.PI / 2)
    .max(Math.PI / 2),
  distance: z.number().positive(),
  target: point3,
  fov: z.number().min(1).max(120),
})

/** A moment of a film, in which a path grows or is turned. */
export const moment = z.object({
  /** How far the path has come, as a number of steps: 2.5 is half-way from station 2 to 3. Null for all of it. */
  reach: z.number().min(0).nullable(),
  /** From where the film looks at its start: its axes stand as that camera has them. */
  from: camera,
})

export const figureTheme = z.enum(['light', 'dark'])

/** All that a trajectory picture depends on besides the numbers: what, of which run, how styled. */
export const trajectorySpec = z.object({
  kind: z.literal('trajectory'),
  version: z.literal(1),
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  prompt,
  position: z.int().nonnegative(),
  view: trajectoryView,
  camera,
  theme: figureTheme,
  /** In CSS pixels (96 to the inch) as drawn: 7 inches are 672. `print.scale` times that as printed. */
  width: z.number().min(120).max(8000),
  height: z.number().min(120).max(8000),
  /** Left out, in files made before there was a choice: `plainPrint`. */
  print: print.optional(),
  show: z.object({
    /** The most words that are labelled, fewer in a small picture; points without a label are drawn as dots. */
    words: z.int().min(0).max(200),
    otherTokens: z.boolean(),
  }),
  /** Vocabulary ids whose labels always show. */
  pinned: z.array(z.int()),
  /** The station that is marked, as a step's index; null for none. */
  station: z.int().nonnegative().nullable(),
  /** The attention step that is drawn as arrows, and how it is taken apart; null for none, as in files made before there were. */
  parts: z
    .object({ layer: z.int().nonnegative(), apart: z.enum(['byHead', 'bySource', 'byPair']) })
    .nullable()
    .default(null),
  /** Directions that are the first axes; left out for principal components alone. */
  axes,
  /** Left out for the whole path as the camera sees it. */
  moment: moment.optional(),
})

export type Moment = z.infer<typeof moment>
export type Camera = z.infer<typeof camera>
export type FigureTheme = z.infer<typeof figureTheme>
export type TrajectorySpec = z.infer<typeof trajectorySpec>

import * as z from 'zod'
import { deviceName, tokenInfo } from './model-info'
import { stationKinds } from './taps'

/**
 * The map through which vectors of the residual stream (and the vocabulary's embeddings beside them) are looked at:
 * `raw` as they are; `unit` divided by their length; `final` through the model's final norm, as the unembedding reads them.
 */
export const trajectoryView = z.enum(['raw', 'unit', 'final'])

export const point3 = z.tuple([z.number(), z.number(), z.number()])

export const nearWord = z.object({ id: z.int(), text: z.string(), cosine: z.number() })
export const lensWord = z.object({ id: z.int(), text: z.string(), probability: z.number() })

/** One row of the table: the step that ends at a station. */
export const trajectoryStep = z.object({
  /** Hook point of the station. */
  tap: z.string(),
  /** -1 for the embedding. */
  layer: z.int(),
  kind: z.enum(stationKinds),
  /** Length of the difference to the station before, in the raw residual stream; 0 for the embedding. */
  length: z.number(),
  /** Length of the vector itself, raw. */
  norm: z.number(),
  /** Cosine to the first and to the last station, raw. */
  cosineToStart: z.number(),
  cosineToEnd: z.number(),
  /** The vocabulary's nearest embeddings by cosine, raw, nearest first. */
  nearest: z.array(nearWord),
  /** The logit lens's top words; null where the model has no unembedding. */
  lens: z.array(lensWord).nullable(),
  /** The watched word under the logit lens. `rank` counts from 0. */
  watched: z.object({ probability: z.number(), rank: z.int() }).nullable(),
})

export const trajectoryWord = z.object({
  id: z.int(),
  text: z.string(),
  at: point3,
  /** The best cosine that it has to any station, and which. */
  cosine: z.number(),
  station: z.int(),
})

/** The space of a picture of paths. */
export const pictureBasis = z.object({
  /** Share of the paths' variance along each axis, of the whole: between 0 and 1. Principal components have the largest first. */
  shares: point3,
  /** SHA-256 of axes and origin, so that two pictures can be told to be in one basis. */
  hash: z.string(),
  /** The directions that the first axes are; left out where all three are principal components. */
  directions: z
    .array(z.object({ name: z.string(), ends: z.tuple([z.string(), z.string()]) }))
    .max(3)
    .optional(),
})

export const trajectory = z.object({
  model: z.object({ name: z.string(), family: z.string(), fingerprint: z.string(), layers: z.int() }),
  device: deviceName,
  /** Whether the activations came out of the store. */
  fromStore: z.boolean(),
  tokens: z.array(tokenInfo),
  /** The traced token's index in `tokens`. */
  position: z.int(),
  view: trajectoryView,
  steps: z.array(trajectoryStep),
  /** The word whose probability `steps[].watched` follows: the one asked for, else the likeliest at the end. */
  watched: z.object({ id: z.int(), text: z.string() }).nullable(),
  basis: pictureBasis,
  /** A point for each station. */
  path: z.array(point3),
  /** The other tokens' paths in the same basis. */
  others: z.array(z.object({ position: z.int(), path: z.array(point3) })),
  /**
   * Vocabulary words around the path, nearest first, in the same basis: where the residual stream at this position would start,
   * were the token that word. The token's own word is the path's start.
   */
  words: z.array(trajectoryWord),
  vocabulary: z.int(),
})

export type TrajectoryView = z.infer<typeof trajectoryView>
export type Point3 = z.infer<typeof point3>
export type NearWord = z.infer<typeof nearWord>
export type LensWord = z.infer<typeof lensWord>
export type TrajectoryStep = z.infer<typeof trajectoryStep>
export type TrajectoryWord = z.infer<typeof trajectoryWord>
export type PictureBasis = z.infer<typeof pictureBasis>
export type Trajectory = z.infer<typeof trajectory>

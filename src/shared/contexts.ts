import * as z from 'zod'
import { deviceName, tokenInfo } from './model-info'
import { stationKinds } from './taps'
import { pictureBasis, point3, trajectoryView, trajectoryWord } from './trajectory'

/** So many sentences stand side by side, A to H: as many as there are hues that a reader can tell apart. */
export const mostContexts = 8

/** How far two contexts' tokens are from each other at every station, in the raw residual stream. */
export const contextPair = z.object({
  /** Indices into `contexts`, a < b. */
  a: z.int(),
  b: z.int(),
  /** Euclidean distance, a value for each station. */
  distances: z.array(z.number()),
  /** Cosine of the angle between the two, a value for each station. */
  cosines: z.array(z.number()),
  /** The station at which these two part (`partingStation` in the engine); null where they do not. */
  parting: z.int().nullable(),
})

/** One token in each of several sentences, side by side. */
export const contexts = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string(), layers: z.int() }),
  device: deviceName,
  view: trajectoryView,
  stations: z.array(z.object({ tap: z.string(), layer: z.int(), kind: z.enum(stationKinds) })),
  contexts: z.array(
    z.object({
      tokens: z.array(tokenInfo),
      /** The compared token's index in `tokens`. */
      position: z.int(),
      fromStore: z.boolean(),
      /** A point for each station, in the one basis. */
      path: z.array(point3),
    }),
  ),
  /** Fitted to all paths together; see `Trajectory`. */
  basis: pictureBasis,
  /** Every two contexts: (0, 1), (0, 2) … */
  pairs: z.array(contextPair),
  /** The station at which all of them part, by the mean over the pairs; null where they do not. */
  parting: z.int().nullable(),
  /** Vocabulary words around the paths, nearest first: where the nearest context's path would start, were its token that word. */
  words: z.array(trajectoryWord.extend({ context: z.int() })),
})

export type ContextPair = z.infer<typeof contextPair>
export type Contexts = z.infer<typeof contexts>

import * as z from 'zod'
import { deviceName, tokenInfo } from './model-info'
import { stationKinds } from './taps'
import { pictureBasis, point3, trajectoryView, trajectoryWord } from './trajectory'

/** Stands in place of a part of the comparison that these two models cannot have: why. */
export const absent = z.object({ absent: z.string() })

/** See `ModelInfo`. */
export const comparedFile = z.object({
  name: z.string(),
  fingerprint: z.string(),
  dtype: z.string(),
  bytes: z.int(),
})

export const comparedModel = comparedFile.extend({
  family: z.string(),
  layers: z.int(),
  heads: z.int(),
  device: deviceName,
  fromStore: z.boolean(),
})

/** One token's two paths in one basis. Distances and cosines are of raw vectors, whatever the view. */
export const modelPaths = z.object({
  stations: z.array(z.object({ tap: z.string(), layer: z.int(), kind: z.enum(stationKinds) })),
  /** Fitted to both paths together; see `Trajectory`. */
  basis: pictureBasis,
  /** A point for each station. */
  paths: z.tuple([z.array(point3), z.array(point3)]),
  /** Euclidean distance, a value for each station. */
  distances: z.array(z.number()),
  /** The distance as a share of the length of the reference's step to the station; of its own length at the embedding. */
  relative: z.array(z.number()),
  /** Cosine of the angle between the two, a value for each station. */
  cosines: z.array(z.number()),
  /** The station at which the two part (`partingStation` in the engine); null where they do not. */
  parting: z.int().nullable(),
  /** Words around the paths, each once, nearest first: where the nearer model's path would start, were the token that word. */
  words: z.array(trajectoryWord.extend({ model: z.int() })),
})

/** How far a head's two patterns are apart: total variation distance, between 0 and 1. */
export const headDifference = z.object({
  /** At the token's row; null for an attention whose queries are another text's. */
  row: z.number().nullable(),
  /** The mean over all rows. */
  mean: z.number(),
})

/** What both models say at the token, after a softmax over the whole vocabulary. */
export const nextWords = z.object({
  /** What the scores are of: the word that follows, or the one that stands here. */
  about: z.enum(['next', 'here']),
  vocabulary: z.int(),
  /** D(reference ‖ model) in bits: what the model loses against the reference's own distribution. */
  divergence: z.number(),
  /** Largest |difference| of the two logits of one word, and of which. */
  largest: z.object({ id: z.int(), text: z.string(), difference: z.number() }),
  /** Shannon entropy of each, in bits. */
  entropies: z.tuple([z.number(), z.number()]),
  /** The likeliest of either, by the larger of the two probabilities. Ranks count from 0. */
  words: z.array(
    z.object({
      id: z.int(),
      text: z.string(),
      probabilities: z.tuple([z.number(), z.number()]),
      ranks: z.tuple([z.int(), z.int()]),
    }),
  ),
})

/** One prompt through two models, token for token: the open one, and the reference that it is measured against. */
export const twoModels = z.object({
  models: z.tuple([comparedModel, comparedModel]),
  view: trajectoryView,
  /** As the first one's tokenizer has them; both are run on the same ids. */
  tokens: z.array(tokenInfo),
  position: z.int(),
  paths: z.union([modelPaths, absent]),
  /** By attention (`attentionPlaces`), then head. */
  patterns: z.union([z.array(z.array(headDifference)), absent]),
  words: z.union([nextWords, absent]),
})

export type Absent = z.infer<typeof absent>
export type ModelPaths = z.infer<typeof modelPaths>
export type HeadDifference = z.infer<typeof headDifference>
export type NextWords = z.infer<typeof nextWords>
export type TwoModels = z.infer<typeof twoModels>

export function isAbsent<T extends object>(part: T | Absent): part is Absent {
  return 'absent' in part
}

/** Two models' names as they can be told apart: with the dtype, and then with what opens them, where the names alone are the same. */
export function distinctNames(models: readonly [Named, Named]): readonly [string, string] {
  const [a, b] = models
  const ways: readonly ((model: Named) => string)[] = [
    ({ name }) => name,
    ({ name, dtype }) => `${name} (${dtype})`,
    ({ name, fingerprint }) => `${name} (${fingerprint.slice(0, 6)})`,
  ]
  const way = ways.find((one) => one(a) !== one(b))
  return way ? [way(a), way(b)] : [`${a.name} (first)`, `${b.name} (second)`]
}

interface Named {
  readonly name: string
  readonly dtype: string
  readonly fingerprint: string
}

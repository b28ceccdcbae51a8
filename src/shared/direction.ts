import * as z from 'zod'
import { deviceName } from './model-info'
import { stationKinds } from './taps'

/** So many entries a list may have: what is computed of a probe grows with their cube. */
export const mostEntries = 200

/** So many directions are looked at together. */
export const mostDirections = 16

/** So many directions are axes of one picture. */
export const mostAxes = 3

/** Which state of a sentence stands for it: its last token's, the mean over its tokens, or that of a word's last token. */
export const sentenceState = z.union([
  z.literal('last'),
  z.literal('mean'),
  z.strictObject({ word: z.string().min(1) }),
])

const entries = z.array(z.string().min(1).max(2000)).min(1).max(mostEntries)

/**
 * How a direction is made, which is also how it is kept: the two lists and where they are read, so that it can be made again in
 * another model. It points from the firsts to the seconds.
 */
export const direction = z.strictObject({
  name: z.string().min(1).max(60),
  /** What stands at its start and at its end. */
  ends: z.tuple([z.string().min(1).max(60), z.string().min(1).max(60)]),
  /** `embedding` and `unembedding` are rows of W_E and W_U, of words; a station of the residual stream is read in sentences. */
  at: z.string().min(1).max(120),
  minus: entries,
  plus: entries,
  /** Whether the lists are pairs: what is left out of one then goes with its partner. */
  paired: z.boolean(),
  state: sentenceState,
  /** The difference of the two means, or the weights of a logistic regression that tells the two apart. */
  made: z.enum(['means', 'probe']),
  /** The model whose station `at` is; null where any model has one of that name. */
  fingerprint: z.string().nullable(),
})

/** A list that has no part in a direction, to be laid along it. */
export const thirdList = z.strictObject({ name: z.string().min(1).max(60), entries })

/** Directions that are the first axes of a picture; the others are principal components of what is orthogonal to them. */
export const axes = z.array(direction).max(mostAxes).optional()

/** One list's entries along a direction. */
export const alongList = z.object({
  name: z.string(),
  entries: z.array(z.object({ text: z.string(), value: z.number() })),
  /** Entries that the model has no single token for, and the partners that went with them. */
  leftOut: z.array(z.string()),
})

/** A direction in a model, and where the entries of two lists lie along it. */
export const directionLook = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  device: deviceName,
  direction,
  /** Of the difference of the two means; of a probe's weights in the units of the stream. */
  length: z.number(),
  dModel: z.int(),
  lists: z.tuple([alongList, alongList]),
  /** A third list along the same direction, and how many of its entries each bin has; null where none was asked for. */
  third: alongList.extend({ counts: z.array(z.int()) }).nullable(),
  /** Whether each entry was projected on the direction that the others make; a pair is left out together. */
  leftOneOut: z.boolean(),
  /** Cohen's d with the pooled standard deviation; null where a list has fewer than two entries. */
  cohensD: z.number().nullable(),
  /** Share of the two histograms that lies in both: the sum over the bins of the smaller of the two shares. */
  overlap: z.number(),
  bins: z.object({ from: z.number(), to: z.number(), counts: z.tuple([z.array(z.int()), z.array(z.int())]) }),
  /** The rows of W_E with the largest and the smallest cosine to it, the farthest first. */
  nearest: z.tuple([
    z.array(z.object({ id: z.int(), text: z.string(), cosine: z.number() })),
    z.array(z.object({ id: z.int(), text: z.string(), cosine: z.number() })),
  ]),
})

/** The angles between directions. */
export const directionAngles = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  device: deviceName,
  dModel: z.int(),
  /** Those that the model has, in the order asked for. */
  directions: z.array(direction),
  /** [directions, directions]. */
  cosines: z.array(z.array(z.number())),
  /** The standard deviation of the cosine of two random directions in this width: 1/√d_model. */
  random: z.number(),
  /** Those that it has not, and why. */
  missing: z.array(z.object({ name: z.string(), reason: z.string() })),
})

/** What is asked of a linear probe: two lists of sentences, and how they are read. */
export const probeQuestion = z.object({
  ends: direction.shape.ends,
  minus: entries,
  plus: entries,
  /** Whether the lists are pairs: both of one are then held out together, since either tells of the other. */
  paired: z.boolean(),
  state: sentenceState,
  folds: z.int().min(2).max(20),
  seed: z.int().min(0).max(1e9),
})

/** Somewhere a direction can be read, by its name and in words. */
export const directionPlace = z.object({ at: z.string(), label: z.string(), of: z.enum(['words', 'sentences']) })

/** How well a linear probe tells two lists of sentences apart at every station. */
export const probe = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  device: deviceName,
  dModel: z.int(),
  ends: z.tuple([z.string(), z.string()]),
  /** How many sentences each list has. */
  counts: z.tuple([z.int(), z.int()]),
  state: sentenceState,
  folds: z.int(),
  seed: z.int(),
  /** The share of the larger list: what saying always the same would have right. */
  chance: z.number(),
  stations: z.array(
    z.object({
      tap: z.string(),
      layer: z.int(),
      kind: z.enum(stationKinds),
      /** Share of held-out sentences that were told rightly, of all folds. */
      accuracy: z.number(),
      /** Standard deviation over the folds. */
      deviation: z.number(),
      /** The same with labels dealt out at random, the mean of several deals. */
      shuffled: z.number(),
    }),
  ),
  /** The station with the largest accuracy, the first of equals. */
  best: z.int(),
})

export type SentenceState = z.infer<typeof sentenceState>
export type Direction = z.infer<typeof direction>
export type ThirdList = z.infer<typeof thirdList>
export type AlongList = z.infer<typeof alongList>
export type DirectionLook = z.infer<typeof directionLook>
export type DirectionAngles = z.infer<typeof directionAngles>
export type ProbeQuestion = z.infer<typeof probeQuestion>
export type DirectionPlace = z.infer<typeof directionPlace>
export type Probe = z.infer<typeof probe>

/** Which of an encoder–decoder's stacks a direction is read in; null of words, and in a model of one stack. */
export function stackOf({ at }: Pick<Direction, 'at'>): 'encoder' | 'decoder' | null {
  return (/^(encoder|decoder)\./.exec(at)?.[1] as 'encoder' | 'decoder' | undefined) ?? null
}

/** Whether a direction is of single words, in a table of the model, and not of sentences in its stream. */
export function isOfWords({ at }: Pick<Direction, 'at'>): boolean {
  return at === 'embedding' || at === 'unembedding'
}

/** All lists of a look: its direction's own two, and a third where one is laid along. */
export function listsAlong({ lists, third }: Pick<DirectionLook, 'lists' | 'third'>): AlongList[] {
  return [...lists, ...(third ? [third] : [])]
}

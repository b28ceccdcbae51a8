import * as z from 'zod'
import { namedPlace } from './attention-places'
import { deviceName, tokenInfo } from './model-info'
import { point3, trajectoryView } from './trajectory'

/**
 * What parts are measured toward: the final vector's direction; a word's logit (direct logit attribution, Elhage et al.
 * 2021); or how far a word's logit is above another's (logit difference, Wang et al. 2022).
 */
export const decompositionTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('word'), id: z.int().nonnegative() }),
  z.object({ kind: z.literal('words'), id: z.int().nonnegative(), than: z.int().nonnegative() }),
])

export const partKind = z.enum(['head', 'source', 'pair', 'others', 'bias', 'mlp', 'rest'])

/** A part of a step, as the view shows the stream. */
export const movePart = z.object({
  /**
   * `others`: what is left of a list cut short; `bias`: b_O; `rest`: what the norm or the view's division by length makes of
   * the stream that was there before.
   */
  kind: partKind,
  head: z.int().nullable(),
  /** Token that it was read from, as an index in the prompt; a state's own number where it is none. */
  source: z.int().nullable(),
  length: z.number(),
  /** Its projection on the step by the step's length: the shares of a step's parts sum to 1. */
  share: z.number(),
  /** Its projection on the final vector's direction, or its part of the logit or of the difference. */
  value: z.number(),
  /** In the basis of the path. */
  arrow: point3,
})

/** One step of the path and what it is the sum of. */
export const move = z.object({
  /** The station that it leads to. */
  station: z.int(),
  from: point3,
  to: point3,
  length: z.number(),
  value: z.number(),
  /** Three ways to take attention apart, largest share first; each is the whole step together with `apart`. Empty for an MLP. */
  byHead: z.array(movePart),
  bySource: z.array(movePart),
  byPair: z.array(movePart),
  apart: z.array(movePart),
  /** The largest distance of the three sums to the step, by the step's length. */
  off: z.number(),
})

/** What one part writes: its length as it moves the stream, and its value toward the target. */
export const mapCell = z.object({ length: z.number(), value: z.number() })

/** An attention of the stack that the token goes through, and its block's MLP where no other comes between them. */
export const mapRow = z.object({
  /** Number of the attention (`attentionPlaces`), and which that is. */
  layer: z.int(),
  place: namedPlace,
  heads: z.array(mapCell),
  /** b_O; null where there is none. */
  bias: mapCell.nullable(),
  mlp: mapCell.nullable(),
  /** β of the norms after the sums of this row, in a post-norm model. */
  shift: z.number(),
})

export const decomposition = z.object({
  model: z.object({ name: z.string(), family: z.string(), fingerprint: z.string(), layers: z.int() }),
  device: deviceName,
  fromStore: z.boolean(),
  tokens: z.array(tokenInfo),
  position: z.int(),
  /** Number of the attention (`attentionPlaces`), and which that is. */
  layer: z.int(),
  place: namedPlace,
  view: trajectoryView,
  target: decompositionTarget,
  /** The target's words: none, one or two. */
  words: z.array(z.object({ id: z.int(), text: z.string() })),
  /** Whether words can be targets: only a model that scores the vocabulary directly after its final norm. */
  attributesLogits: z.boolean(),
  /** Whether a norm follows each sum: its scale is then frozen at the run's value. */
  postNorm: z.boolean(),
  basis: z.object({ hash: z.string() }),
  attention: move,
  /** Of the attention's block. */
  mlp: move,
  /** The token's whole stack, on the raw stream. */
  map: z.object({
    rows: z.array(mapRow),
    /** Where the stream starts. */
    start: mapCell,
    /** β of the final norm, and the word's own bias. */
    finalShift: z.number(),
    wordBias: z.number(),
    /**
     * What all values sum to: the final vector's length, the logit, or the difference of the two logits; before the soft cap
     * where the model has one, since that is no sum.
     */
    total: z.number(),
    /** The distance of that sum to `total`, absolute. */
    off: z.number(),
  }),
})

export type DecompositionTarget = z.infer<typeof decompositionTarget>
export type MovePart = z.infer<typeof movePart>
export type Move = z.infer<typeof move>
export type MapCell = z.infer<typeof mapCell>
export type MapRow = z.infer<typeof mapRow>
export type Decomposition = z.infer<typeof decomposition>

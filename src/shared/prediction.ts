import * as z from 'zod'
import { deviceName, tokenInfo } from './model-info'
import { lensWord } from './trajectory'

/** A word's probability and how many words are likelier: `rank` counts from 0. */
const standing = z.object({ probability: z.number(), rank: z.int() })

/** What the model says at one position, after its last layer. */
export const positionPrediction = z.object({
  /** The likeliest words, first first. */
  words: z.array(lensWord),
  /** −Σ p log₂ p over the whole vocabulary, in bits. */
  entropy: z.number(),
  /**
   * The token of the sentence that the prediction is about: the next one, or in a masked-word model the one that stands here.
   * Null after the last token.
   */
  actual: standing.extend({ id: z.int(), text: z.string() }).nullable(),
})

/** The prediction at every position, and what the logit lens (nostalgebraist 2020) reads there after every layer. */
export const prediction = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string(), layers: z.int() }),
  device: deviceName,
  fromStore: z.boolean(),
  tokens: z.array(tokenInfo),
  /** How many of the prompt's tokens stand before these: an encoder–decoder predicts at its decoder's. */
  first: z.int(),
  vocabulary: z.int(),
  /** Whether a position predicts the token after it, or, in a masked-word model, the one that stands there. */
  about: z.enum(['next', 'here']),
  positions: z.array(positionPrediction),
  watched: z.object({ id: z.int(), text: z.string() }).nullable(),
  /** A row for the embedding and one for the end of each layer, in the order of the layers; in each, a cell a position. */
  layers: z.array(
    z.object({
      /** Hook point that is read. */
      tap: z.string(),
      /** -1 for the embedding. */
      layer: z.int(),
      /** Its index among the path's stations. */
      station: z.int(),
      cells: z.array(z.object({ words: z.array(lensWord).min(1), watched: standing.nullable() })),
    }),
  ),
})

/** How words are drawn. The temperature divides the logits, then the `topK` likeliest stay, then the fewest of mass `topP`. */
export const samplingSettings = z.object({
  /** 0 takes the likeliest word each time. */
  temperature: z.number().min(0).max(10),
  /** 0 for the whole vocabulary. */
  topK: z.int().min(0),
  /** 1 for the whole vocabulary. */
  topP: z.number().gt(0).max(1),
  /** Equal seeds draw equal words. */
  seed: z.int().min(0).max(0xffffffff),
})

/** A word that was drawn: `probability` is the model's own, `sampled` the one after temperature, top-k and top-p. */
export const drawnWord = lensWord.extend({ sampled: z.number() })

export const generation = z.object({
  device: deviceName,
  /** Tokens of the prompt. */
  before: z.int(),
  words: z.array(drawnWord.extend({ alternatives: z.array(drawnWord) })),
  /** Why no more words follow: so many were asked for, the model ended the text, or its context is full. */
  ended: z.enum(['count', 'end-of-text', 'context']),
})

export type Prediction = z.infer<typeof prediction>
export type PositionPrediction = z.infer<typeof positionPrediction>
export type SamplingSettings = z.infer<typeof samplingSettings>
export type Generation = z.infer<typeof generation>

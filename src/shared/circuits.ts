import * as z from 'zod'
import { namedPlace } from './attention-places'
import { deviceName } from './model-info'

/**
 * `qk`: which word attends to which, W_E W_Q W_Kᵀ W_Eᵀ times the scores' scale, from the query's word to the key's. `ov`: what
 * attending to a word writes, W_E W_V W_O W_U, from the word to the words whose logits it moves (Elhage et al. 2021, "A
 * Mathematical Framework for Transformer Circuits").
 */
export const circuitKind = z.enum(['qk', 'ov'])

/** Whether the gains of the norms are folded into the weights beside them, and what LayerNorm centres is centred; or all left out. */
export const circuitNorms = z.enum(['folded', 'plain'])

/** The longest list of words that a matrix is of. */
export const mostCircuitWords = 64
/** The most pairs that are told. */
export const mostCircuitPairs = 200

/** How a circuit is read out of the weights. */
export const circuitReading = z.object({
  norms: circuitNorms,
  /** How many tokens the key lies before the query, where both are turned by their positions; below 0 it lies after it. */
  offset: z.int().min(-4096).max(4096),
  /** Whether the biases of queries and keys are added; what they add to values is no word's own. */
  biases: z.boolean(),
})

export const circuitWord = z.object({ id: z.int(), text: z.string() })

const scoredWord = circuitWord.extend({ score: z.number() })

/** The words whose vectors point most along a direction and most against it, by cosine. */
const ends = z.object({ high: z.array(scoredWord), low: z.array(scoredWord) })

/** What every answer about one head's circuit begins with. */
const headFacts = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  device: deviceName,
  /** Number of the attention. */
  layer: z.int(),
  head: z.int(),
  place: namedPlace,
  circuit: circuitKind,
  ...circuitReading.shape,
  /** What is folded in and what is left out, a sentence each. */
  notes: z.array(z.string()),
})

/** One head's circuit on a list of words, and its singular values and directions. */
export const headCircuit = headFacts.extend({
  /** Whether queries and keys are turned by their positions, so that the offset matters. */
  rotary: z.boolean(),
  /** Whether queries and keys have biases that can be added. */
  biased: z.boolean(),
  dModel: z.int(),
  dHead: z.int(),
  /** Null where no words stand there: states that are no tokens. */
  from: z.array(circuitWord).nullable(),
  to: z.array(circuitWord).nullable(),
  /** [from][to]; null where one of them is. */
  scores: z.array(z.array(z.number())).nullable(),
  /** Singular values of W_Q W_Kᵀ or W_V W_O, largest first. */
  values: z.array(z.number()),
  /** exp of the entropy of the singular values' shares (Roy and Vetterli 2007, "The effective rank"). */
  effectiveRank: z.number(),
  /** Of an OV circuit from words to the same words: Σλ / Σ|λ| over its eigenvalues, and the share of them that are above 0. */
  copying: z.object({ score: z.number(), positive: z.number() }).nullable(),
  /** The first singular directions on both sides, signed so that they belong together. */
  directions: z.array(z.object({ value: z.number(), from: ends.nullable(), to: ends.nullable() })),
})

/** The strongest pairs of words of one head's circuit, over the whole vocabulary or with one word held. */
export const circuitPairs = headFacts.extend({
  held: circuitWord.extend({ as: z.enum(['from', 'to']) }).nullable(),
  high: z.array(z.object({ from: circuitWord, to: circuitWord, score: z.number() })),
  low: z.array(z.object({ from: circuitWord, to: circuitWord, score: z.number() })),
  /** How many pairs there are. */
  pairs: z.number(),
})

const someHead = z.object({ layer: z.int(), head: z.int() })

export const compositionKind = z.enum(['q', 'k', 'v'])

/** How much of what an earlier head writes a later one reads: ‖W_OV · W‖ over ‖W_OV‖ · ‖W‖, Frobenius norms, W as the kind says. */
const composition = z.object({ kind: compositionKind, from: someHead, to: someHead, score: z.number() })

export const headSummary = z.object({
  /** Σλ / Σ|λ| over the eigenvalues of the OV circuit: 1 where all are positive. Null where it has none among words. */
  copying: z.number().nullable(),
  /** The share of them that are above 0. */
  positive: z.number().nullable(),
  /** Mean weight on the token before, and on the one after the same token's first place, on random tokens said twice. */
  previous: z.number().nullable(),
  induction: z.number().nullable(),
})

/** A previous-token head whose write an induction head's keys read. */
const inductionCircuit = z.object({
  previous: someHead,
  induction: someHead,
  /** K-composition of the two. */
  composition: z.number(),
})

/** All heads of a model, and how they compose. */
export const modelCircuits = z.object({
  model: headFacts.shape.model,
  device: deviceName,
  norms: circuitNorms,
  notes: z.array(z.string()),
  /** By attention (`attentionPlaces`), then head. */
  heads: z.array(z.array(headSummary)),
  /** What a random turn between two heads would give in root mean square: 1 / √d_model. */
  baseline: z.number(),
  /** Of every kind: how many pairs there are, their mean and standard deviation, and the score from which all are told. */
  spread: z.record(
    compositionKind,
    z.object({ pairs: z.int(), mean: z.number(), deviation: z.number(), toldFrom: z.number() }),
  ),
  /** The strongest of each kind, and each head's strongest; strongest first. */
  compositions: z.array(composition),
  inductions: z.array(inductionCircuit),
  /** Tokens of the random sequence that was said twice; null where none was run, and the weights alone speak. */
  randomLength: z.int().nullable(),
})

export type CircuitKind = z.infer<typeof circuitKind>
export type CircuitReading = z.infer<typeof circuitReading>
export type CircuitWord = z.infer<typeof circuitWord>
export type CompositionKind = z.infer<typeof compositionKind>
export type Composition = z.infer<typeof composition>
export type HeadCircuit = z.infer<typeof headCircuit>
export type CircuitPairs = z.infer<typeof circuitPairs>
export type HeadSummary = z.infer<typeof headSummary>
export type InductionCircuit = z.infer<typeof inductionCircuit>
export type ModelCircuits = z.infer<typeof modelCircuits>

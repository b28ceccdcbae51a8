import * as z from 'zod'
import { circuitKind, circuitReading, compositionKind, mostCircuitWords } from '../circuits'
import { figurePaper } from './figure-paper'

/** Which head's circuit, and how it is read out of the weights. */
const ofHead = figurePaper.extend({
  // Of the weights alone.
  prompt: z.null(),
  ...circuitReading.shape,
  /** Number of the attention. */
  layer: z.int().nonnegative(),
  head: z.int().nonnegative(),
  circuit: circuitKind,
})

const words = z.array(z.int().nonnegative()).min(1).max(mostCircuitWords)

/** One head's circuit on two lists of words, by their ids. */
export const circuitMatrixSpec = ofHead.extend({ kind: z.literal('circuit-matrix'), from: words, to: words })

/** Its singular values, and its first directions by the words nearest to them. */
export const circuitSpectrumSpec = ofHead.extend({ kind: z.literal('circuit-spectrum') })

/** All heads, whether each copies, and how they compose. */
export const compositionSpec = figurePaper.extend({
  kind: z.literal('composition'),
  prompt: z.null(),
  norms: circuitReading.shape.norms,
  kinds: z.array(compositionKind).min(1),
  /** Compositions below it are not drawn. */
  threshold: z.number().min(0).max(1),
  /** The one whose own are drawn, whatever the threshold; null for all heads'. */
  head: z.object({ layer: z.int().nonnegative(), head: z.int().nonnegative() }).nullable(),
})

export type CircuitMatrixSpec = z.infer<typeof circuitMatrixSpec>
export type CircuitSpectrumSpec = z.infer<typeof circuitSpectrumSpec>
export type CompositionSpec = z.infer<typeof compositionSpec>

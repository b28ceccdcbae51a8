import * as z from 'zod'
import { direction, mostDirections, probeQuestion, thirdList } from '../direction'
import { arithmeticQuestion } from '../word-arithmetic'
import { figurePaper } from './figure-paper'

/** Figures of directions are of no one sentence: what they are made of stands in the spec. */
const paper = figurePaper.omit({ prompt: true }).extend({ prompt: z.null() })

/** Where two lists lie along a direction, and a third. */
export const directionSpec = paper.extend({ kind: z.literal('direction'), direction, third: thirdList.optional() })

/** The angles between directions. */
export const anglesSpec = paper.extend({
  kind: z.literal('angles'),
  directions: z.array(direction).min(1).max(mostDirections),
})

/** How well a probe tells two lists of sentences apart, by station. */
export const probeSpec = paper.extend({ kind: z.literal('probe'), question: probeQuestion })

/** The words nearest to a sum of words. */
export const arithmeticSpec = paper.extend({ kind: z.literal('arithmetic'), question: arithmeticQuestion })

export type DirectionSpec = z.infer<typeof directionSpec>
export type AnglesSpec = z.infer<typeof anglesSpec>
export type ProbeSpec = z.infer<typeof probeSpec>
export type ArithmeticSpec = z.infer<typeof arithmeticSpec>

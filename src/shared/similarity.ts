import * as z from 'zod'
import { deviceName } from './model-info'
import { stationKinds } from './taps'
import { comparedFile } from './two-models'

/** Bytes that one model's streams may take, and that the products of every two tokens of all of the reference's stations may. */
const mostBytes = 2 ** 30

/**
 * So many tokens, of all sentences together, are compared at most. CKA comes of the products of every two tokens, which are made once
 * for each station, and not of every two dimensions, which would be made for every two stations: with some dozens of stations and some
 * hundreds of dimensions those take longer for any number of tokens that a person waits for. What is kept at a time sets the limit.
 */
export function mostCkaTokens(own: StreamSize, reference: StreamSize): number {
  const values = Math.max(own.stations * own.width, reference.stations * reference.width)
  return Math.floor(Math.min(mostBytes / (4 * values), Math.sqrt((2 * mostBytes) / (8 * reference.stations))))
}

export interface StreamSize {
  readonly stations: number
  readonly width: number
}

/** So few have no estimate without bias. */
export const fewestCkaTokens = 4

/** So many sentences are run at most. */
export const mostCkaTexts = 256

const station = z.object({ tap: z.string(), layer: z.int(), kind: z.enum(stationKinds) })

/**
 * Linear centred kernel alignment between the residual streams of two models over the same tokens (Kornblith et al. 2019,
 * "Similarity of Neural Network Representations Revisited"): 1 where the one is the other turned and scaled, whatever their widths.
 */
export const similarity = z.object({
  models: z.tuple([comparedFile, comparedFile]),
  devices: z.tuple([deviceName, deviceName]),
  /** Sentences, and tokens in all of them together. */
  texts: z.int(),
  tokens: z.int(),
  /** So many could be compared of these two models. */
  mostTokens: z.int(),
  /** Of the model's stack, and of the reference's. */
  stations: z.tuple([z.array(station), z.array(station)]),
  /** By station of the model, then of the reference: ‖YᵀX‖² / (‖XᵀX‖ ‖YᵀY‖), which few tokens make too large. */
  biased: z.array(z.array(z.number())),
  /**
   * The same with HSIC estimated without bias (Song et al. 2012; Nguyen et al. 2021), which may be below 0 and above 1 for few
   * tokens; null where an estimate of a stream's own is not above 0.
   */
  debiased: z.array(z.array(z.number().nullable())),
})

export type Similarity = z.infer<typeof similarity>

import * as z from 'zod'
import { deviceName, tokenInfo } from './model-info'

/** What one head does on a sentence, as means of its weights; null where no token of the sentence could show it. */
export const headMeasures = z.object({
  /** Weight from a token to the one before it (Voita et al. 2019; Elhage et al. 2021). */
  previous: z.number().nullable(),
  /** Weight on the first token, from all later ones (Vig and Belinkov 2019). */
  first: z.number().nullable(),
  /** Weight on earlier occurrences of the same token, from tokens that have one (Wang et al. 2023). */
  duplicate: z.number().nullable(),
  /** Weight on tokens that follow an earlier occurrence of the same token (Elhage et al. 2021). */
  induction: z.number().nullable(),
  /** The same on a random sequence said twice, from its second half (Olsson et al. 2022). */
  inductionRandom: z.number().nullable(),
  /** Mean over the queries of −Σ w log₂ w, in bits. */
  entropy: z.number(),
  /** The entropy as a share of the most that so many keys allow, between 0 and 1. */
  entropyShare: z.number().nullable(),
})

/** All heads of a model on a sentence. */
export const attention = z.object({
  model: z.object({ name: z.string(), fingerprint: z.string() }),
  device: deviceName,
  fromStore: z.boolean(),
  tokens: z.array(tokenInfo),
  /** Tokens of the random sequence that was said twice; null where none was run. */
  randomLength: z.int().nullable(),
  /** By attention (`attentionPlaces`), then head. */
  measures: z.array(z.array(headMeasures)),
})

export type HeadMeasures = z.infer<typeof headMeasures>
export type Attention = z.infer<typeof attention>

/** One attention; each part is [heads, queries, keys] in row-major order. */
export interface LayerPatterns {
  readonly heads: number
  readonly queries: number
  readonly keys: number
  /** After the softmax: 0 where masked. */
  readonly weights: Float32Array
  /** Before it: −∞ where masked. */
  readonly scores: Float32Array
}

/** Whether this machine's own order of bytes is that of the answer, so that they can be used as they lie. */
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/**
 * Reads the bytes that `analyse.patterns` answers: little-endian F32 of shape [2, heads, queries, keys], weights and then
 * scores; as views onto them.
 */
export function readPatterns(
  bytes: ArrayBuffer,
  { heads, queries, keys }: Pick<LayerPatterns, 'heads' | 'queries' | 'keys'>,
): LayerPatterns {
  const size = heads * queries * keys
  if (bytes.byteLength !== 8 * size) {
    const what = `${heads} heads on ${queries} queries and ${keys} keys`
    throw new RangeError(`${bytes.byteLength} bytes are not the patterns of ${what}`)
  }
  const shape = { heads, queries, keys }
  if (isLittleEndian) {
    return { ...shape, weights: new Float32Array(bytes, 0, size), scores: new Float32Array(bytes, 4 * size, size) }
  }
  const view = new DataView(bytes)
  const read = (from: number) => Float32Array.from({ length: size }, (_, at) => view.getFloat32(4 * (from + at), true))
  return { ...shape, weights: read(0), scores: read(size) }
}

/** One head's [queries, keys] out of [heads, queries, keys], as a view onto the same memory. */
export function headOf({ queries, keys }: LayerPatterns, values: Float32Array, head: number): Float32Array {
  return values.subarray(head * queries * keys, (head + 1) * queries * keys)
}

/** The mean of patterns of one shape. */
export function meanPattern(patterns: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(patterns[0]?.length ?? 0)
  for (const pattern of patterns) for (let at = 0; at < mean.length; at++) mean[at]! += pattern[at]! / patterns.length
  return mean
}

/** The largest weight of any of several patterns of one shape, cell by cell; its rows need not sum to 1. */
export function maxPattern(patterns: readonly Float32Array[]): Float32Array {
  const most = new Float32Array(patterns[0]?.length ?? 0)
  for (const pattern of patterns) for (let at = 0; at < most.length; at++) most[at] = Math.max(most[at]!, pattern[at]!)
  return most
}

/**
 * Attention rollout (Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers"): the product, last layer leftmost,
 * of each layer's mean pattern mixed half and half with the identity that stands for the residual stream. `means` are [n, n],
 * first layer first; each row of the result sums to 1.
 */
export function rollout(means: readonly Float32Array[], tokens: number): Float32Array {
  let flow = new Float32Array(tokens * tokens)
  for (let at = 0; at < tokens; at++) flow[at * tokens + at] = 1
  for (const mean of means) {
    const next = new Float32Array(tokens * tokens)
    for (let query = 0; query < tokens; query++) {
      for (let through = 0; through < tokens; through++) {
        const weight = 0.5 * mean[query * tokens + through]! + (query === through ? 0.5 : 0)
        if (weight === 0) continue
        for (let key = 0; key < tokens; key++) {
          next[query * tokens + key]! += weight * flow[through * tokens + key]!
        }
      }
    }
    flow = next
  }
  return flow
}

import type { Station } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { affinely, freezeNorm, type NormParameters } from './decomposition-frozen'
import type { MoveTools, StreamAttention } from './decomposition-tools'
import { type HeadTensors, mixedValues, valuesOf } from './decomposition-values'
import { residualPaths } from './residual-paths'
import { Farthest, relativeError } from './self-check-farthest'

/** The hook points of a look inside, all finite. */
type Tensors = ReadonlyMap<string, FloatTensor>

export interface StreamRequest {
  readonly stations: readonly Station[]
  readonly tensors: Tensors
  readonly parts: MoveTools['parts']
}

/**
 * Whether each station is the one before it with what the part between them wrote, through the norm after the sum where there
 * is one (BERT): the largest relative error of any token. A parallel block's station between its parts is that sum by its
 * definition, so there only the MLP's counts.
 */
export function streamError({ stations, tensors, parts }: StreamRequest): Farthest {
  const tokens = tensors.get(stations[0]!.hooks[0]!)!.shape[1]!
  const farthest = new Farthest(stations.at(-1)!.tap)
  for (let position = 0; position < tokens; position++) {
    const path = residualPaths({ stations, residuals: tensors }, [position])
    for (const [index, { out, normAfter }] of parts.entries()) {
      const before = row(path, index)
      const written = row(tensors.get(out)!, 0, position)
      const sum = before.map((value, i) => value + written[i]!)
      const after = normAfter ? normed(normAfter.norm, sum) : sum
      farthest.meet(relativeError(after, row(path, index + 1), [before, written]), stations[index + 1]!.tap)
    }
  }
  return farthest
}

export interface WeightsRequest {
  readonly tensors: Tensors
  /** What each attention's hook points begin with, and its sinks, [heads]: a score for no token; null where there are none. */
  readonly attentions: readonly { readonly at: string; readonly sinks: Float32Array | null }[]
}

/** How far a head's attention weights are from summing to 1, or to what its sink leaves them, for any query. */
export function weightsError({ attentions, tensors }: WeightsRequest): Farthest {
  const farthest = new Farthest(`${attentions[0]!.at}.hook_pattern`)
  for (const { at, sinks } of attentions) {
    const name = `${at}.hook_pattern`
    const pattern = tensors.get(name)!
    const scores = tensors.get(`${at}.hook_attn_scores`)!
    const [, heads, queries] = pattern.shape as [number, number, number, number]
    for (let head = 0; head < heads; head++) {
      const sink = sinks?.[head]
      for (let query = 0; query < queries; query++) {
        const sum = row(pattern, 0, head, query).reduce((all, weight) => all + weight, 0)
        const due = sink === undefined ? 1 : shareBeside(sink, row(scores, 0, head, query))
        farthest.meet(Math.abs(sum - due), `${name}, head ${head}`)
      }
    }
  }
  return farthest
}

export interface HeadsRequest {
  readonly tensors: Tensors
  readonly attentions: readonly Pick<StreamAttention, 'number' | 'at' | 'out' | 'outBias' | 'writeNorm'>[]
  readonly writesOfHeads: MoveTools['writesOfHeads']
  /** Called before each attention, with how many are done. */
  readonly beforeEach: (done: number) => Promise<void>
}

/**
 * Whether what heads write, from their patterns and values through their slices of W_O, adds up with b_O to `hook_attn_out`
 * (Elhage et al. 2021), through the norm of what attention writes where there is one: the largest relative error of any token.
 */
export async function headsError({ attentions, tensors, writesOfHeads, beforeEach }: HeadsRequest): Promise<Farthest> {
  const farthest = new Farthest(attentions[0]!.out)
  for (const [done, { number, at, out, outBias, writeNorm }] of attentions.entries()) {
    await beforeEach(done)
    const whole = tensors.get(out)!
    const [, tokens, width] = whole.shape as [number, number, number]
    const writes = await writesOfHeads(number, allMixedValues(valuesOf(tensors, at), tokens))
    const heads = writes.shape[0]!
    for (let position = 0; position < tokens; position++) {
      const ofHeads = Array.from({ length: heads }, (_, head) => row(writes, head, position))
      const sum = new Float64Array(width)
      for (const write of outBias ? [...ofHeads, outBias] : ofHeads) {
        for (let i = 0; i < width; i++) sum[i]! += write[i]!
      }
      const written = Float32Array.from(sum)
      // Behind a norm, lengths of the writes say nothing about lengths in the stream.
      const error = writeNorm
        ? relativeError(normed(writeNorm.norm, written), row(whole, 0, position))
        : relativeError(written, row(whole, 0, position), ofHeads)
      farthest.meet(error, out)
    }
  }
  return farthest
}

/** The largest relative error of any of the logits' rows: [n, d_vocab] each. */
export function logitsError(fromStation: FloatTensor, logits: FloatTensor): Farthest {
  const farthest = new Farthest('logits')
  for (let index = 0; index < logits.shape[0]!; index++) {
    farthest.meet(relativeError(row(fromStation, index), row(logits, index)), 'logits')
  }
  return farthest
}

/** pattern · v of each head and query: [heads, tokens, d_head]. */
function allMixedValues(values: HeadTensors, tokens: number): FloatTensor {
  const heads = values.pattern.shape[1]!
  const width = values.v.shape[3]!
  const z = new Float32Array(heads * tokens * width)
  for (let position = 0; position < tokens; position++) {
    const mixed = mixedValues(values, position)
    for (let head = 0; head < heads; head++) z.set(row(mixed, head, 0), (head * tokens + position) * width)
  }
  return floatTensor(z, [heads, tokens, width])
}

/** What a softmax over the scores and a sink leaves to the scores. */
function shareBeside(sink: number, scores: Float32Array): number {
  const largest = scores.reduce((most, score) => Math.max(most, score), sink)
  const seen = scores.reduce((sum, score) => sum + Math.exp(score - largest), 0)
  return seen / (seen + Math.exp(sink - largest))
}

function normed(norm: NormParameters, x: Float32Array): Float32Array {
  return Float32Array.from(affinely(freezeNorm(norm, x), x))
}

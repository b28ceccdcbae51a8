import type { Station } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { affinely, freezeNorm, type NormParameters } from './decomposition-frozen'
import type { MoveTools } from './decomposition-tools'
import { mixedValues } from './decomposition-values'
import { residualPaths } from './residual-paths'
import { Farthest, relativeError } from './self-check-farthest'

/** The hook points of a look inside, all finite. */
type Tensors = ReadonlyMap<string, FloatTensor>

export interface StreamRequest {
  readonly stations: readonly Station[]
  readonly tensors: Tensors
  readonly normsAfter: MoveTools['normsAfter']
}

/**
 * Whether each station is the one before it with what the part between them wrote, through the norm after the sum where there
 * is one (BERT): the largest relative error of any token. A parallel block's station between its parts is that sum by its
 * definition, so there only the MLP's counts.
 */
export function streamError({ stations, tensors, normsAfter }: StreamRequest): Farthest {
  const tokens = tensors.get(stations[0]!.hooks[0]!)!.shape[1]!
  const farthest = new Farthest(stations.at(-1)!.tap)
  for (let position = 0; position < tokens; position++) {
    const path = residualPaths({ stations, residuals: tensors }, [position])
    for (const [index, { tap, layer, kind }] of stations.entries()) {
      // Only a decoder beside an encoder has cross-attention, and it is not looked into.
      if (kind === 'embed' || kind === 'cross') continue
      const before = row(path, index - 1)
      const written = row(tensors.get(`blocks.${layer}.hook_${kind === 'mlp' ? 'mlp' : 'attn'}_out`)!, 0, position)
      const sum = before.map((value, i) => value + written[i]!)
      const norm = normsAfter?.[layer]?.[kind]
      farthest.meet(relativeError(norm ? normed(norm, sum) : sum, row(path, index), [before, written]), tap)
    }
  }
  return farthest
}

export interface WeightsRequest {
  readonly layers: number
  readonly tensors: Tensors
  /** [heads] of each layer: a score for no token; null where there are none. */
  readonly sinks: readonly (Float32Array | null)[]
}

/** How far a head's attention weights are from summing to 1, or to what its sink leaves them, for any query. */
export function weightsError({ layers, tensors, sinks }: WeightsRequest): Farthest {
  const farthest = new Farthest('blocks.0.attn.hook_pattern')
  for (let layer = 0; layer < layers; layer++) {
    const name = `blocks.${layer}.attn.hook_pattern`
    const pattern = tensors.get(name)!
    const scores = tensors.get(`blocks.${layer}.attn.hook_attn_scores`)!
    const [, heads, queries] = pattern.shape as [number, number, number, number]
    for (let head = 0; head < heads; head++) {
      const sink = sinks[layer]?.[head]
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
  readonly layers: number
  readonly tensors: Tensors
  readonly tools: Pick<MoveTools, 'writesOfHeads' | 'outBiases' | 'writeNorms'>
  /** Called before each layer. */
  readonly beforeLayer: (layer: number) => Promise<void>
}

/**
 * Whether what heads write, from their patterns and values through their slices of W_O, adds up with b_O to `hook_attn_out`
 * (Elhage et al. 2021), through the norm of what attention writes where there is one: the largest relative error of any token.
 */
export async function headsError({ layers, tensors, tools, beforeLayer }: HeadsRequest): Promise<Farthest> {
  const farthest = new Farthest('blocks.0.hook_attn_out')
  for (let layer = 0; layer < layers; layer++) {
    await beforeLayer(layer)
    const name = `blocks.${layer}.hook_attn_out`
    const whole = tensors.get(name)!
    const [, tokens, width] = whole.shape as [number, number, number]
    const writes = await tools.writesOfHeads(layer, allMixedValues(tensors, layer, tokens))
    const heads = writes.shape[0]!
    const bias = tools.outBiases[layer]
    const norm = tools.writeNorms[layer]?.norm
    for (let position = 0; position < tokens; position++) {
      const ofHeads = Array.from({ length: heads }, (_, head) => row(writes, head, position))
      const sum = new Float64Array(width)
      for (const write of bias ? [...ofHeads, bias] : ofHeads) for (let i = 0; i < width; i++) sum[i]! += write[i]!
      const written = Float32Array.from(sum)
      // Behind a norm, lengths of the writes say nothing about lengths in the stream.
      const error = norm
        ? relativeError(normed(norm, written), row(whole, 0, position))
        : relativeError(written, row(whole, 0, position), ofHeads)
      farthest.meet(error, name)
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
function allMixedValues(tensors: Tensors, layer: number, tokens: number): FloatTensor {
  const pattern = tensors.get(`blocks.${layer}.attn.hook_pattern`)!
  const v = tensors.get(`blocks.${layer}.attn.hook_v`)!
  const heads = pattern.shape[1]!
  const width = v.shape[3]!
  const z = new Float32Array(heads * tokens * width)
  for (let position = 0; position < tokens; position++) {
    const mixed = mixedValues({ pattern, v }, position)
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

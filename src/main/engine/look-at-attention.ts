import type { Attention } from '../../shared/attention'
import { type AttentionPlace, attentionPlaces, tokensOn } from '../../shared/attention-places'
import type { TokenInfo } from '../../shared/model-info'
import type { FloatTensor } from '../../shared/tensor'
import { inductionOnRepeat, measureCross, measureHead, repeatedIds, seededRandom } from '../analysis'
import { demandAttention } from './demand-attention'
import { lookInside } from './look-inside'
import type { RunOptions } from './run-options'
import type { RunRequest, RunTools } from './run-prompt'

export interface PatternsRequest extends RunRequest {
  readonly layer: number
}

/** Random tokens said twice: so many, of this seed. With fewer than `fewestRandom` the score says little. */
const mostRandom = 25
const fewestRandom = 8
const randomSeed = 2022

/** What each head does on a prompt, and on random tokens said twice, for which the model runs once more. */
export async function measureAttention(tools: RunTools, request: RunRequest, options: RunOptions): Promise<Attention> {
  const { info } = request.model
  const places = attentionPlaces(request.model.info)
  const onPrompt = await lookInside(tools, request, options, async ({ tokens, device, fromStore, tensors }) => {
    return {
      tokens: [...tokens],
      device: device.device,
      fromStore,
      measures: places.map((place) => ofEachHead(place, tensors, (pattern) => measuresOf(place, pattern, tokens))),
    }
  })
  const random = await onRandomRepeat(tools, request, options)
  return {
    ...onPrompt,
    model: { name: info.name, fingerprint: info.fingerprint },
    randomLength: random?.length ?? null,
    measures: onPrompt.measures.map((row, layer) =>
      row.map((measures, head) => ({ ...measures, inductionRandom: random ? random.induction[layer]![head]! : null })),
    ),
  }
}

/** One attention's weights and scores, as `readPatterns` of src/shared/attention.ts reads them. */
export async function patternsOf(
  tools: RunTools,
  { layer, ...request }: PatternsRequest,
  options: RunOptions,
): Promise<File> {
  const { place } = demandAttention(request.model, layer)
  return lookInside(tools, request, options, async ({ tensors }) => {
    const parts = ['pattern', 'attn_scores'].map((name) => tensors.get(`${place.at}.hook_${name}`)!)
    return new File(parts.map(littleEndian), `patterns-${layer}.f32`, { type: 'application/octet-stream' })
  })
}

/** An attention to other tokens than its queries' has entropy alone: a token before another, or a copy of it, means nothing there. */
function measuresOf({ queries, keys, causal }: AttentionPlace, pattern: Float32Array, tokens: readonly TokenInfo[]) {
  const own = tokensOn(tokens, queries)
  if (queries !== keys) return measureCross(pattern, own.length, pattern.length / own.length)
  return measureHead(
    pattern,
    own.map(({ id }) => id),
    causal,
  )
}

/** Two mean weights of every head on random tokens said twice, by attention. */
export interface RandomRepeat {
  /** Tokens that were said twice. */
  readonly length: number
  /** On the token before. */
  readonly previous: readonly (readonly (number | null)[])[]
  /** From the second time on the token that followed the first. */
  readonly induction: readonly (readonly number[])[]
}

/** Runs the model on random tokens said twice; null for one that is not causal or reads too little. */
export async function onRandomRepeat(
  tools: RunTools,
  request: Omit<RunRequest, 'prompt'>,
  options: RunOptions,
): Promise<RandomRepeat | null> {
  const { info } = request.model
  const length = Math.min(mostRandom, Math.floor((info.context ?? mostRandom * 2) / 2), info.vocabulary)
  if (info.kind !== 'decoder' || info.givenStates || length < fewestRandom) return null
  const ids = repeatedIds(length, info.vocabulary, seededRandom(randomSeed))
  return lookInside(tools, { ...request, prompt: { ids } }, options, async ({ tensors }) => {
    const places = attentionPlaces(info)
    const each = <T>(of: (pattern: Float32Array) => T) => places.map((place) => ofEachHead(place, tensors, of))
    return {
      length,
      previous: each((pattern) => measureHead(pattern, ids, true).previous),
      induction: each((pattern) => inductionOnRepeat(pattern, length)),
    }
  })
}

function ofEachHead<T>(
  { at, heads }: AttentionPlace,
  tensors: ReadonlyMap<string, FloatTensor>,
  of: (pattern: Float32Array) => T,
): T[] {
  const { data } = tensors.get(`${at}.hook_pattern`)!
  const size = data.length / heads
  return Array.from({ length: heads }, (_, head) => of(data.subarray(head * size, (head + 1) * size)))
}

function littleEndian({ data }: FloatTensor): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * data.length))
  for (const [at, value] of data.entries()) view.setFloat32(4 * at, value, true)
  return view
}

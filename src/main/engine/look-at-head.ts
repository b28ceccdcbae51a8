import { namedPlaceOf, rangeOf } from '../../shared/attention-places'
import { Fault } from '../../shared/fault'
import type { HeadDetail } from '../../shared/head-detail'
import { type AttentionShape, isPostNorm, type ModelShape, type StackShape } from '../../shared/model-shape'
import { stackNames } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import {
  attentionsAmong,
  detailHead,
  type Frozen,
  type FrozenNorm,
  linearly,
  measuredScale,
  writeNormAt,
} from '../analysis'
import type { NormVectors, Runner } from '../inference'
import { demandAttention, demandKey, demandQuery } from './demand-attention'
import { demandHead } from './demand-head'
import { lookInside } from './look-inside'
import { textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import type { PromptRun, RunRequest, RunTools } from './run-prompt'
import { streamParts } from './stream-parts'
import { sideOf } from './token-side'

export interface HeadDetailRequest extends RunRequest {
  /** Number of the attention. */
  readonly layer: number
  /** Null for the one that looks hardest at a key. */
  readonly head: number | null
  /** In the prompt, as the key is; a state's own number where keys are no tokens. */
  readonly query: number
  /** Null for the one with the largest weight. */
  readonly key: number | null
}

/** What W_O makes of the values is held in pieces of so many numbers, all heads together. */
const mostWritten = 1 << 22

/** One query and key of a head: its products, its row of scores and weights, and what the value writes. */
export async function lookAtHead(
  tools: RunTools,
  request: HeadDetailRequest,
  options: RunOptions,
): Promise<HeadDetail> {
  const { model, layer, head, query, key } = request
  const { shape, info } = model
  const attention = demandAttention(model, layer)
  const { place, stack, isTurned, isCross } = attention
  if (head !== null) demandHead(model, attention, head)
  return lookInside(tools, request, options, async (run, runner) => {
    const tensor = (name: string) => run.tensors.get(`${place.at}.hook_${name}`)!
    const ownQuery = demandQuery(attention, run.tokens, query)
    const ownKey = key === null ? null : keyIn(attention, run, key, tensor('k').shape[1]!)
    const vectors = await runner.writes.vectors()
    const written = attentionsAmong(streamParts(shape, stack, vectors)).find(({ number }) => number === layer)!
    const writeNorm = writeNormAt({ tensors: run.tensors, position: ownQuery }, written)
    const [q, k] = [tensor(isTurned ? 'rot_q' : 'q'), tensor(isTurned ? 'rot_k' : 'k')]
    const scores = tensor('attn_scores')
    const { score: rule } = attention
    const scale = rule ? rule.scale : measuredScale({ q, k, scores })
    const { nearest } = await sideOf(model, run.tokens, query).vocabulary(runner)
    const detail = await detailHead({
      tensors: {
        q,
        k,
        v: tensor('v'),
        scores,
        pattern: tensor('pattern'),
      },
      at: place.at,
      isOwn: !isCross,
      query: ownQuery,
      head,
      key: ownKey,
      scale,
      scoreOf: (of, at, dot, seen) =>
        rule
          ? rule.of({ head: of, query: ownQuery, key: at }, dot, vectors.attentions[layer]!.relative)
          : Number.isFinite(seen)
            ? seen
            : dot * (scale ?? 1 / Math.sqrt(stack.sizes.dHead)),
      sinks: vectors.attentions[layer]!.sinks,
      writesOf: async (of, values) => throughNorm(await writesOf(stack, runner, layer, of, values), writeNorm),
      nearest,
      toLogits: unembedsDirectly(shape, stack)
        ? {
            scores: (vectors) => runner.vocabulary.uncappedScores(vectors),
            norm: frozenNorm(stack, vectors.last.finalNorm, run, ownQuery),
          }
        : null,
      text: await textsOf(model),
    })
    const { first } = rangeOf(run.tokens, place.keys)
    return {
      model: { name: info.name, fingerprint: info.fingerprint },
      device: run.device.device,
      fromStore: run.fromStore,
      milliseconds: run.milliseconds,
      tokens: [...run.tokens],
      layer,
      place: namedPlaceOf(place),
      rotary: attention.rotary,
      firstKey: first,
      ...detail,
      query,
      key: first + detail.key,
    }
  })
}

/** A key's row among its attention's: of a token of the prompt, or of the states that a decoder is given. */
function keyIn(attention: AttentionShape, { tokens }: PromptRun, key: number, count: number): number {
  if (attention.place.keys !== 'states') return demandKey(attention, tokens, key)
  if (key < count) return key
  throw Fault.input(`The decoder was given no state ${key}`, {
    place: 'key',
    remedy: `Choose a state from 0 to ${count - 1}.`,
  })
}

/** What is written is a sum up to the logits only where nothing but a norm at the end and W_U follow. */
function unembedsDirectly(shape: ModelShape, stack: StackShape): boolean {
  return stack === shape && shape.unembeds === 'linearly' && !isPostNorm(stack.taps)
}

function frozenNorm(
  { taps: { at } }: StackShape,
  finalNorm: NormVectors | null,
  run: PromptRun,
  query: number,
): FrozenNorm | null {
  return (
    finalNorm && {
      kind: finalNorm.kind,
      eps: finalNorm.eps,
      scale: row(run.tensors.get(`${stackNames(at).finalNorm}.hook_scale`)!, 0, query)[0]!,
    }
  )
}

/** One head's values [rows, d_head] → [rows, d_model]. The product is of all heads, so the others' rows are left at 0. */
async function writesOf(
  { sizes: { heads, dHead, dModel } }: StackShape,
  { writes }: Runner,
  attention: number,
  head: number,
  values: FloatTensor,
): Promise<FloatTensor> {
  const rows = values.shape[0]!
  const written = new Float32Array(rows * dModel)
  const atOnce = Math.max(1, Math.floor(mostWritten / (heads * dModel)))
  for (let from = 0; from < rows; from += atOnce) {
    const count = Math.min(atOnce, rows - from)
    const z = new Float32Array(heads * count * dHead)
    z.set(values.data.subarray(from * dHead, (from + count) * dHead), head * count * dHead)
    const { data } = await writes.ofHeads(attention, floatTensor(z, [heads, count, dHead]))
    written.set(data.subarray(head * count * dModel, (head + 1) * count * dModel), from * dModel)
  }
  return floatTensor(written, [rows, dModel])
}

/** What is written as it is added: through the norm of what attention writes, where there is one, without its bias. */
function throughNorm(written: FloatTensor, norm: Frozen | null): FloatTensor {
  if (norm === null) return written
  const [rows, width] = written.shape as [number, number]
  const added = new Float32Array(rows * width)
  for (let at = 0; at < rows; at++) added.set(linearly(norm, row(written, at)), at * width)
  return floatTensor(added, [rows, width])
}

import type { Attention } from '../../shared/attention'
import { Fault } from '../../shared/fault'
import type { FloatTensor } from '../../shared/tensor'
import { inductionOnRepeat, measureHead, repeatedIds, seededRandom } from '../analysis'
import { lookInside } from './look-inside'
import type { OpenedModel } from './opened-model'
import type { RunOptions, RunRequest, RunTools } from './run-prompt'

export interface PatternsRequest extends RunRequest {
  readonly layer: number
}

/** Random tokens said twice: so many, of this seed. With fewer than `fewestRandom` the score says little. */
const mostRandom = 25
const fewestRandom = 8
const randomSeed = 2022

/** What each head does on a prompt, and on random tokens said twice, for which the model runs once more. */
export async function measureAttention(tools: RunTools, request: RunRequest, options: RunOptions): Promise<Attention> {
  const { info, architecture } = request.model
  const { layers, heads } = architecture.sizes
  const causal = info.kind === 'decoder'
  const onPrompt = await lookInside(tools, request, options, async ({ tokens, device, fromStore, tensors }) => {
    const ids = tokens.map(({ id }) => id)
    return {
      tokens: [...tokens],
      device: device.device,
      fromStore,
      measures: ofEachHead(layers, heads, tensors, (pattern) => measureHead(pattern, ids, causal)),
    }
  })
  const random = await inductionOnRandom(tools, request, options)
  return {
    ...onPrompt,
    model: { name: info.name, fingerprint: info.fingerprint },
    layers,
    heads,
    causal,
    randomLength: random?.length ?? null,
    measures: onPrompt.measures.map((row, layer) =>
      row.map((measures, head) => ({ ...measures, inductionRandom: random ? random.scores[layer]![head]! : null })),
    ),
  }
}

/** One layer's weights and scores, as `readPatterns` of src/shared/attention.ts reads them. */
export async function patternsOf(
  tools: RunTools,
  { layer, ...request }: PatternsRequest,
  options: RunOptions,
): Promise<File> {
  demandLayer(request.model, layer)
  return lookInside(tools, request, options, async ({ tensors }) => {
    const parts = ['pattern', 'attn_scores'].map((name) => tensors.get(`blocks.${layer}.attn.hook_${name}`)!)
    return new File(parts.map(littleEndian), `patterns-${layer}.f32`, { type: 'application/octet-stream' })
  })
}

async function inductionOnRandom(tools: RunTools, request: RunRequest, options: RunOptions) {
  const { info, architecture } = request.model
  const { layers, heads } = architecture.sizes
  const length = Math.min(mostRandom, Math.floor(info.context / 2), info.vocabulary)
  if (info.kind !== 'decoder' || length < fewestRandom) return null
  const ids = repeatedIds(length, info.vocabulary, seededRandom(randomSeed))
  return lookInside(tools, { ...request, prompt: { ids } }, options, async ({ tensors }) => ({
    length,
    scores: ofEachHead(layers, heads, tensors, (pattern) => inductionOnRepeat(pattern, length)),
  }))
}

function ofEachHead<T>(
  layers: number,
  heads: number,
  tensors: ReadonlyMap<string, FloatTensor>,
  of: (pattern: Float32Array) => T,
): T[][] {
  return Array.from({ length: layers }, (_, layer) => {
    const { data } = tensors.get(`blocks.${layer}.attn.hook_pattern`)!
    const size = data.length / heads
    return Array.from({ length: heads }, (_, head) => of(data.subarray(head * size, (head + 1) * size)))
  })
}

function littleEndian({ data }: FloatTensor): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * data.length))
  for (const [at, value] of data.entries()) view.setFloat32(4 * at, value, true)
  return view
}

function demandLayer({ info }: OpenedModel, layer: number): void {
  if (layer < info.layers) return
  throw Fault.input(`${info.name} has no layer ${layer}`, {
    file: info.path,
    remedy: `Ask for a layer from 0 to ${info.layers - 1}.`,
  })
}

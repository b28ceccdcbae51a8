import { Fault } from '../../shared/fault'
import type { HeadDetail } from '../../shared/head-detail'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import { detailHead, type Frozen, type FrozenNorm, linearly, writeNormAt } from '../analysis'
import { type Architecture, isPostNorm, isTurned, scoreOf } from '../families'
import type { Runner } from '../inference'
import { moveTools } from './decompose-move'
import { lookInside } from './look-inside'
import type { OpenedModel } from './opened-model'
import { textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import type { PromptRun, RunRequest, RunTools } from './run-prompt'
import { demandOneStack } from './token-side'

export interface HeadDetailRequest extends RunRequest {
  readonly layer: number
  /** Null for the one that looks hardest at a key. */
  readonly head: number | null
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
  const { architecture, info } = model
  demandOneStack(model)
  const { layers, heads } = architecture.sizes
  demand(model, 'layer', layer, layers)
  if (head !== null) demand(model, 'head', head, heads)
  return lookInside(tools, request, options, async (run, runner) => {
    demand(model, 'query', query, run.tokens.length)
    if (key !== null) demand(model, 'key', key, run.tokens.length)
    const { attention } = architecture.blocks[layer]!
    const turned = isTurned(attention)
    const vectors = await runner.writes.vectors()
    const writeNorm = writeNormAt(
      { tensors: run.tensors, tools: await moveTools(architecture, runner), position: query },
      layer,
    )
    const tensor = (name: string) => run.tensors.get(`blocks.${layer}.attn.hook_${name}`)!
    const detail = await detailHead({
      tensors: {
        q: tensor(turned ? 'rot_q' : 'q'),
        k: tensor(turned ? 'rot_k' : 'k'),
        v: tensor('v'),
        scores: tensor('attn_scores'),
        pattern: tensor('pattern'),
      },
      layer,
      query,
      head,
      key,
      scale: attention.scale,
      scoreOf: (of, at, dot) =>
        scoreOf(architecture, { layer, head: of, query, key: at }, dot, vectors.relative[layer]!),
      sinks: vectors.sinks[layer]!,
      writesOf: async (of, values) => throughNorm(await writesOf(architecture, runner, layer, of, values), writeNorm),
      nearest: (vectors, k) => runner.vocabulary.nearest(vectors, k),
      toLogits: unembedsDirectly(architecture)
        ? { scores: (vectors) => runner.vocabulary.uncappedScores(vectors), norm: frozenNorm(architecture, run, query) }
        : null,
      text: await textsOf(model),
    })
    return {
      model: { name: info.name, fingerprint: info.fingerprint, layers, heads },
      device: run.device.device,
      fromStore: run.fromStore,
      milliseconds: run.milliseconds,
      tokens: [...run.tokens],
      layer,
      rotary: attention.rotary !== null,
      ...detail,
    }
  })
}

/** What is written is a sum up to the logits only where nothing but a norm at the end and W_U follow. */
function unembedsDirectly(architecture: Architecture): boolean {
  const { unembed } = architecture
  return unembed !== null && unembed.transform === null && !isPostNorm(architecture)
}

function frozenNorm({ finalNorm }: Architecture, run: PromptRun, query: number): FrozenNorm | null {
  return (
    finalNorm && {
      kind: finalNorm.kind,
      eps: finalNorm.eps,
      scale: row(run.tensors.get('ln_final.hook_scale')!, 0, query)[0]!,
    }
  )
}

/** One head's values [rows, d_head] → [rows, d_model]. The product is of all heads, so the others' rows are left at 0. */
async function writesOf(
  { sizes: { heads, dHead, dModel } }: Architecture,
  { writes }: Runner,
  layer: number,
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
    const { data } = await writes.ofHeads(layer, floatTensor(z, [heads, count, dHead]))
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

function demand({ info }: OpenedModel, what: 'layer' | 'head' | 'query' | 'key', given: number, count: number): void {
  if (given < count) return
  const where = what === 'layer' || what === 'head' ? info.name : 'The prompt'
  const name = what === 'layer' || what === 'head' ? what : 'position'
  throw Fault.input(`${where} has no ${name} ${given}`, {
    ...(what === 'layer' || what === 'head' ? { file: info.path } : {}),
    place: what,
    remedy: `Choose a ${name} from 0 to ${count - 1}.`,
  })
}

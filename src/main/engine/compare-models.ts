import { type AttentionPlace, rangeOf } from '../../shared/attention-places'
import type { Prompt } from '../../shared/contract'
import type { Direction } from '../../shared/direction'
import type { DeviceName, TokenInfo } from '../../shared/model-info'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import type { TrajectoryView } from '../../shared/trajectory'
import { type Absent, distinctNames, type HeadDifference, isAbsent, type TwoModels } from '../../shared/two-models'
import {
  compareModelPaths,
  compareNextWords,
  contextPath,
  demandPosition,
  type ModelPath,
  readModelPath,
  rowDifferences,
} from '../analysis'
import { lookInside } from './look-inside'
import type { OpenedModel } from './opened-model'
import { readPrompt, textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import type { RunRequest, RunTools } from './run-prompt'
import { sideOf } from './token-side'
import { axesOf, demandOwnStack } from './trace-token'
import { demandSameWords, type InCommon, inCommon, type Shared } from './two-models-in-common'

export interface CompareModelsRequest extends RunRequest {
  /** The reference. */
  readonly other: OpenedModel
  readonly position: number
  readonly view: TrajectoryView
  /** Directions of the first model, not of the reference, that become the first axes of the picture. */
  readonly axes?: readonly Direction[] | undefined
}

/**
 * The same token ids through two models, one after the other, and how far apart they are at one token. The reference runs
 * first, so that the model that a person has open stays the one that is ready. Each run goes into the store under its own
 * model's fingerprint.
 */
export async function compareModels(
  tools: RunTools,
  request: CompareModelsRequest,
  { onProgress, signal }: RunOptions,
): Promise<TwoModels> {
  const { model, other, prompt, device, position, view, axes } = request
  const { tokens, batch } = await readPrompt(model, prompt)
  demandPosition(position, tokens)
  demandOwnStack(axes, tokens[position])
  await demandSameWords(model, other, tokens)
  const common = inCommon(model, other, tokens, position)
  const [name, nameOfOther] = distinctNames([model.info, other.info])
  const optionsOf = (of: string): RunOptions => ({
    signal,
    onProgress: (progress) => onProgress?.({ ...progress, of }),
  })
  const asked = { device, tokens, position, view, common }
  const ids = idsOf(batch, prompt)
  const reference = await gather(tools, { ...asked, model: other, prompt: ids }, optionsOf(nameOfOther))
  const directions = isAbsent(common.stations) ? [] : await axesOf(tools, { model, device, axes }, optionsOf(name))
  const own = await gather(tools, { ...asked, model, prompt }, optionsOf(name))
  const text = await textsOf(model)
  return {
    models: [comparedModel(model, own), comparedModel(other, reference)],
    view,
    tokens: [...tokens],
    position,
    paths: whereShared(common.stations, (stations) =>
      compareModelPaths(stations, [own.path!, reference.path!], directions),
    ),
    patterns: whereShared(common.patterns, (places) =>
      places.map((place, at) => headDifferences(place, tokens, position, own.patterns[at]!, reference.patterns[at]!)),
    ),
    words: whereShared(common.words, (about) => compareNextWords([own.logits!, reference.logits!], about, text)),
  }
}

interface GatherRequest extends Omit<CompareModelsRequest, 'other'> {
  readonly tokens: readonly TokenInfo[]
  readonly common: InCommon
}

/** What is kept of one model's run while the other's is made. */
interface Gathered {
  readonly device: DeviceName
  readonly fromStore: boolean
  readonly path: ModelPath | null
  /** [heads, queries, keys] by attention. */
  readonly patterns: readonly Float32Array[]
  /** [d_vocab] at the token. */
  readonly logits: Float32Array | null
}

function gather(tools: RunTools, request: GatherRequest, options: RunOptions): Promise<Gathered> {
  const { model, tokens, position, view, common } = request
  return lookInside(tools, request, options, async (run, runner) => {
    options.onProgress?.({ stage: 'analysing', done: null, total: null })
    const side = sideOf(model, tokens, position)
    const raw = contextPath({ stations: side.stations, residuals: run.tensors }, position - side.first, side.tokens)
    const vocabulary = await side.vocabulary(runner)
    return {
      device: run.device.device,
      fromStore: run.fromStore,
      path: isAbsent(common.stations) ? null : await readModelPath(raw, position - side.first, view, vocabulary),
      patterns: isAbsent(common.patterns)
        ? []
        : common.patterns.given.map(({ at }) => run.tensors.get(`${at}.hook_pattern`)!.data),
      logits: isAbsent(common.words) ? null : (await runner.vocabulary.scores(lastOf(raw))).data,
    }
  })
}

function headDifferences(
  { heads, queries }: AttentionPlace,
  tokens: readonly TokenInfo[],
  position: number,
  own: Float32Array,
  reference: Float32Array,
): HeadDifference[] {
  const { first, count } = rangeOf(tokens, queries)
  const size = own.length / heads
  const at = position - first
  return Array.from({ length: heads }, (_, head) => {
    const of = (patterns: Float32Array) => patterns.subarray(head * size, (head + 1) * size)
    const rows = rowDifferences(of(own), of(reference), size / count)
    return { row: at >= 0 && at < count ? rows[at]! : null, mean: rows.reduce((sum, row) => sum + row, 0) / count }
  })
}

/** The prompt as the ids that the first model's tokenizer makes of it, for a model that may have none. */
function idsOf({ tokenIds, decoderTokenIds }: Batch, prompt: Prompt): Prompt {
  if ('file' in prompt) return prompt
  const { states, inputs } = prompt
  return {
    ids: [...tokenIds[0]!],
    ...(decoderTokenIds ? { decoder: { ids: [...decoderTokenIds[0]!] } } : {}),
    ...(states === undefined ? {} : { states }),
    ...(inputs === undefined ? {} : { inputs }),
  }
}

type Batch = Awaited<ReturnType<typeof readPrompt>>['batch']

/** The path's end as a matrix of one row. */
function lastOf(path: FloatTensor): FloatTensor {
  const [stations, width] = path.shape as [number, number]
  return floatTensor(row(path, stations - 1).slice(), [1, width])
}

function whereShared<T, A extends object>(part: Shared<T>, of: (given: T) => A): A | Absent {
  return isAbsent(part) ? part : of(part.given)
}

function comparedModel({ info }: OpenedModel, { device, fromStore }: Gathered): TwoModels['models'][number] {
  const { name, fingerprint, family, layers, heads, dtype, bytes } = info
  return { name, fingerprint, family, layers, heads, dtype, bytes, device, fromStore }
}

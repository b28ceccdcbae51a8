import { byteText } from '../../../shared/byte-text'
import type { Prompt } from '../../../shared/contract'
import type { Direction } from '../../../shared/direction'
import { frameContexts } from '../../../shared/figures/contexts-layout'
import type { FigureFormat } from '../../../shared/figures/figure-formats'
import { modelsPicture } from '../../../shared/figures/models-figure'
import { shownModels } from '../../../shared/figures/models-shown'
import type { ModelHeadsSpec, ModelsSpec, WeightErrorsSpec } from '../../../shared/figures/models-spec'
import type { SimilaritySpec } from '../../../shared/figures/similarity-spec'
import { homeCamera } from '../../../shared/figures/trajectory-cameras'
import type { DeviceWish } from '../../../shared/model-info'
import type { Similarity } from '../../../shared/similarity'
import type { TrajectoryView } from '../../../shared/trajectory'
import { isAbsent, type TwoModels } from '../../../shared/two-models'
import type { WeightErrors } from '../../../shared/weight-errors'
import { axesNamed } from './axis-words'
import { type EngineSession, withEngine } from './engine-session'
import { checkPlace, type OutputFile } from './output-path'
import { similarityTable } from './similarity-table'
import { chooseToken } from './token-choice'
import type { FigureWishes } from './trace-figure'
import { nextWordsTable, twoModelsTable, twoModelsTitle } from './two-models-table'
import { weightsTable } from './weights-table'
import type { World } from './world'

type Wishes = Omit<FigureWishes, 'others'>

export interface CompareRequest {
  /** Absolute paths, or the shipped sample's name; `other` is the reference. */
  readonly model: string
  readonly other: string
  /** What both are run on, and which token is looked at, as `chooseToken` reads it; null for neither. */
  readonly run: { readonly prompt: Prompt; readonly token: string } | null
  /** What CKA is taken over: the prompt and further sentences; null for none. */
  readonly similarity: readonly Prompt[] | null
  /** Whether the weights are compared. */
  readonly weights: boolean
  readonly view: TrajectoryView
  /** Of the paths, as `axesNamed` reads them; made in `model`. */
  readonly axes: readonly string[]
  readonly device: DeviceWish
  /** Of the run, or where there is none of CKA, or of the weights. */
  readonly outputs: readonly OutputFile<FigureFormat>[]
  readonly figure: Wishes
  /** Dots an inch, of PNG and WebP. */
  readonly dpi: number
  readonly dataFolder: string
}

/** Prints how far two models are apart on the same tokens, station by station, and in their weights, tensor by tensor. */
export async function compare(request: CompareRequest, world: World): Promise<void> {
  for (const { path } of request.outputs) await checkPlace(path)
  await withEngine(world, request.dataFolder, async (session) => {
    const { client, answer } = session
    const { model: path, other, run, similarity, weights, device, view, figure } = request
    const { signal, stdout } = world
    const blocks: string[] = []
    let spec: ModelsSpec | ModelHeadsSpec | SimilaritySpec | WeightErrorsSpec | null = null
    if (run) {
      const info = await client.model.inspect({ path }, { signal })
      const position = await positionOf(session, request, run, signal)
      const axes = await axesNamed(request.axes, session, signal)
      const asked = { path, other, prompt: run.prompt, device, position, view, axes }
      const compared = await answer((options) => client.analyse.models(asked, options))
      blocks.push(`${twoModelsTitle(compared)}\n${twoModelsTable(compared, info)}\n${nextWordsTable(compared)}`)
      spec = modelsFigure(compared, run.prompt, figure, axes)
    }
    if (similarity) {
      const asked = { path, other, prompts: [...similarity], device }
      const compared = await answer((options) => client.analyse.similarity(asked, options))
      blocks.push(similarityTable(compared))
      spec ??= similarityFigure(compared, similarity, figure)
    }
    if (weights) {
      const compared = await answer((options) => client.analyse.weights({ path, other }, options))
      blocks.push(weightsTable(compared))
      spec ??= weightsFigure(compared, figure)
    }
    stdout.write(blocks.join('\n'))
    if (request.outputs.length > 0) stdout.write('\n')
    for (const { path: file, format } of request.outputs) {
      const drawn = { path, other, device, spec: spec!, format, dpi: request.dpi }
      const made = await answer((options) => client.export.figure(drawn, options))
      const data = new Uint8Array(await made.arrayBuffer())
      await session.writeFile(file, data)
      stdout.write(`${file} · ${byteText(data.byteLength)}\n`)
    }
  })
}

/** What can be found wrong without running the models is; ids without a tokenizer are known by the run alone. */
async function positionOf(
  { client, answer }: EngineSession,
  { model: path, device }: CompareRequest,
  { prompt, token }: NonNullable<CompareRequest['run']>,
  signal: AbortSignal,
): Promise<number> {
  if (!('text' in prompt)) {
    const { tokens } = await answer((options) => client.run({ path, prompt, device }, options))
    return chooseToken(tokens, token)
  }
  const { tokens } = await client.model.tokenize({ path, ...prompt }, { signal })
  // An empty prompt is refused by the run, in better words than that it has no such token.
  return tokens.every(({ special }) => special) ? 0 : chooseToken(tokens, token)
}

/**
 * The picture that the window shows of two models when it is first looked at; where they have no paths in one space, that of
 * their heads.
 */
function modelsFigure(
  answer: TwoModels,
  prompt: Prompt,
  wishes: Wishes,
  axes: readonly Direction[],
): ModelsSpec | ModelHeadsSpec {
  const { models, paths, position, view } = answer
  const { theme, width, height } = wishes
  const of = { version: 1, model: named(models[0]), other: named(models[1]), prompt, position } as const
  if (isAbsent(paths)) return { ...of, kind: 'model-heads', rows: 'token', theme, width, height }
  const along = axes.length > 0 ? { axes: [...axes] } : {}
  const camera = homeCamera(frameContexts(shownModels(answer, paths)), modelsPicture(wishes))
  return { ...of, kind: 'models', view, measure: 'relative', camera, station: null, ...along, ...wishes }
}

function similarityFigure(
  { models }: Similarity,
  [prompt, ...more]: readonly Prompt[],
  { theme, width, height }: Wishes,
): SimilaritySpec {
  const of = { model: named(models[0]), other: named(models[1]), prompt: prompt!, more }
  return { kind: 'similarity', version: 1, ...of, estimate: 'debiased', theme, width, height }
}

function weightsFigure({ models }: WeightErrors, { theme, width, height }: Wishes): WeightErrorsSpec {
  const [model, other] = models
  const of = { model: named(model), other: named(other), prompt: null }
  return { kind: 'weight-errors', version: 1, ...of, theme, width, height }
}

function named({ name, fingerprint }: TwoModels['models'][number] | WeightErrors['models'][number]) {
  return { name, fingerprint }
}

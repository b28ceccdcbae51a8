import { stationHooks } from '../../shared/taps'
import type { Trajectory, TrajectoryView } from '../../shared/trajectory'
import { analyseTrajectory, type Vocabulary } from '../analysis'
import type { Runner } from '../inference'
import type { OpenedModel } from './opened-model'
import { textsOf } from './read-prompt'
import { type RunOptions, type RunRequest, type RunTools, runPrompt, stationsOf } from './run-prompt'

export interface TraceRequest extends RunRequest {
  readonly position: number
  readonly view: TrajectoryView
  readonly watch: number | null
}

/** One token's path through the layers; the model runs first where the store has nothing. */
export async function traceToken(tools: RunTools, request: TraceRequest, options: RunOptions): Promise<Trajectory> {
  const { model, position, view, watch } = request
  const stations = stationsOf(model)
  const taps = stationHooks(stations)
  return runPrompt(tools, request, taps, options, async (run, runner) => {
    const { name, family, fingerprint, layers } = model.info
    return analyseTrajectory({
      stations,
      residuals: run.tensors,
      tokens: run.tokens,
      position,
      view,
      watch,
      vocabulary: await vocabularyOf(model, runner),
      model: { name, family, fingerprint, layers },
      device: run.device.device,
      fromStore: run.fromStore,
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  })
}

/** The matrix products of the runner and the words of the tokenizer, as analyses ask for them. */
export async function vocabularyOf(
  { architecture, ...model }: OpenedModel,
  { vocabulary }: Runner,
): Promise<Vocabulary> {
  const text = await textsOf({ architecture, ...model })
  return {
    size: architecture.sizes.vocabulary,
    unembeds: architecture.unembed !== null,
    text,
    embedded: (ids, position) => vocabulary.embedded(ids, position),
    nearest: (vectors, k) => vocabulary.nearest(vectors, k),
    finalNorm: (vectors) => vocabulary.finalNorm(vectors),
    lens: (vectors, k) => vocabulary.lens(vectors, k),
    watch: (vectors, id) => vocabulary.watch(vectors, id),
  }
}

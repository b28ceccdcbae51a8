import { Fault } from '../../shared/fault'
import type { Prediction } from '../../shared/prediction'
import { stationHooks } from '../../shared/taps'
import { predict } from '../analysis'
import type { OpenedModel } from './opened-model'
import { textsOf } from './read-prompt'
import { type RunOptions, type RunRequest, type RunTools, runPrompt, stationsOf } from './run-prompt'

export interface PredictionRequest extends RunRequest {
  /** Token id followed through the layers; null for none. */
  readonly watch: number | null
}

/** What the model predicts at every position, layer by layer; it runs first where the store has nothing. */
export async function predictWords(
  tools: RunTools,
  { watch, ...request }: PredictionRequest,
  options: RunOptions,
): Promise<Prediction> {
  const { model } = request
  demandUnembedding(model)
  const stations = stationsOf(model)
  const text = await textsOf(model)
  const taps = stationHooks(stations)
  return runPrompt(tools, request, taps, options, async (run, runner) => {
    const { name, fingerprint, layers, kind, vocabulary } = model.info
    return predict({
      model: { name, fingerprint, layers },
      device: run.device.device,
      fromStore: run.fromStore,
      tokens: run.tokens,
      stations,
      residuals: run.tensors,
      about: kind === 'decoder' ? 'next' : 'here',
      watch,
      vocabulary,
      text,
      scores: (vectors) => runner.vocabulary.scores(vectors),
      ...options,
    })
  })
}

export function demandUnembedding({ info }: OpenedModel): void {
  if (info.languageModel) return
  throw Fault.input(`${info.name} ends in vectors and has no unembedding, so it predicts no words`, {
    file: info.path,
    remedy: 'Open the model with its language-model head.',
  })
}

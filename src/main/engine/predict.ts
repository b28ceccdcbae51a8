import { Fault } from '../../shared/fault'
import type { Prediction } from '../../shared/prediction'
import { stationHooks } from '../../shared/taps'
import { predict } from '../analysis'
import type { OpenedModel } from './opened-model'
import { textsOf } from './read-prompt'
import type { RunOptions } from './run-options'
import { type RunRequest, type RunTools, runPrompt } from './run-prompt'
import { allStations, lastSide } from './token-side'

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
  const text = await textsOf(model)
  return runPrompt(tools, request, stationHooks(allStations(model)), options, async (run, runner) => {
    const { name, fingerprint, layers, kind, vocabulary } = model.info
    const { stations, tokens, first } = lastSide(model, run.tokens)
    return predict({
      model: { name, fingerprint, layers },
      device: run.device.device,
      fromStore: run.fromStore,
      tokens,
      first,
      stations,
      residuals: run.tensors,
      about: kind === 'encoder' ? 'here' : 'next',
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

import type { Classification } from '../../shared/classification'
import { Fault } from '../../shared/fault'
import { stationHooks } from '../../shared/taps'
import { taskHeadHooks } from '../../shared/task-head'
import { classify } from '../analysis'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import { type RunRequest, type RunTools, runPrompt } from './run-prompt'
import { allStations } from './token-side'

/** What the model's task head makes of a prompt; it runs first where the store has nothing. */
export async function classifyText(tools: RunTools, request: RunRequest, options: RunOptions): Promise<Classification> {
  const { info } = request.model
  const { taskHead: head } = info
  if (head === null) {
    throw Fault.input(`${info.name} has no head that scores classes`, {
      file: info.path,
      remedy:
        'Open a model that was trained to classify, such as one whose architecture ends in ForSequenceClassification.',
    })
  }
  const { out } = taskHeadHooks(head.at)
  return runPrompt(tools, request, runTaps(request.model), options, async (run) => ({
    device: run.device.device,
    fromStore: run.fromStore,
    tokens: [...run.tokens],
    head,
    rows: classify(run.tensors.get(out)!, head.squash, out),
  }))
}

/** What a run is made for: the residual stream, and what the task head gives, so that one session serves both. */
export function runTaps(model: OpenedModel): string[] {
  const { taskHead } = model.info
  return [...stationHooks(allStations(model)), ...(taskHead ? [taskHeadHooks(taskHead.at).out] : [])]
}

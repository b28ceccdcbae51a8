import type { Contexts } from '../../shared/contexts'
import type { Prompt } from '../../shared/contract'
import { stationHooks } from '../../shared/taps'
import type { TrajectoryView } from '../../shared/trajectory'
import { type Context, compareContexts, contextPath } from '../analysis'
import { type RunOptions, type RunRequest, type RunTools, runPrompt, stationsOf } from './run-prompt'
import { vocabularyOf } from './trace-token'

export interface CompareContextsRequest extends Omit<RunRequest, 'prompt'> {
  readonly items: readonly { readonly prompt: Prompt; readonly position: number }[]
  readonly view: TrajectoryView
}

/** One token in each of several sentences, side by side. Sentences that the store does not have are run, one after another. */
export async function compareSentences(
  tools: RunTools,
  { model, device, items, view }: CompareContextsRequest,
  { onProgress, signal }: RunOptions,
): Promise<Contexts> {
  const stations = stationsOf(model)
  const taps = stationHooks(stations)
  const { name, fingerprint, layers } = model.info
  const contexts: Context[] = []
  for (const [done, { prompt, position }] of items.entries()) {
    const options: RunOptions = {
      onProgress: ({ stage }) => onProgress?.({ stage, done, total: items.length }),
      signal,
    }
    const answer = await runPrompt(tools, { model, prompt, device }, taps, options, async (run, runner) => {
      const raw = contextPath({ stations, residuals: run.tensors }, position, run.tokens)
      contexts.push({ tokens: run.tokens, position, fromStore: run.fromStore, raw })
      if (contexts.length < items.length) return null
      return compareContexts({
        stations,
        contexts,
        view,
        vocabulary: await vocabularyOf(model, runner),
        model: { name, fingerprint, layers },
        device: run.device.device,
        onProgress,
        signal,
      })
    })
    if (answer !== null) return answer
  }
  throw new Error('No sentences were handed in to compare')
}

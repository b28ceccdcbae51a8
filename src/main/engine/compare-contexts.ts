import type { Contexts } from '../../shared/contexts'
import type { Prompt } from '../../shared/contract'
import type { Direction } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import type { StackShape } from '../../shared/model-shape'
import { stationHooks } from '../../shared/taps'
import type { TrajectoryView } from '../../shared/trajectory'
import { type Context, compareContexts, contextPath } from '../analysis'
import type { RunOptions } from './run-options'
import { type RunRequest, type RunTools, runPrompt } from './run-prompt'
import { allStations, sideOf } from './token-side'
import { axesOf, demandOwnStack } from './trace-token'

export interface CompareContextsRequest extends Omit<RunRequest, 'prompt'> {
  readonly items: readonly { readonly prompt: Prompt; readonly position: number }[]
  readonly view: TrajectoryView
  /** Directions that become the first axes of the picture. */
  readonly axes?: readonly Direction[] | undefined
}

/** One token in each of several sentences, side by side. Sentences that the store does not have are run, one after another. */
export async function compareSentences(
  tools: RunTools,
  { model, device, items, view, axes }: CompareContextsRequest,
  { onProgress, signal }: RunOptions,
): Promise<Contexts> {
  const taps = stationHooks(allStations(model))
  const { name, fingerprint } = model.info
  const contexts: Context[] = []
  const directions = await axesOf(tools, { model, device, axes }, { onProgress, signal })
  let side: StackShape | null = null
  for (const [done, { prompt, position }] of items.entries()) {
    const options: RunOptions = {
      onProgress: ({ stage }) => onProgress?.({ stage, done, total: items.length }),
      signal,
    }
    const answer = await runPrompt(tools, { model, prompt, device }, taps, options, async (run, runner) => {
      const { stack, stations, tokens, first, vocabulary } = sideOf(model, run.tokens, position)
      side ??= stack
      if (side !== stack) throw otherSide()
      demandOwnStack(axes, run.tokens[position])
      const raw = contextPath({ stations, residuals: run.tensors }, position - first, tokens)
      contexts.push({ tokens: run.tokens, position, fromStore: run.fromStore, raw })
      if (contexts.length < items.length) return null
      return compareContexts({
        stations,
        contexts,
        view,
        directions,
        vocabulary: await vocabulary(runner),
        model: { name, fingerprint, layers: stack.sizes.layers },
        device: run.device.device,
        onProgress,
        signal,
      })
    })
    if (answer !== null) return answer
  }
  throw new Error('No sentences were handed in to compare')
}

function otherSide(): Fault {
  return Fault.input('One of the tokens is the encoder’s and another the decoder’s, whose streams are not comparable', {
    place: 'contexts',
    remedy: 'Choose tokens of the same side in each.',
  })
}

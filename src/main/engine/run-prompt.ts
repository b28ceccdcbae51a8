import { performance } from 'node:perf_hooks'
import type { Prompt } from '../../shared/contract'
import type { DeviceChoice, DeviceWish, TokenInfo } from '../../shared/model-info'
import type { FloatTensor } from '../../shared/tensor'
import type { ActivationStore, RunKey } from '../activations'
import type { Runner } from '../inference'
import { hashOfStates } from './encoder-states'
import { demanding, hooksThere } from './found-hooks'
import { hashOfGiven } from './given-inputs'
import type { PromptSize } from './inside-taps'
import { breathe } from './long-call'
import type { OpenedModel } from './opened-model'
import { readPrompt } from './read-prompt'
import type { RunOptions } from './run-options'
import type { Runners } from './runners'

export interface RunRequest {
  readonly model: OpenedModel
  readonly prompt: Prompt
  readonly device: DeviceWish
}

/** Hook points of one prompt and where they came from. */
export interface PromptRun {
  readonly tokens: readonly TokenInfo[]
  /** How many states were given beside them; null where none are read. */
  readonly states: number | null
  readonly device: DeviceChoice
  readonly tensors: ReadonlyMap<string, FloatTensor>
  readonly fromStore: boolean
  /** Whether the store holds them now; it does not where they are larger than its limit. */
  readonly stored: boolean
  /** From asking to having, without storing. */
  readonly milliseconds: number
  readonly bytes: number
}

export interface RunTools {
  readonly runners: Runners
  store(): ActivationStore
}

/**
 * Hook points of a prompt, named or chosen by its size: read back where the store has all of them, otherwise computed and stored.
 * `then` is called with the run and the model's runner, for work that needs both.
 */
export async function runPrompt<T>(
  tools: RunTools,
  { model, prompt, device: wish }: RunRequest,
  wanted: readonly string[] | ((size: PromptSize) => readonly string[]),
  { onProgress, signal }: RunOptions,
  then: (run: PromptRun, runner: Runner) => Promise<T>,
): Promise<T> {
  const report = async (stage: 'reading' | 'opening' | 'running' | 'storing') => {
    onProgress?.({ stage, done: null, total: null })
    await breathe(signal)
  }
  await report('reading')
  const { tokens, batch, states } = await readPrompt(model, prompt)
  const size = { tokens: tokens.length, states: states && states.shape[1]! }
  const asked = typeof wanted === 'function' ? wanted(size) : wanted
  const taps = hooksThere(model, asked)
  return tools.runners.use(model, wish, { onProgress, signal }, async (runner, device) => {
    const began = performance.now()
    const key: RunKey = {
      fingerprint: model.info.fingerprint,
      tokenIds: batch.tokenIds[0]!,
      ...(batch.decoderTokenIds ? { decoderTokenIds: batch.decoderTokenIds[0]! } : {}),
      ...(states ? { states: hashOfStates(states) } : {}),
      ...(batch.given ? { inputs: hashOfGiven(batch.given) } : {}),
      device: device.device,
    }
    const stored = tools.store().get(key, taps)
    const answer = (tensors: ReadonlyMap<string, FloatTensor>, rest: Pick<PromptRun, 'fromStore' | 'stored'>) => ({
      ...rest,
      tokens,
      states: size.states,
      device,
      tensors: demanding(model, tensors, asked),
      milliseconds: performance.now() - began,
      bytes: [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0),
    })
    if (stored) return then(answer(stored, { fromStore: true, stored: true }), runner)
    await report('opening')
    await runner.open(taps)
    await report('running')
    const tensors = await runner.run(batch, taps)
    const run = answer(tensors, { fromStore: false, stored: false })
    await report('storing')
    const put = tools.store().put(key, tensors)
    tools.runners.computed(model)
    return then({ ...run, stored: put.stored }, runner)
  })
}

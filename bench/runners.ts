import { openCheckpoint } from '../src/main/checkpoint/index'
import { type Architecture, readArchitecture, tapModelOf } from '../src/main/families/index'
import { openRunner, type Runner } from '../src/main/inference/index'
import { tapsOf } from '../src/shared/taps'

/** Hook points to measure with, each list as a run is asked for it. */
export interface HookPoints {
  readonly all: readonly string[]
  readonly logits: readonly string[]
  /** What PyTorch gives as hidden states and attentions. */
  readonly reference: readonly string[]
}

export interface OpenedForBench {
  readonly taps: HookPoints
  readonly fingerprint: string
  readonly architecture: Architecture
  /** A runner on the CPU, a session of its own, opened for the hook points; packed where that is asked for. */
  runner(taps: readonly string[], packed: boolean): Promise<Runner>
}

export async function openForBench(folder: string): Promise<OpenedForBench> {
  const checkpoint = await openCheckpoint(folder)
  const architecture = readArchitecture(checkpoint)
  const all = tapsOf(tapModelOf(architecture)).map(({ name }) => name)
  const last = architecture.sizes.layers - 1
  const isReference = (name: string) =>
    /\.(hook_resid_pre|attn\.hook_pattern)$/.test(name) ||
    name === `blocks.${last}.hook_resid_post` ||
    name === 'logits'
  return {
    taps: { all, logits: ['logits'], reference: all.filter(isReference) },
    fingerprint: checkpoint.fingerprint,
    architecture,
    async runner(taps, packed) {
      const runner = await openRunner(checkpoint, architecture, 'cpu')
      await runner.open(taps)
      if (packed && !(await runner.warm())) throw new Error('The weights were not packed.')
      return runner
    },
  }
}

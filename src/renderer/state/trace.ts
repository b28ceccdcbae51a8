import type { Progress, Prompt } from '../../shared/contract'
import { toFaultData } from '../../shared/fault'
import type { ModelInfo } from '../../shared/model-info'
import type { Trajectory } from '../../shared/trajectory'
import { refreshStore } from './activation-store'
import { clients } from './clients'
import { promptOf } from './prompt'
import { useSelection } from './selection'
import { type Task, useSession } from './session'

/** Looking back at a token that was just shown should not ask the engine again. */
const kept = new Map<string, Trajectory>()
const keptAtMost = 24

/** Whether a person has asked for results of this sentence, by running it or by choosing a token. */
let asked = false
let working: AbortController | undefined

/** Ends the work on a sentence, model or device that is no longer the one on the screen, without a word about it. */
export function stopQuietly(): void {
  asked = false
  working?.abort()
  working = undefined
}

/** Stops on a person's wish, and says so. */
export function stop(): void {
  if (!working) return
  stopQuietly()
  useSession.setState({ task: null, mishap: { kind: 'stopped' } })
}

export function forgetKept(): void {
  kept.clear()
}

/** Runs the sentence again, also when its result is there: the store may answer, and the window then says so. */
export function run(): void {
  useSession.setState({ ran: null })
  follow()
}

/** Chooses a token; the model runs first when it has not. */
export function selectToken(position: number): void {
  useSelection.setState({ position, playhead: null, playing: false, hovered: null })
  follow()
}

/** Brings what is shown up to the selection. Safe to call after any change: it does nothing when nothing is missing. */
export function follow(): void {
  asked = true
  if (!working) void work()
}

/** Follows a change of the selection only where results are already being looked at. */
export function followIfAsked(): void {
  if (asked || useSession.getState().traced) follow()
}

interface Wanted {
  readonly model: ModelInfo
  readonly prompt: Prompt
  readonly position: number | null
  readonly key: string
}

function wanted(): Wanted | null {
  const { model, text, reading, wish } = useSession.getState()
  if (!model) return null
  const { position, view, axes, watch } = useSelection.getState()
  const prompt = promptOf(model, text, reading)
  const key = JSON.stringify([model.fingerprint, prompt, wish, position, view, watch?.id, axes])
  return { model, prompt, position, key }
}

/**
 * One loop works for the newest selection. A choice of another token does not break off the call that is under way (ending a
 * native call means ending the engine's process): that call's answer is kept, and the next round asks for what is wanted by then.
 */
async function work(): Promise<void> {
  const controller = new AbortController()
  working = controller
  const { signal } = controller
  useSession.setState({ mishap: null })
  try {
    while (asked && !signal.aborted) {
      const want = wanted()
      if (!want) break
      const { ran, wish, traced } = useSession.getState()
      if (!ran) {
        const answer = await long('run', signal, (options) =>
          clients().engine.run({ path: want.model.path, prompt: want.prompt, device: wish }, options),
        )
        if (signal.aborted) return
        useSession.setState({ ran: answer, device: answer.device, deviceFault: null, restarted: null })
        if (!useSession.getState().tokens) useSession.setState({ tokens: answer.tokens, tokensFault: null })
        void refreshStore()
        continue
      }
      if (want.position === null || want.position >= ran.tokens.length) {
        const position = lastWord(ran.tokens)
        if (position === null) break
        useSelection.setState({ position })
        continue
      }
      if (traced?.key === want.key) break
      const trajectory = kept.get(want.key) ?? (await trace(want, want.position, signal))
      if (signal.aborted) return
      keep(want.key, trajectory)
      if (wanted()?.key === want.key) show(want.key, trajectory)
    }
  } catch (error) {
    if (!signal.aborted) {
      const fault = toFaultData(error)
      useSession.setState({ mishap: fault.kind === 'cancelled' ? { kind: 'stopped' } : { kind: 'failed', fault } })
    }
  } finally {
    if (working === controller) {
      working = undefined
      asked = false
      useSession.setState({ task: null })
    }
  }
}

function trace(want: Wanted, position: number, signal: AbortSignal): Promise<Trajectory> {
  const { wish } = useSession.getState()
  const { view, watch, axes } = useSelection.getState()
  const { path } = want.model
  return long('trace', signal, (options) =>
    clients().engine.analyse.trajectory(
      { path, prompt: want.prompt, device: wish, position, view, watch: watch?.id ?? null, axes: [...axes] },
      options,
    ),
  )
}

function show(key: string, trajectory: Trajectory): void {
  useSession.setState({ traced: { key, trajectory } })
  const { station } = useSelection.getState()
  const last = trajectory.steps.length - 1
  if (station === null || station > last) useSelection.setState({ station: last })
}

function keep(key: string, trajectory: Trajectory): void {
  kept.delete(key)
  kept.set(key, trajectory)
  for (const oldest of kept.keys()) {
    if (kept.size <= keptAtMost) break
    kept.delete(oldest)
  }
}

function long<T>(
  name: Task['name'],
  signal: AbortSignal,
  call: (options: { signal: AbortSignal }) => Promise<AsyncIterator<Progress, T>>,
): Promise<T> {
  useSession.setState({ task: { name, progress: null } })
  return clients().runLong(call, {
    signal,
    onProgress: (progress) => {
      if (!signal.aborted) useSession.setState({ task: { name, progress } })
    },
  })
}

/** The last token that a person wrote: what follows from the sentence is read there. */
function lastWord(tokens: readonly { special: boolean }[]): number | null {
  const index = tokens.findLastIndex((token) => !token.special)
  return index >= 0 ? index : tokens.length > 0 ? tokens.length - 1 : null
}

/** The trajectory on the screen, and whether it is the one that the selection asks for. */
export function isCurrent(key: string): boolean {
  try {
    return wanted()?.key === key
  } catch {
    return false
  }
}

import { create } from 'zustand'
import type { Progress } from '../../shared/contract'
import { type FaultData, toFaultData } from '../../shared/fault'
import type { SelfCheck } from '../../shared/self-check'
import { type CheckMark, checkRows, wholeMark } from '../../shared/self-check-words'
import { clients } from './clients'
import { usePreferences } from './preferences'
import { type Session, useSession } from './session'

/** What is known of one model on one device. */
export type Checking =
  | { readonly state: 'running'; readonly progress: Progress | null }
  | { readonly state: 'done'; readonly check: SelfCheck }
  | { readonly state: 'failed'; readonly fault: FaultData }
  | { readonly state: 'stopped' }

interface Checks {
  /** By `keyOf`, for as long as the window lives. */
  readonly of: ReadonlyMap<string, Checking>
}

export const useChecks = create<Checks>()(() => ({ of: new Map() }))

/** So long must nothing have been asked for after the first picture, before a check of its own accord takes the engine. */
const quietMs = 1500

let working: { readonly key: string; readonly controller: AbortController } | null = null

/** The check of the open model on the chosen device; null where there was none. */
export function useChecking(): Checking | null {
  const key = useSession(keyOf)
  return useChecks(({ of }) => (key === null ? null : (of.get(key) ?? null)))
}

/** How the open model's check ended; null where it has not. */
export function useCheckMark(): CheckMark | null {
  const checking = useChecking()
  return checking?.state === 'done' ? wholeMark(checkRows(checking.check)) : null
}

/** Checks the open model. A check that is under way goes on. */
export async function startCheck(): Promise<void> {
  const session = useSession.getState()
  const key = keyOf(session)
  if (key === null || working?.key === key) return
  stopCheck()
  const own = { key, controller: new AbortController() }
  working = own
  note(key, { state: 'running', progress: null })
  const { signal } = own.controller
  try {
    const input = { path: session.model!.path, device: session.wish }
    const check = await clients().runLong((options) => clients().engine.model.selfCheck(input, options), {
      signal,
      onProgress: (progress) => {
        if (!signal.aborted) note(key, { state: 'running', progress })
      },
    })
    note(key, { state: 'done', check })
  } catch (error) {
    const fault = toFaultData(error)
    if (!signal.aborted) note(key, fault.kind === 'cancelled' ? { state: 'stopped' } : { state: 'failed', fault })
  } finally {
    if (working === own) working = null
  }
}

/** Stops what is under way, also where it is another model's. */
export function stopCheck(): void {
  if (!working) return
  const { key, controller } = working
  working = null
  controller.abort()
  note(key, { state: 'stopped' })
}

/**
 * From now on a check ends with the model or the device that it is about, and where the preference says so a model is checked
 * once its first path stands and nothing was asked for since.
 */
export function followChecks(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const consider = () => {
    const key = keyOf(useSession.getState())
    if (working && working.key !== key) stopCheck()
    clearTimeout(timer)
    if (isDue()) timer = setTimeout(() => isDue() && void startCheck(), quietMs)
  }
  useSession.subscribe(consider)
  usePreferences.subscribe(consider)
}

/** A model that was checked, or whose check was stopped or failed, is left alone. */
function isDue(): boolean {
  const session = useSession.getState()
  const key = keyOf(session)
  const isQuiet = session.traced !== null && session.task === null
  return usePreferences.getState().checkOnOpen && key !== null && isQuiet && !useChecks.getState().of.has(key)
}

function keyOf({ model, wish }: Session): string | null {
  return model && `${model.fingerprint} ${wish}`
}

function note(key: string, checking: Checking): void {
  useChecks.setState(({ of }) => ({ of: new Map(of).set(key, checking) }))
}

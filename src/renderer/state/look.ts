import { useEffect, useState } from 'react'
import type { Progress, Prompt } from '../../shared/contract'
import { type FaultData, toFaultData } from '../../shared/fault'
import type { DeviceWish } from '../../shared/model-info'
import { clients } from './clients'
import { beginWork } from './looks-at-work'
import { promptOf } from './prompt'
import { useSession } from './session'

/** What every look inside is taken of: the run on the screen, in the contract's words. */
export interface LookTarget {
  readonly path: string
  readonly prompt: Prompt
  readonly device: DeviceWish
}

/** The run on the screen; null while there is none. Equal runs give the same object. */
export function useLookTarget(): LookTarget | null {
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const device = useSession((session) => session.wish)
  const ran = useSession((session) => session.ran)
  const [target, setTarget] = useState<LookTarget | null>(null)
  useEffect(() => {
    setTarget(model && ran ? { path: model.path, prompt: promptOf(model, text, reading), device } : null)
  }, [model, text, reading, device, ran])
  return model && ran ? target : null
}

export interface Look<T> {
  /** The newest answer; of the last question while `stale`. Null before the first one of this run. */
  readonly answer: T | null
  readonly stale: boolean
  readonly progress: Progress | null
  /** Of kind `cancelled` where a person stopped it. */
  readonly fault: FaultData | null
  /** Breaks off the call that is under way. */
  stop(): void
  /** Asks again after a failure. */
  retry(): void
}

type Ask<I, T> = (input: I, options: { signal: AbortSignal }) => Promise<AsyncIterator<Progress, T>>

/**
 * A question that a view puts to the engine again and again. Answers are kept, the last `keptAtMost` of them, so that looking
 * back asks nobody. A call that is under way is broken off by a person alone (ending a native call means ending the engine's
 * process): its answer is kept, and then the newest question is put.
 */
export function createLook<I extends object, T>(ask: Ask<I, T>, keptAtMost = 24): (input: I | null) => Look<T> {
  const kept = new Map<string, T>()
  const failed = new Map<string, FaultData>()
  const listeners = new Set<() => void>()
  let wanted: { key: string; input: I } | null = null
  let progress: Progress | null = null
  let busy = false
  let working = new AbortController()
  const tell = () => {
    for (const listener of listeners) listener()
  }

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    const told = beginWork()
    while (wanted && !kept.has(wanted.key) && !failed.has(wanted.key)) {
      const { key, input } = wanted
      working = new AbortController()
      try {
        const answer = await clients().runLong((options) => ask(input, options), {
          signal: working.signal,
          onProgress: (next) => {
            progress = next
            told.progress(next)
            tell()
          },
        })
        kept.set(key, answer)
        for (const oldest of kept.keys()) {
          if (kept.size <= keptAtMost) break
          kept.delete(oldest)
        }
      } catch (error) {
        failed.set(key, toFaultData(error))
      }
      progress = null
      tell()
    }
    told.end()
    busy = false
  }

  return function useLook(input) {
    const [, redraw] = useState(0)
    const [last, setLast] = useState<{ readonly run: string; readonly answer: T } | null>(null)
    const key = input === null ? null : JSON.stringify(input)
    const run = input === null ? '' : runOf(input)
    useEffect(() => {
      const listener = () => redraw((count) => count + 1)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    }, [])
    useEffect(() => {
      if (key === null || input === null) return
      // A failure is asked again when somebody comes back to it.
      failed.delete(key)
      wanted = { key, input }
      void work()
    }, [key])
    const answer = key === null ? undefined : kept.get(key)
    useEffect(() => {
      if (answer !== undefined) setLast({ run, answer })
    }, [answer, run])
    const fault = key === null ? undefined : failed.get(key)
    // What belongs to another sentence is not shown under this one.
    const before = last?.run === run ? last.answer : null
    return {
      answer: answer ?? before,
      stale: answer === undefined && before !== null,
      progress,
      fault: fault ?? null,
      stop: () => working.abort(),
      retry() {
        if (key === null || input === null) return
        failed.delete(key)
        wanted = { key, input }
        tell()
        void work()
      },
    }
  }
}

/** The run that a question is about, whatever else it asks. */
function runOf(input: object): string {
  const { path, other, prompt, device } = input as Partial<LookTarget & { other: string }>
  return JSON.stringify([path, other, prompt, device])
}

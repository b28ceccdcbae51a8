import { useEffect, useState } from 'react'
import type { OnProgress, Progress } from '../../../../shared/contract'
import { type FaultData, toFaultData } from '../../../../shared/fault'

interface EngineAnswer<T> {
  /** The last that came, also while the next is asked for. */
  readonly answer: T | null
  readonly fault: FaultData | null
  /** Null while nothing is asked for. */
  readonly progress: Progress | 'asked' | null
}

/** A slider that is being dragged asks once, when it rests. */
const rest = 300

/** What the engine says to a question that changes as settings do; `key` tells questions apart, null asks nothing. */
export function useEngineAnswer<T>(
  key: string | null,
  ask: (signal: AbortSignal, onProgress: OnProgress) => Promise<T>,
): EngineAnswer<T> {
  const [state, setState] = useState<EngineAnswer<T>>({ answer: null, fault: null, progress: null })
  useEffect(() => {
    if (key === null) return
    const controller = new AbortController()
    const { signal } = controller
    const set = (change: Partial<EngineAnswer<T>>) => {
      if (!signal.aborted) setState((before) => ({ ...before, ...change }))
    }
    const timer = setTimeout(() => {
      set({ progress: 'asked' })
      ask(signal, (progress) => set({ progress })).then(
        (answer) => set({ answer, fault: null, progress: null }),
        (error) => set({ fault: toFaultData(error), progress: null }),
      )
    }, rest)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [key])
  return state
}

import type { OnProgress, Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { toFault } from './faults'

export interface LongOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/** Waits for the answer of a call that yields progress. Aborting it ends the call at once, and frees the engine. */
export type RunLong = <T>(
  call: (options: { signal: AbortSignal }) => Promise<AsyncIterator<Progress, T>>,
  options?: LongOptions,
) => Promise<T>

/**
 * The engine cannot read an abort while it is inside native code, so after one the host is asked to see that nothing holds
 * the engine any more. Nobody waits for that: a next call finds the engine, or the one that replaces it. One that was already
 * asked of an engine that ended for another's sake is asked once more.
 */
export function createRunLong(interrupt: () => Promise<unknown>): RunLong {
  const interrupts = { begun: 0, over: 0 }
  const free = () => {
    interrupts.begun++
    const over = () => {
      interrupts.over++
    }
    interrupt().then(over, over)
  }
  const ask: RunLong = async (call, { signal, onProgress } = {}) => {
    if (signal?.aborted) throw Fault.cancelled()
    const controller = new AbortController()
    const abort = () => {
      controller.abort(Fault.cancelled())
      free()
    }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      const iterator = await call({ signal: controller.signal })
      for (;;) {
        const step = await iterator.next()
        if (step.done) return step.value
        onProgress?.(step.value)
      }
    } catch (error) {
      throw controller.signal.aborted ? Fault.cancelled() : toFault(error)
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }
  return async (call, options) => {
    const { over } = interrupts
    return ask(call, options).catch((error: unknown) => {
      if (!(error instanceof Fault) || error.data.kind !== 'lost' || interrupts.begun === over) throw error
      return ask(call, options)
    })
  }
}

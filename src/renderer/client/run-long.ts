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
 * the engine any more. Nobody waits for that: a next call finds the engine, or the one that replaces it.
 */
export function createRunLong(interrupt: () => Promise<unknown>): RunLong {
  return async (call, { signal, onProgress } = {}) => {
    if (signal?.aborted) throw Fault.cancelled()
    const controller = new AbortController()
    const abort = () => {
      controller.abort(Fault.cancelled())
      interrupt().catch(() => {})
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
}

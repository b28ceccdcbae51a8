import { setImmediate } from 'node:timers/promises'
import type { OnProgress, Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { createProgressInbox } from './progress-inbox'

/** What a long call does. Its signal fires when the caller stops it or no longer listens. */
export type LongWork<T> = (onProgress: OnProgress, signal: AbortSignal) => Promise<T>

/**
 * A long call of the contract: runs `work` from the first `next()` on, yields what it reports (`createProgressInbox` says
 * how much of it) and returns its answer or throws what it throws. The work always ends before the call does, so whoever
 * saw the call end knows that nothing of it goes on: a stop waits for the work to heed its signal, and then throws a
 * `cancelled` fault, unless the work came to its answer all the same.
 */
export function longCall<T>(work: LongWork<T>, signal?: AbortSignal): AsyncGenerator<Progress, T> {
  const controller = new AbortController()
  const calls = relay(work, controller, signal)
  const finish = calls.return.bind(calls)
  // A generator takes up `return()` only when its pending `next()` has settled, which may be as late as the work's end.
  calls.return = (value) => {
    controller.abort(Fault.cancelled())
    return finish(value)
  }
  return calls
}

async function* relay<T>(
  work: LongWork<T>,
  controller: AbortController,
  signal: AbortSignal | undefined,
): AsyncGenerator<Progress, T> {
  if (signal?.aborted) throw Fault.cancelled()
  const stop = () => controller.abort(Fault.cancelled())
  signal?.addEventListener('abort', stop, { once: true })
  const inbox = createProgressInbox()
  const answer = begin(work, inbox.report, controller.signal)
  const ended = answer.then(inbox.end, inbox.end)
  try {
    for (let next = await inbox.take(); next !== null; next = await inbox.take()) yield next
    return await answer
  } catch (error) {
    throw controller.signal.aborted ? Fault.cancelled() : error
  } finally {
    controller.abort(Fault.cancelled())
    await ended
    signal?.removeEventListener('abort', stop)
  }
}

/** Makes a throw before the work's first await a rejection as any other. */
async function begin<T>(work: LongWork<T>, onProgress: OnProgress, signal: AbortSignal): Promise<T> {
  return work(onProgress, signal)
}

/**
 * Awaited between a report and a native call that holds the thread: by then the report has left the process, and a stop that
 * arrived meanwhile was read and reached the signal, which is heeded where it is given: throws a `cancelled` fault.
 */
export async function breathe(signal?: AbortSignal): Promise<void> {
  await setImmediate()
  if (signal?.aborted) throw Fault.cancelled()
}

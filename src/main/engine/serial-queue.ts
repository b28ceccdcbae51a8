import { Fault } from '../../shared/fault'

/** Runs `work` when everything that was asked for before it has ended; answers as it does. */
export type Queue = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>

/**
 * First in, first out, one at a time: the native runtime is not asked for two things at once. A waiter whose signal fires
 * leaves at once with a `cancelled` fault and its work never begins; once begun, stopping is the work's own affair. What
 * one work throws does not hinder the next.
 */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return async (work, signal) => {
    const before = last
    let leave = () => {}
    const done = new Promise<void>((resolve) => {
      leave = resolve
    })
    // One that leaves early must not let the next in while an earlier one still works.
    last = before.then(() => done)
    try {
      await turn(before, signal)
      if (signal?.aborted) throw Fault.cancelled()
      return await work()
    } finally {
      leave()
    }
  }
}

function turn(before: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(Fault.cancelled())
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort, { once: true })
    before.then(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
  })
}

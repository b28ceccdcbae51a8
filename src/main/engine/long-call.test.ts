import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { OnProgress, Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { breathe, longCall } from './long-call'

const opening: Progress = { stage: 'opening', done: null, total: null }
const running = (done: number): Progress => ({ stage: 'running', done, total: 12 })
const cancelled = { data: { kind: 'cancelled' } }

/** Reports once, then goes on until it is stopped, and takes a moment to stop. */
function endless() {
  const state = { stopped: false }
  const work = async (onProgress: OnProgress, signal: AbortSignal) => {
    onProgress(opening)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    await setTimeout(5)
    state.stopped = true
    throw new Error('something that broke because it was stopped')
  }
  return { work, state }
}

async function follow<T>(call: AsyncIterator<Progress, T>): Promise<{ heard: Progress[]; answer: T }> {
  const heard: Progress[] = []
  for (;;) {
    const step = await call.next()
    if (step.done) return { heard, answer: step.value }
    heard.push(step.value)
  }
}

describe('a long call', () => {
  it('yields what the work reports, then returns its answer', async () => {
    const call = longCall(async (onProgress) => {
      onProgress(opening)
      await breathe()
      for (let done = 0; done <= 12; done++) onProgress(running(done))
      return 'answer'
    })
    expect(await follow(call)).toEqual({ heard: [opening, running(12)], answer: 'answer' })
  })

  it('does not begin before it is asked for, nor when it is closed before', async () => {
    const work = vi.fn(async () => 1)
    const call = longCall(work)
    await setTimeout(1)
    await call.return(0)
    expect((await call.next()).done).toBe(true)
    expect(work).not.toHaveBeenCalled()
  })

  it('throws what the work throws, at once or later, after what was reported before', async () => {
    const fault = Fault.input('The prompt is longer than the context')
    const atOnce = longCall((onProgress) => {
      onProgress(opening)
      throw fault
    })
    expect((await atOnce.next()).value).toEqual(opening)
    await expect(atOnce.next()).rejects.toBe(fault)
    const later = longCall(async () => {
      await setTimeout(1)
      throw fault
    })
    await expect(later.next()).rejects.toBe(fault)
  })
})

describe('stopping a long call', () => {
  it('by its signal stops the work, waits for its end, and throws that it was stopped', async () => {
    const { work, state } = endless()
    const stop = new AbortController()
    const call = longCall(work, stop.signal)
    await call.next()
    const next = call.next()
    stop.abort()
    await expect(next).rejects.toMatchObject(cancelled)
    expect(state.stopped).toBe(true)
    expect((await call.next()).done).toBe(true)
  })

  it('by a signal that fired before never begins the work', async () => {
    const work = vi.fn(async () => 1)
    await expect(longCall(work, AbortSignal.abort()).next()).rejects.toMatchObject(cancelled)
    expect(work).not.toHaveBeenCalled()
  })

  it('by leaving a loop stops the work, and the loop is left when the work has ended', async () => {
    const { work, state } = endless()
    for await (const progress of longCall(work)) {
      expect(progress).toEqual(opening)
      break
    }
    expect(state.stopped).toBe(true)
  })

  it('by return() reaches the work even while a next() is waiting, as channels do it', async () => {
    const { work, state } = endless()
    const call = longCall(work)
    await call.next()
    const next = call.next().catch((error: unknown) => error)
    await call.return(undefined as never)
    expect(state.stopped).toBe(true)
    expect(await next).toMatchObject(cancelled)
  })

  it('gives the work a reason that is itself a fault, so that it may throw it on', async () => {
    const stop = new AbortController()
    let reason: unknown
    const call = longCall(async (onProgress, signal) => {
      onProgress(opening)
      await setTimeout(5)
      reason = signal.reason
      signal.throwIfAborted()
    }, stop.signal)
    await call.next()
    stop.abort(new Error('the window went away'))
    await expect(call.next()).rejects.toMatchObject(cancelled)
    expect(reason).toMatchObject(cancelled)
  })

  it('after its end listens to nothing any more', async () => {
    const stop = new AbortController()
    const removed = vi.spyOn(stop.signal, 'removeEventListener')
    await follow(longCall(async () => 1, stop.signal))
    expect(removed).toHaveBeenCalledTimes(1)
  })
})

it('after a breath a report is with the reader before the thread is held', async () => {
  const heard: number[] = []
  const call = longCall(async (onProgress) => {
    onProgress(running(0))
    await breathe()
    heard.push(-1)
    return null
  })
  for await (const { done } of call) heard.push(done ?? -2)
  expect(heard).toEqual([0, -1])
})

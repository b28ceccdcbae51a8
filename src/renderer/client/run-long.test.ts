import { describe, expect, it } from 'vitest'
import type { Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import { createRunLong } from './run-long'

const lost = () => new Fault({ kind: 'lost', message: 'The engine ended', remedy: 'Ask again.' })

/** An answer at once. */
async function answering(answer: string): Promise<AsyncIterator<Progress, string>> {
  return { next: async () => ({ done: true, value: answer }) }
}

/** A call that ends as `end` does, and says so when it is stopped. */
async function until(end: Promise<never>, signal: AbortSignal): Promise<AsyncIterator<Progress, string>> {
  const stopped = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(Fault.cancelled())))
  return { next: () => Promise.race([end, stopped]) }
}

describe('a long call', () => {
  it('is asked once more where the engine ended for the sake of one that was stopped', async () => {
    let over = () => {}
    const runLong = createRunLong(() => new Promise<void>((resolve) => (over = resolve)))
    const controller = new AbortController()
    const stopped = runLong(({ signal }) => until(new Promise(() => {}), signal), { signal: controller.signal })
    controller.abort()
    await expect(stopped).rejects.toMatchObject({ data: { kind: 'cancelled' } })
    let asked = 0
    const next = runLong(({ signal }) => (asked++ === 0 ? until(Promise.reject(lost()), signal) : answering('here')))
    await expect(next).resolves.toBe('here')
    expect(asked).toBe(2)

    over()
    await Promise.resolve()
    await expect(runLong(({ signal }) => until(Promise.reject(lost()), signal))).rejects.toMatchObject({
      data: { kind: 'lost' },
    })
  })

  it('fails where the engine ended twice, or by itself', async () => {
    const runLong = createRunLong(() => new Promise(() => {}))
    let asked = 0
    const dying = ({ signal }: { signal: AbortSignal }) => {
      asked++
      return until(Promise.reject(lost()), signal)
    }
    await expect(runLong(dying)).rejects.toMatchObject({ data: { kind: 'lost' } })
    expect(asked).toBe(1)
    const controller = new AbortController()
    const stopped = runLong(({ signal }) => until(new Promise(() => {}), signal), { signal: controller.signal })
    controller.abort()
    await expect(stopped).rejects.toMatchObject({ data: { kind: 'cancelled' } })
    await expect(runLong(dying)).rejects.toMatchObject({ data: { kind: 'lost' } })
    expect(asked).toBe(3)
  })
})

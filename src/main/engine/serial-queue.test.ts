import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { createQueue } from './serial-queue'

const cancelled = { data: { kind: 'cancelled' } }

/** Work that notes when it begins and ends, and lasts until it is let go. */
function heldWork(notes: string[], name: string) {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const work = async () => {
    notes.push(`${name} begins`)
    await held
    notes.push(`${name} ends`)
    return name
  }
  return { work, letGo }
}

describe('the queue', () => {
  it('runs one at a time, in the order of asking', async () => {
    const enqueue = createQueue()
    const notes: string[] = []
    const work = (name: string, ms: number) => async () => {
      notes.push(`${name} begins`)
      await setTimeout(ms)
      notes.push(`${name} ends`)
      return name
    }
    const answers = await Promise.all([enqueue(work('a', 15)), enqueue(work('b', 1)), enqueue(work('c', 5))])
    expect(answers).toEqual(['a', 'b', 'c'])
    expect(notes).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  it('goes on after one that throws, be it at once or later', async () => {
    const enqueue = createQueue()
    const late = enqueue(async () => {
      await setTimeout(1)
      throw new Error('late')
    })
    const atOnce = enqueue(() => {
      throw new Error('at once')
    })
    const next = enqueue(async () => 'fine')
    await expect(late).rejects.toThrow('late')
    await expect(atOnce).rejects.toThrow('at once')
    expect(await next).toBe('fine')
  })

  it('lets a waiter leave at once, and still keeps the next behind the one that works', async () => {
    const enqueue = createQueue()
    const notes: string[] = []
    const first = heldWork(notes, 'first')
    const stop = new AbortController()
    const a = enqueue(first.work)
    const b = enqueue(async () => notes.push('never'), stop.signal)
    const c = enqueue(async () => notes.push('third'))
    stop.abort()
    await expect(b).rejects.toMatchObject(cancelled)
    await setTimeout(5)
    expect(notes).toEqual(['first begins'])
    first.letGo()
    await Promise.all([a, c])
    expect(notes).toEqual(['first begins', 'first ends', 'third'])
  })

  it('never begins work whose signal has already fired', async () => {
    const enqueue = createQueue()
    const work = vi.fn(async () => 1)
    await expect(enqueue(work, AbortSignal.abort())).rejects.toMatchObject(cancelled)
    expect(work).not.toHaveBeenCalled()
    expect(await enqueue(async () => 2)).toBe(2)
  })

  it('leaves work that has begun to its own signal, and listens to nothing afterwards', async () => {
    const enqueue = createQueue()
    const notes: string[] = []
    const held = heldWork(notes, 'a')
    const stop = new AbortController()
    const removed = vi.spyOn(stop.signal, 'removeEventListener')
    const a = enqueue(held.work, stop.signal)
    await setTimeout(1)
    stop.abort()
    held.letGo()
    expect(await a).toBe('a')
    expect(removed).toHaveBeenCalledTimes(1)
  })
})

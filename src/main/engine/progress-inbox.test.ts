import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Progress } from '../../shared/contract'
import { createProgressInbox, type ProgressInbox } from './progress-inbox'

const running = (done: number): Progress => ({ stage: 'running', done, total: 12 })
const storing: Progress = { stage: 'storing', done: null, total: null }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

async function rest(inbox: ProgressInbox): Promise<Progress[]> {
  const all: Progress[] = []
  for (let next = await inbox.take(); next !== null; next = await inbox.take()) all.push(next)
  return all
}

describe('a slow reader', () => {
  it('finds the newest report of each stage, in the order of the stages', async () => {
    const inbox = createProgressInbox()
    for (let done = 0; done < 12; done++) inbox.report(running(done))
    inbox.report(storing)
    inbox.end()
    expect(await rest(inbox)).toEqual([running(11), storing])
  })
})

describe('a quick reader', () => {
  it('hears of one stage at most every 50 ms, and then the newest', async () => {
    const inbox = createProgressInbox()
    const heard: Progress[] = []
    const reading = (async () => {
      for (let next = await inbox.take(); next !== null; next = await inbox.take()) heard.push(next)
    })()
    for (let done = 0; done < 12; done++) {
      inbox.report(running(done))
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(heard).toEqual([running(0), running(4), running(9)])
    inbox.end()
    await reading
    expect(heard.at(-1)).toEqual(running(11))
  })

  it('hears of a report that waited without another one to push it out', async () => {
    const inbox = createProgressInbox()
    inbox.report(running(0))
    await inbox.take()
    inbox.report(running(1))
    const next = inbox.take()
    await vi.advanceTimersByTimeAsync(50)
    expect(await next).toEqual(running(1))
  })

  it('hears of a new stage at once, with the last report of the one before', async () => {
    const inbox = createProgressInbox()
    inbox.report(running(0))
    expect(await inbox.take()).toEqual(running(0))
    const next = inbox.take()
    inbox.report(running(12))
    inbox.report(storing)
    expect(await next).toEqual(running(12))
    expect(await inbox.take()).toEqual(storing)
  })
})

it('the last report comes through without a pause when the work ends, and nothing after it', async () => {
  const inbox = createProgressInbox()
  inbox.report(running(0))
  await inbox.take()
  inbox.report(running(1))
  inbox.end()
  inbox.report(running(2))
  expect(await rest(inbox)).toEqual([running(1)])
})

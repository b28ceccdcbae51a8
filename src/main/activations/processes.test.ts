import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openActivationStore } from './index'
import { isRun, runOf } from './testing/run-of'
import { spawnWriter } from './testing/spawn-writer'

let folder: string
const taps = [...runOf(0).tensors.keys()]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-processes-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function expectStored(indices: Iterable<number>): void {
  const store = openActivationStore({ folder, limitBytes: 4e9 })
  expect(store.info().notice).toBeNull()
  for (const index of indices) {
    expect(isRun(store.get(runOf(index).key, taps), index), `run ${index}`).toBe(true)
  }
  expect(store.info().notice).toBeNull()
  store.close()
}

it('a process killed in the middle of writing loses nothing that was stored before', { timeout: 120_000 }, async () => {
  const stored = new Set<number>()
  let killedBeforeAnyLine = 0
  for (let round = 0; round < 8; round++) {
    const { child, lines } = spawnWriter(folder, round * 1000)
    const ended = once(child, 'exit')
    for await (const line of lines) {
      if (line === 'open') void setTimeout(Math.random() * 150).then(() => child.kill('SIGKILL'))
      else stored.add(Number(line))
    }
    expect((await ended)[1]).toBe('SIGKILL')
    if (![...stored].some((index) => index >= round * 1000)) killedBeforeAnyLine++
    expectStored(stored)
  }
  expect(killedBeforeAnyLine).toBeLessThan(8)
  // What was killed before it could say so is either whole or not there.
  const store = openActivationStore({ folder, limitBytes: 4e9 })
  expect(store.info().entries).toBeGreaterThanOrEqual(stored.size)
  expect(store.info().entries).toBeLessThanOrEqual(stored.size + 8)
  store.close()
})

it('two processes that create and fill one store at once both find all of it', { timeout: 60_000 }, async () => {
  const writers = [0, 1000].map((first) => spawnWriter(folder, first, 12))
  const own = openActivationStore({ folder, limitBytes: 4e9 })
  for (let index = 2000; index < 2006; index++) {
    own.put(runOf(index).key, runOf(index).tensors)
    await setTimeout(10)
  }
  for (const { child } of writers) {
    if (child.exitCode === null) await once(child, 'exit')
    expect(child.exitCode).toBe(0)
  }
  own.close()
  const range = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i)
  expectStored([...range(0, 12), ...range(1000, 12), ...range(2000, 6)])
})

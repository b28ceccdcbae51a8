import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket as Socket } from 'ws'
import { connectServer } from '../../src/renderer/client'
import type { Trajectory } from '../../src/shared/trajectory'
import { makeGpt2 } from '../made-model'
import { startServer } from '../server/start-server'

const starts = 3
/** One more in so short a time would be a crash loop, after which a host gives up. */
const killsAStart = 3
const tokens = 256

let folder: string
let model: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-killed-'))
  model = mkdtempSync(join(folder, 'model-'))
  // Small to run and large to store: half of a run's time goes into the writing.
  makeGpt2(model, { layers: 24, heads: 1, dModel: 128, context: tokens, vocabulary: 1000 })
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

async function serve() {
  const served = await startServer(join(folder, 'data'))
  const { origin, hash } = new URL(served.address)
  const open = (url: string, protocols: string[]) =>
    new Socket(url, protocols, { origin }) as unknown as globalThis.WebSocket
  const workbench = connectServer({ origin, token: hash.slice('#token='.length), open })
  return {
    hello: () => workbench.engine.hello(),
    async close() {
      workbench.close()
      await served.stop()
    },
    /** What the engine computes of a prompt, or has of it. */
    trace(seed: number): Promise<Trajectory> {
      const ids = Array.from({ length: tokens }, (_, at) => (at * (seed + 1)) % 1000)
      const input = { path: model, prompt: { ids }, device: 'cpu', position: 3, view: 'raw', watch: null } as const
      return workbench.runLong((options) => workbench.engine.analyse.trajectory(input, options))
    },
  }
}

it('an engine that is killed at any moment loses no run that it had answered', { timeout: 120_000 }, async () => {
  const answered = new Map<number, Trajectory>()
  let seed = 0
  for (let start = 0; start < starts; start++) {
    const host = await serve()
    const begun = performance.now()
    answered.set(seed, await host.trace(seed++))
    const onceMs = performance.now() - begun
    for (let kill = 0; kill < killsAStart; kill++) {
      const { pid } = await host.hello()
      const moment = (onceMs * 2 * (kill * starts + start)) / (starts * killsAStart)
      const killed = setTimeout(moment).then(() => process.kill(pid, 'SIGKILL'))
      for (let lost = false; !lost; seed++) {
        const outcome = await host.trace(seed).catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'Fault', data: { kind: 'lost' } })
        else answered.set(seed, outcome as Trajectory)
        lost = outcome instanceof Error
      }
      await killed
    }
    await host.close()
  }
  expect(answered.size).toBeGreaterThanOrEqual(starts)

  const again = await serve()
  for (const [seed, before] of answered) {
    expect(before.fromStore).toBe(false)
    expect(await again.trace(seed), `the run of seed ${seed}`).toEqual({ ...before, fromStore: true })
  }
  await again.close()
})

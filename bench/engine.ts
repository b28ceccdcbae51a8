import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { forkEngine } from '../src/main/hosts/engine-process/fork-engine'
import type { engineContract, Progress } from '../src/shared/contract/index'
import { memoryOf } from './process-memory'

export type Client = ContractRouterClient<typeof engineContract>

/** The built engine in a process of its own, as the hosts start it. */
export interface BenchEngine {
  readonly client: Client
  /** Milliseconds from forking to its being ready. */
  readonly startedIn: number
  readonly pid: number
  /** Waits until the engine, left alone, has packed the weights of a model of so many bytes; told by Linux alone. */
  packed(weights: number): Promise<void>
  close(): Promise<void>
}

/** With the data folder given, which stays, or else with an empty one of its own. */
export async function startEngine(given?: string): Promise<BenchEngine> {
  const start = performance.now()
  const dataFolder = given ?? mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
  const script = join(dirname(import.meta.dirname), 'out/main/engine.js')
  const child = forkEngine({ script, dataFolder, version: 'bench' })
  const ended = new Promise<void>((resolve) => child.onExit(() => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.onMessage(({ type }) => type === 'ready' && resolve())
    void ended.then(() => reject(new Error(`The engine ended.\n${child.lastWords()}`)))
  })
  const startedIn = performance.now() - start

  child.post({ type: 'open', channel: 1 })
  const port = {
    addEventListener(type: string, listener: (event: { data?: unknown }) => void) {
      if (type === 'close') void ended.then(() => listener({}))
      else child.onMessage((message) => message.type === 'data' && listener({ data: message.data }))
    },
    postMessage: (data: string | Uint8Array) => child.post({ type: 'data', channel: 1, data }),
  }
  const client: Client = createORPCClient(new RPCLink({ port: port as unknown as MessagePort }))
  const { pid } = await client.hello()
  return {
    client,
    startedIn,
    pid,
    async packed(weights) {
      const before = memoryOf(pid).anonymous
      for (let tries = 0; tries < 100; tries++) {
        await sleep(200)
        if (memoryOf(pid).anonymous < before + weights / 4) continue
        // Answers once the thread is free again, which packing holds until it is done.
        await client.model.device({ wish: 'cpu' })
        return
      }
      throw new Error('The engine did not pack the weights.')
    },
    async close() {
      child.post({ type: 'close' })
      await ended
      if (given === undefined) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Waits for a long call's answer. */
export async function answerOf<T>(call: Promise<AsyncIterator<Progress, T>>): Promise<T> {
  const iterator = await call
  for (;;) {
    const step = await iterator.next()
    if (step.done) return step.value
  }
}

// An engine without models for the tests of the channel: it can answer, refuse, block its thread as native code does, and die.
import { writeFileSync } from 'node:fs'
import { implement } from '@orpc/server'
import type { Engine } from '../../src/main/engine'
import { findParent } from '../../src/main/hosts/engine-process/parent'
import { serveEngine } from '../../src/main/hosts/engine-process/serve-engine'
import { engineContract, type Progress } from '../../src/shared/contract'
import { Fault } from '../../src/shared/fault'

const engine = implement(engineContract)
const step = (done: number): Progress => ({ stage: 'running', done, total: 3 })

/** What the next run does is said by its prompt. */
async function* run({ input, signal }: { input: { prompt: object }; signal?: AbortSignal | undefined }) {
  const text = 'text' in input.prompt ? String(input.prompt.text) : ''
  yield step(0)
  if (text === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)
  if (text === 'die') process.kill(process.pid, 'SIGKILL')
  if (text === 'fault') throw Fault.input('The prompt is longer than the context', { remedy: 'Shorten it.' })
  if (text === 'wait') {
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(Fault.cancelled())))
  }
  yield step(1)
  return {
    tokens: [],
    device: { wish: 'cpu' as const, device: 'cpu' as const, reasons: [] },
    states: null,
    fromStore: false,
    stored: true,
    milliseconds: 1,
    bytes: 0,
  }
}

const router = {
  hello: engine.hello.handler(() => ({ version: 'stub', pid: process.pid })),
  model: {
    wordIds: engine.model.wordIds.handler(() => {
      throw new Error('a defect')
    }),
    recent: engine.model.recent.handler(() => []),
  },
  run: engine.run.handler(run as never),
  export: {
    numbers: engine.export.numbers.handler(async function* () {
      yield step(0)
      const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      return new File([everyByte], 'tower.csv', { type: 'text/csv' })
    }),
  },
  drop: {
    begin: engine.drop.begin.handler(() => ({ id: 'x' })),
    chunk: engine.drop.chunk.handler(async ({ input }) => {
      const bytes = new Uint8Array(await input.data.arrayBuffer())
      if (bytes.length !== 1000 || bytes[999] !== 231) throw Fault.input(`got ${bytes.length} bytes`)
    }),
  },
}

if (process.env.STUB_ENGINE === 'crash') {
  console.error('libsomething.so: cannot open shared object file')
  process.exit(127)
}

await serveEngine(() => {
  if (process.env.STUB_ENGINE === 'unable') throw Fault.environment('The store cannot be opened')
  return {
    router: router as unknown as Engine['router'],
    saveActivations: () => Promise.reject(new Error('The stub has no activations')),
    async close() {
      if (process.env.STUB_CLOSED) writeFileSync(process.env.STUB_CLOSED, 'closed')
    },
  }
}, findParent())

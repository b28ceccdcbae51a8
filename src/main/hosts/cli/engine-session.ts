import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { engineContract, OnProgress, Progress } from '../../../shared/contract'
import { Fault } from '../../../shared/fault'
import type { Engine } from '../../engine'
import { ProgressLine } from './progress-line'
import type { World } from './world'

/** The engine while a command uses it: progress is shown, and a stop ends what is under way. */
export interface EngineSession {
  readonly client: ContractRouterClient<typeof engineContract>
  /** Waits for the answer of a call that yields progress. */
  answer<T>(call: LongCall<T>): Promise<T>
  saveActivations(request: Parameters<SaveActivations>[0]): ReturnType<SaveActivations>
  /** Writes a file whole or not at all. */
  writeFile(path: string, data: Uint8Array): Promise<void>
}

type SaveActivations = Engine['saveActivations']
type LongCall<T> = (options: { signal: AbortSignal }) => Promise<AsyncIterator<Progress, T>>

/** Runs an engine in this process for as long as `work` takes, and closes it after its writes. */
export async function withEngine<T>(
  world: World,
  dataFolder: string,
  work: (session: EngineSession) => Promise<T>,
): Promise<T> {
  const { signal, version, sampleFolder } = world
  const { createEngine, writeBytes } = await world.loadEngine()
  const engine = await createEngine({ dataFolder, version, sampleFolder })
  const progressOf = async <A>(part: (onProgress: OnProgress) => Promise<A>): Promise<A> => {
    const line = new ProgressLine(world.stderr)
    try {
      return await part((progress) => line.show(progress))
    } finally {
      line.clear()
    }
  }
  try {
    return await work({
      client: createRouterClient(engine.router),
      answer: (call) => progressOf((onProgress) => answerOf(call, signal, onProgress)),
      saveActivations: (request) => progressOf((onProgress) => engine.saveActivations(request, { signal, onProgress })),
      writeFile: (path, data) => writeBytes(path, data, signal),
    })
  } finally {
    await engine.close()
  }
}

async function answerOf<T>(call: LongCall<T>, signal: AbortSignal, onProgress: OnProgress): Promise<T> {
  const iterator = await call({ signal })
  for (;;) {
    const step = await iterator.next()
    if (step.done) return step.value
    if (signal.aborted) {
      // Lets the engine leave what it holds.
      await iterator.return?.()
      throw Fault.cancelled()
    }
    onProgress(step.value)
  }
}

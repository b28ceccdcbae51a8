import { type MessagePortMain, utilityProcess } from 'electron'
import { type EngineExit, type EngineProcess, type FromEngine, LastWords } from '../engine-process'

export interface UtilityOptions {
  /** The built engine's entry. */
  readonly script: string
  readonly dataFolder: string
  readonly version: string
}

/** glibc then keeps freed memory, whose page faults would cost more than the copies of a run. Elsewhere nobody reads these. */
const KEEP_FREED_MEMORY = { MALLOC_MMAP_THRESHOLD_: String(1 << 30), MALLOC_TRIM_THRESHOLD_: String(1 << 30) }

/** The engine as Electron's utility process: the kind of child that ports can be handed to. */
export function startEngineUtility({ script, dataFolder, version }: UtilityOptions): EngineProcess {
  const words = new LastWords()
  const child = utilityProcess.fork(script, ['--data', dataFolder, '--version', version], {
    serviceName: 'Tokentrace engine',
    env: { ...process.env, ...KEEP_FREED_MEMORY },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A debugger meant for the host is not for the engine.
    execArgv: [],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8')
      words.add(text)
      process.stderr.write(text)
    })
  }

  let exit: EngineExit | null = null
  const listeners: ((exit: EngineExit) => void)[] = []
  child.once('exit', (code) => {
    exit = { code, signal: null }
    for (const listener of listeners) listener(exit)
  })

  return {
    post(message, transfer = []) {
      if (exit === null) child.postMessage(message, [...transfer] as MessagePortMain[])
    },
    kill: () => killNow(child),
    onMessage: (listener) => void child.on('message', (message: FromEngine) => listener(message)),
    onExit(listener) {
      if (exit) listener(exit)
      else listeners.push(listener)
    },
    lastWords: () => words.toString(),
  }
}

/** Electron's own kill asks politely (SIGTERM), which an engine inside native code need not hear. */
function killNow(child: Electron.UtilityProcess): void {
  const { pid } = child
  try {
    if (pid === undefined) child.kill()
    else process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

import type { FromEngine, ToEngine } from './messages'

export interface EngineExit {
  readonly code: number | null
  readonly signal: string | null
}

/** One running engine, whatever kind of process it is. A `child_process` under the server, a utility process on the desktop. */
export interface EngineProcess {
  /** Never throws: a message to a process that has just ended is dropped. `transfer` holds ports, on the desktop alone. */
  post(message: ToEngine, transfer?: readonly unknown[]): void
  /** Ends it at once, also when it is inside native code. */
  kill(): void
  onMessage(listener: (message: FromEngine) => void): void
  /** Called once, also when the process could not be started at all. */
  onExit(listener: (exit: EngineExit) => void): void
  /** The last lines that it wrote on stderr. */
  lastWords(): string
}

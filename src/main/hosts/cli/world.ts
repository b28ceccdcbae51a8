import type { Engine, EngineOptions } from '../../engine'

/** Where lines go: `process.stdout` and `process.stderr`, or a test's memory. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  /** Of the terminal; without one, lines are as long as they need. */
  readonly columns?: number
}

/** What the command line takes from the engine's room. */
export interface EngineRoom {
  createEngine(options: EngineOptions): Engine | Promise<Engine>
  writeBytes(path: string, data: Uint8Array, signal?: AbortSignal): Promise<void>
}

/** All that the command line touches of the process it runs in. */
export interface World {
  readonly version: string
  /** The model that `sample` names. */
  readonly sampleFolder: string
  /** Where relative paths start. */
  readonly cwd: string
  /** Whether the details of a failure are printed. */
  readonly debug: boolean
  readonly stdout: Output
  readonly stderr: Output
  /** Fires when a person stops the command. */
  readonly signal: AbortSignal
  /** Loads the engine's native parts, which help and wrong use need not wait for. */
  loadEngine(): Promise<EngineRoom>
}

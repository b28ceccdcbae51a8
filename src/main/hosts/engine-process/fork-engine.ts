import { fork } from 'node:child_process'
import type { EngineExit, EngineProcess } from './engine-process'
import { LastWords } from './last-words'
import type { FromEngine } from './messages'

export interface ForkOptions {
  /** The built engine's entry. */
  readonly script: string
  readonly dataFolder: string
  readonly version: string
  /** Told every line that the engine writes; the default repeats it on our stderr. */
  readonly onOutput?: (text: string) => void
  readonly env?: NodeJS.ProcessEnv
}

/**
 * The engine as a Node child. A run copies its activations into fresh buffers of megabytes each; the C library would map and
 * unmap every one, and page faults then cost more than the copy. These keep freed memory in the process. glibc reads them at
 * start, so they can only be given to a child; elsewhere nobody reads them.
 */
const KEEP_FREED_MEMORY = { MALLOC_MMAP_THRESHOLD_: String(1 << 30), MALLOC_TRIM_THRESHOLD_: String(1 << 30) }

export function forkEngine(options: ForkOptions): EngineProcess {
  const words = new LastWords()
  const say = options.onOutput ?? ((text: string) => void process.stderr.write(text))
  const child = fork(options.script, ['--data', options.dataFolder, '--version', options.version], {
    serialization: 'advanced',
    env: { ...process.env, ...KEEP_FREED_MEMORY, ...options.env },
    // Its output is ours to pass on; stdout of the host belongs to the host.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A debugger or a loader meant for the host is not for the engine.
    execArgv: [],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (text: string) => {
      words.add(text)
      say(text)
    })
  }

  const { onExit, ended } = exitOf(child)
  return {
    post(message) {
      if (!ended() && child.connected) child.send(message, () => {})
    },
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    onExit,
    lastWords: () => words.toString(),
  }
}

/** One end, told to each listener once, also to those who come after it. */
function exitOf(child: ReturnType<typeof fork>) {
  let exit: EngineExit | null = null
  const listeners: ((exit: EngineExit) => void)[] = []
  const end = (code: number | null, signal: string | null) => {
    if (exit) return
    exit = { code, signal }
    for (const listener of listeners) listener(exit)
  }
  // 'close' comes after the last of stderr was read, which 'exit' does not promise.
  child.on('close', end)
  child.on('error', () => {
    if (child.pid === undefined) end(null, null)
  })
  return {
    ended: () => exit !== null,
    onExit: (listener: (exit: EngineExit) => void) => {
      if (exit) listener(exit)
      else listeners.push(listener)
    },
  }
}

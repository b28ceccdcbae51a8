import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type MessagePortMain, PortRelay } from './ports.ts'

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly stdio?: ('ignore' | 'pipe' | 'inherit')[]
  readonly execArgv?: string[]
  readonly serviceName?: string
}

const running = new Map<UtilityProcess, string>()

/** The living ones, for `app.getAppMetrics`. */
export function utilities(): { type: string; pid: number; name: string }[] {
  return [...running].map(([{ pid = 0 }, name]) => ({ type: 'Utility', pid, name }))
}

/** A utility process: a Node child that has `process.parentPort` (utility-boot.ts). */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #relay: PortRelay

  constructor(script: string, args: string[], options: ForkOptions) {
    super()
    const [stdin = 'ignore', stdout = 'inherit', stderr = 'inherit'] = options.stdio ?? []
    this.#child = fork(join(import.meta.dirname, 'utility-boot.ts'), [script, ...args], {
      serialization: 'advanced',
      execArgv: options.execArgv ?? [],
      stdio: [stdin, stdout, stderr, 'ipc'],
      ...(options.env ? { env: options.env } : {}),
    })
    this.#relay = new PortRelay((message) => this.#send(message))
    running.set(this, options.serviceName ?? 'Node Utility Process')
    this.#child.on('exit', () => running.delete(this))
    this.#child.on('spawn', () => this.emit('spawn'))
    // biome-ignore lint/suspicious/noExplicitAny: whatever the child sends
    this.#child.on('message', (message: any) => {
      if (message.type === 'port') this.#relay.deliver(message.id, message.data)
      else if (message.type === 'port-closed') this.#relay.close(message.id)
      else this.emit('message', message.message)
    })
    this.#child.on('close', (code, signal) => {
      this.#relay.closeAll()
      this.emit('exit', code ?? (signal === 'SIGKILL' ? 9 : 15))
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get stdout(): Readable | null {
    return this.#child.stdout
  }

  get stderr(): Readable | null {
    return this.#child.stderr
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    this.#send({ type: 'message', message, ports: transfer.map((port) => this.#relay.take(port)) })
  }

  kill(): boolean {
    return this.#child.kill()
  }

  #send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {})
  }
}

export const utilityProcess = {
  fork: (script: string, args: string[] = [], options: ForkOptions = {}) => new UtilityProcess(script, args, options),
}

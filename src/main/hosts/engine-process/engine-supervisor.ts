import { Fault } from '../../../shared/fault'
import { deferred } from './deferred'
import type { EngineExit, EngineProcess } from './engine-process'
import type { ChannelData, FromEngine, ToEngine } from './messages'

export interface SupervisorOptions {
  /** Starts one engine. Called again for each restart. */
  readonly spawn: () => EngineProcess
  /** How long a living engine may take to answer a ping before it counts as held by native code. */
  readonly pingMs?: number
  /** How long the engine may take to finish its writes when it is asked to close. */
  readonly closeMs?: number
  /** How long an engine may take until it is ready; one that takes longer is ended, which counts as a crash. */
  readonly startMs?: number
  /** An engine that lived this long after it was ready was sound: its end does not count towards a crash loop. */
  readonly soundMs?: number
  /** Ends in a row, without a sound life between them, after which starting is given up. */
  readonly maxCrashes?: number
  /** The first pause before a restart after a crash; it doubles with each. */
  readonly backOffMs?: number
  /** After giving up, how long until a new channel may make it try again. */
  readonly coolDownMs?: number
}

export interface ChannelListener {
  onData(data: ChannelData): void
  /** The channel is gone: the engine ended (`restarting`), or it cannot be started (`fault` says why). Called at most once. */
  onClose(cause: ChannelEnd): void
}

export type ChannelEnd =
  | { readonly kind: 'restarting'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'closed' }

export interface EngineChannel {
  send(data: ChannelData): void
  close(): void
}

type State = 'idle' | 'starting' | 'ready' | 'failed' | 'closed'

/**
 * Keeps one engine running. The engine blocks its thread inside native code and may crash there, so it lives in a process
 * that can be ended and started again; it holds nothing between calls, so a restart costs only the calls that were pending.
 */
export class EngineSupervisor {
  readonly #options: Required<SupervisorOptions>
  readonly #restartListeners = new Set<(reason: string) => void>()
  readonly #channels = new Map<number, ChannelListener>()
  readonly #pongs = new Map<number, () => void>()
  #state: State = 'idle'
  #process: EngineProcess | null = null
  #ready = deferred<void>()
  #readyAt = 0
  #failedAt = 0
  #fault: Fault | null = null
  #crashes = 0
  #starts = 0
  #nextId = 1
  #interrupting: Promise<{ restarted: boolean }> | null = null
  #closing: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  /** Why we ended the process ourselves; null when its end is a surprise. */
  #killedBecause: string | null = null
  /** Why the last engine ended, until the next one is ready. */
  #restartReason: string | null = null
  readonly #backlog: ToEngine[] = []
  #unable: { message: string; details: string } | null = null

  constructor(options: SupervisorOptions) {
    this.#options = {
      pingMs: 300,
      closeMs: 5000,
      startMs: 30_000,
      soundMs: 2000,
      maxCrashes: 4,
      backOffMs: 100,
      coolDownMs: 5000,
      ...options,
    }
  }

  /** Starts the engine where none runs, and waits until one is ready; a crash loop rejects with an `environment` fault. */
  async start(): Promise<void> {
    if (this.#state === 'closed') throw Fault.environment('The engine is closed')
    if (this.#state === 'idle' || this.#state === 'failed') {
      this.#crashes = 0
      this.#fault = null
      this.#ready = deferred<void>()
      this.#spawn()
    }
    await this.#ready.promise
  }

  /** Opens a channel to the engine; data sent before the engine is ready waits for it. */
  openChannel(listener: ChannelListener): EngineChannel {
    this.#wake()
    if (this.#state === 'failed' || this.#state === 'closed') {
      const end: ChannelEnd = this.#fault ? { kind: 'failed', fault: this.#fault } : { kind: 'closed' }
      queueMicrotask(() => listener.onClose(end))
      return { send: () => {}, close: () => {} }
    }
    const channel = this.#nextId++
    this.#channels.set(channel, listener)
    const post = (message: ToEngine) => {
      if (this.#channels.has(channel)) this.#post(message)
    }
    post({ type: 'open', channel })
    return {
      send: (data) => post({ type: 'data', channel, data }),
      close: () => {
        post({ type: 'shut', channel })
        this.#channels.delete(channel)
      },
    }
  }

  /**
   * Hands a MessagePort to the engine, which serves the contract on it (desktop alone). The port dies with the engine: give
   * a new one on each restart. False when no engine can be had; the port was not taken then.
   */
  givePort(port: unknown): boolean {
    this.#wake()
    if (this.#process === null) return false
    this.#process.post({ type: 'port' }, [port])
    return true
  }

  /** Tells each time that an engine died and the next one stands ready. Returns the way to stop listening. */
  onRestarted(listener: (reason: string) => void): () => void {
    this.#restartListeners.add(listener)
    return () => this.#restartListeners.delete(listener)
  }

  /**
   * Makes sure that a cancelled call no longer holds the engine: one that does not answer a ping is ended and started again.
   * Resolves once an engine is ready. Calls at the same time share one answer.
   */
  interrupt(): Promise<{ restarted: boolean }> {
    this.#interrupting ??= this.#interrupt().finally(() => {
      this.#interrupting = null
    })
    return this.#interrupting
  }

  /** Asks the engine to finish its writes and end; ends it when it takes too long. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #interrupt(): Promise<{ restarted: boolean }> {
    const startsBefore = this.#starts
    await this.start()
    const process = this.#process
    if (process && !(await this.#answers(process)) && process === this.#process) {
      this.#kill('a cancelled run was holding it')
    }
    await this.start()
    return { restarted: this.#starts > startsBefore && startsBefore > 0 }
  }

  #answers(process: EngineProcess): Promise<boolean> {
    const id = this.#nextId++
    const { promise, resolve } = deferred<boolean>()
    const timer = setTimeout(() => resolve(false), this.#options.pingMs)
    this.#pongs.set(id, () => resolve(true))
    process.post({ type: 'ping', id })
    return promise.finally(() => {
      clearTimeout(timer)
      this.#pongs.delete(id)
    })
  }

  async #close(): Promise<void> {
    const process = this.#process
    this.#state = 'closed'
    clearTimeout(this.#timer)
    this.#ready.promise.catch(() => {})
    this.#ready.reject(Fault.environment('The engine is closed'))
    this.#endChannels({ kind: 'closed' })
    if (process === null) return
    const { promise, resolve } = deferred<void>()
    process.onExit(() => resolve())
    const timer = setTimeout(() => process.kill(), this.#options.closeMs)
    process.post({ type: 'close' })
    await promise
    clearTimeout(timer)
  }

  /** Between two engines there is nobody to post to: what is said then is kept for the next one. */
  #post(message: ToEngine): void {
    if (this.#process) this.#process.post(message)
    else this.#backlog.push(message)
  }

  /** A new channel after giving up is a person trying again: worth another start, but not in a tight loop. */
  #wake(): void {
    const cooled = this.#state === 'failed' && Date.now() - this.#failedAt >= this.#options.coolDownMs
    if (this.#state === 'idle' || cooled) this.start().catch(() => {})
  }

  #spawn(): void {
    this.#state = 'starting'
    this.#starts++
    this.#killedBecause = null
    this.#unable = null
    // A rejection is for those who wait in start(); when nobody does, it must not end the host.
    this.#ready.promise.catch(() => {})
    const process = this.#options.spawn()
    this.#process = process
    process.onMessage((message) => {
      if (process === this.#process) this.#receive(message)
    })
    process.onExit((exit) => {
      if (process === this.#process) this.#ended(process, exit)
    })
    for (const message of this.#backlog.splice(0)) process.post(message)
    this.#timer = setTimeout(() => process.kill(), this.#options.startMs)
  }

  #receive(message: FromEngine): void {
    switch (message.type) {
      case 'ready': {
        if (this.#state !== 'starting') return
        clearTimeout(this.#timer)
        this.#state = 'ready'
        this.#readyAt = Date.now()
        this.#ready.resolve()
        const reason = this.#restartReason
        this.#restartReason = null
        if (reason !== null) for (const listener of this.#restartListeners) listener(reason)
        return
      }
      case 'unable':
        this.#unable = message
        return
      case 'pong':
        this.#pongs.get(message.id)?.()
        return
      case 'data':
        this.#channels.get(message.channel)?.onData(message.data)
        return
      case 'shut': {
        const listener = this.#channels.get(message.channel)
        this.#channels.delete(message.channel)
        listener?.onClose({ kind: 'refused', reason: 'not the contract' })
        return
      }
    }
  }

  #kill(reason: string): void {
    const process = this.#process
    if (process === null) return
    this.#killedBecause = reason
    process.kill()
    // Its end is taken as read, so that a call made from here on waits for the next engine and not for this one.
    this.#ended(process, { code: null, signal: 'SIGKILL' })
  }

  #ended(process: EngineProcess, exit: EngineExit): void {
    this.#process = null
    clearTimeout(this.#timer)
    if (this.#state === 'closed') return
    const killed = this.#killedBecause
    const wasReady = this.#state === 'ready'
    const sound = wasReady && Date.now() - this.#readyAt >= this.#options.soundMs
    if (wasReady) this.#ready = deferred<void>()
    if (sound) this.#crashes = 0
    if (killed === null) this.#crashes++
    const reason = killed ?? describe(exit)
    this.#restartReason ??= reason
    this.#endChannels({ kind: 'restarting', reason })
    this.#state = 'starting'
    if (this.#unable || this.#crashes >= this.#options.maxCrashes) {
      this.#giveUp(this.#unable ?? loopOf(this.#crashes, exit, process.lastWords()))
      return
    }
    const pause = killed === null && !sound ? this.#options.backOffMs * 2 ** (this.#crashes - 1) : 0
    if (pause === 0) this.#spawn()
    else this.#timer = setTimeout(() => this.#spawn(), pause)
  }

  #giveUp({ message, details }: { message: string; details: string }): void {
    this.#state = 'failed'
    this.#failedAt = Date.now()
    this.#fault = Fault.environment(message, {
      remedy: 'Mend what it names, then try again.',
      ...(details === '' ? {} : { details }),
    })
    this.#ready.promise.catch(() => {})
    this.#ready.reject(this.#fault)
    this.#endChannels({ kind: 'failed', fault: this.#fault })
  }

  #endChannels(end: ChannelEnd): void {
    this.#backlog.length = 0
    const listeners = [...this.#channels.values()]
    this.#channels.clear()
    for (const listener of listeners) listener.onClose(end)
  }
}

function describe({ code, signal }: EngineExit): string {
  if (signal !== null) return `the engine was ended by ${signal}`
  return `the engine ended with exit code ${code ?? 'unknown'}`
}

function loopOf(crashes: number, exit: EngineExit, lastWords: string): { message: string; details: string } {
  const last = lastWords.trimEnd().split('\n').at(-1)?.trim() ?? ''
  const said = last === '' ? 'it said nothing' : `its last words: ${last}`
  return {
    message: `The engine does not start: ${crashes} times in a row ${describe(exit)}; ${said}`,
    details: lastWords,
  }
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineExit, EngineProcess } from './engine-process'
import { type ChannelEnd, EngineSupervisor } from './engine-supervisor'
import type { FromEngine, ToEngine } from './messages'

class FakeEngine implements EngineProcess {
  readonly posted: ToEngine[] = []
  readonly transferred: unknown[] = []
  killed = false
  /** An engine inside native code reads nothing. */
  blocked = false
  words = ''
  #exit: EngineExit | null = null
  readonly #onMessage: ((message: FromEngine) => void)[] = []
  readonly #onExit: ((exit: EngineExit) => void)[] = []

  post(message: ToEngine, transfer: readonly unknown[] = []) {
    this.posted.push(message)
    this.transferred.push(...transfer)
    if (this.blocked) return
    if (message.type === 'ping') queueMicrotask(() => this.say({ type: 'pong', id: message.id }))
    if (message.type === 'close') queueMicrotask(() => this.exit({ code: 0, signal: null }))
  }

  kill() {
    this.killed = true
    queueMicrotask(() => this.exit({ code: null, signal: 'SIGKILL' }))
  }

  onMessage(listener: (message: FromEngine) => void) {
    this.#onMessage.push(listener)
  }

  onExit(listener: (exit: EngineExit) => void) {
    this.#onExit.push(listener)
  }

  lastWords() {
    return this.words
  }

  say(message: FromEngine) {
    for (const listener of this.#onMessage) listener(message)
  }

  exit(exit: EngineExit) {
    if (this.#exit) return
    this.#exit = exit
    for (const listener of this.#onExit) listener(exit)
  }
}

const engines: FakeEngine[] = []
/** What a freshly spawned engine does; by default it is ready at once. */
let onSpawn: (engine: FakeEngine) => void

function supervise(options = {}) {
  return new EngineSupervisor({
    spawn: () => {
      const engine = new FakeEngine()
      engines.push(engine)
      queueMicrotask(() => onSpawn(engine))
      return engine
    },
    ...options,
  })
}

function listener() {
  const heard: (string | Uint8Array)[] = []
  const ends: ChannelEnd[] = []
  return {
    heard,
    ends,
    onData: (data: string | Uint8Array) => heard.push(data),
    onClose: (end: ChannelEnd) => ends.push(end),
  }
}

const latest = () => engines[engines.length - 1]!
const crash: EngineExit = { code: null, signal: 'SIGSEGV' }

beforeEach(() => {
  vi.useFakeTimers()
  engines.length = 0
  onSpawn = (engine) => engine.say({ type: 'ready' })
})
afterEach(() => vi.useRealTimers())

describe('channels', () => {
  it('carry data both ways, and only to their own listener', async () => {
    const supervisor = supervise()
    await supervisor.start()
    const [a, b] = [listener(), listener()]
    const channel = supervisor.openChannel(a)
    supervisor.openChannel(b)
    channel.send('question')
    const opened = latest().posted.filter((message) => message.type === 'open')
    expect(latest().posted).toContainEqual({ type: 'data', channel: opened[0]!.channel, data: 'question' })
    latest().say({ type: 'data', channel: opened[0]!.channel, data: 'answer' })
    expect(a.heard).toEqual(['answer'])
    expect(b.heard).toEqual([])
  })

  it('opened before anything runs start an engine by themselves', async () => {
    const supervisor = supervise()
    supervisor.openChannel(listener())
    await supervisor.start()
    expect(engines).toHaveLength(1)
    expect(latest().posted).toEqual([{ type: 'open', channel: expect.any(Number) }])
  })

  it('opened and used between two engines reach the next one', async () => {
    const supervisor = supervise()
    await supervisor.start()
    latest().exit(crash)
    const channel = supervisor.openChannel(listener())
    channel.send('early')
    await vi.runAllTimersAsync()
    expect(engines).toHaveLength(2)
    expect(latest().posted.map((message) => message.type)).toEqual(['open', 'data'])
  })

  it('close with the reason when the engine dies', async () => {
    const supervisor = supervise()
    await supervisor.start()
    const heard = listener()
    supervisor.openChannel(heard)
    latest().exit(crash)
    expect(heard.ends).toEqual([{ kind: 'restarting', reason: 'the engine was ended by SIGSEGV' }])
  })

  it('close when the engine hangs up on them', async () => {
    const supervisor = supervise()
    await supervisor.start()
    const heard = listener()
    supervisor.openChannel(heard)
    const { channel } = latest().posted[0] as { channel: number }
    latest().say({ type: 'shut', channel })
    expect(heard.ends).toEqual([{ kind: 'refused', reason: 'not the contract' }])
  })
})

describe('an engine that dies', () => {
  it('is replaced, and those who asked are told once the next one is ready', async () => {
    const supervisor = supervise()
    await supervisor.start()
    const told = vi.fn()
    supervisor.onRestarted(told)
    latest().exit(crash)
    expect(told).not.toHaveBeenCalled()
    await vi.runAllTimersAsync()
    expect(told).toHaveBeenCalledExactlyOnceWith('the engine was ended by SIGSEGV')
  })

  it('again and again while starting ends in a fault with its last words', async () => {
    onSpawn = (engine) => {
      engine.words = 'Error: one\nError: libcuda.so is missing\n'
      engine.exit({ code: 1, signal: null })
    }
    const supervisor = supervise({ maxCrashes: 3 })
    const started = expect(supervisor.start()).rejects.toMatchObject({
      data: { kind: 'environment', message: expect.stringContaining('libcuda.so is missing') },
    })
    await vi.runAllTimersAsync()
    await started
    expect(engines).toHaveLength(3)
  })

  it('pauses longer before each attempt', async () => {
    onSpawn = (engine) => engine.exit({ code: 1, signal: null })
    const supervisor = supervise({ maxCrashes: 3, backOffMs: 100 })
    supervisor.start().catch(() => {})
    await vi.advanceTimersByTimeAsync(99)
    expect(engines).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(engines).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(199)
    expect(engines).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(engines).toHaveLength(3)
  })

  it('after a sound life is not counted as a crash loop', async () => {
    const supervisor = supervise({ maxCrashes: 2, soundMs: 1000 })
    await supervisor.start()
    for (let life = 0; life < 6; life++) {
      await vi.advanceTimersByTimeAsync(1500)
      latest().exit(crash)
      await vi.advanceTimersByTimeAsync(1)
    }
    await expect(supervisor.start()).resolves.toBeUndefined()
    expect(engines).toHaveLength(7)
  })

  it('saying that it cannot be made is not started over and over', async () => {
    onSpawn = (engine) => {
      engine.say({ type: 'unable', message: 'The store cannot be opened', details: 'EACCES' })
      engine.exit({ code: 1, signal: null })
    }
    const supervisor = supervise()
    await expect(supervisor.start()).rejects.toThrow('The store cannot be opened')
    expect(engines).toHaveLength(1)
  })

  it('may be tried again by a new channel, but not in a tight loop', async () => {
    onSpawn = (engine) => engine.say({ type: 'unable', message: 'no', details: '' })
    const supervisor = supervise({ coolDownMs: 5000 })
    const started = supervisor.start()
    started.catch(() => {})
    await vi.advanceTimersByTimeAsync(0)
    latest().exit({ code: 1, signal: null })
    const early = listener()
    supervisor.openChannel(early)
    await vi.advanceTimersByTimeAsync(0)
    expect(early.ends).toMatchObject([{ kind: 'failed' }])
    expect(engines).toHaveLength(1)

    onSpawn = (engine) => engine.say({ type: 'ready' })
    await vi.advanceTimersByTimeAsync(5000)
    const late = listener()
    supervisor.openChannel(late)
    await vi.advanceTimersByTimeAsync(0)
    expect(engines).toHaveLength(2)
    expect(late.ends).toEqual([])
  })

  it('is ended when it is not ready in time', async () => {
    onSpawn = () => {}
    const supervisor = supervise({ startMs: 1000, maxCrashes: 1 })
    const started = expect(supervisor.start()).rejects.toThrow('does not start')
    await vi.advanceTimersByTimeAsync(1000)
    await started
    expect(latest().killed).toBe(true)
  })
})

describe('interrupt', () => {
  it('leaves an engine alone that answers', async () => {
    const supervisor = supervise()
    await supervisor.start()
    await expect(supervisor.interrupt()).resolves.toEqual({ restarted: false })
    expect(latest().killed).toBe(false)
  })

  it('replaces an engine that does not answer, and resolves when the next one is ready', async () => {
    const supervisor = supervise({ pingMs: 300 })
    await supervisor.start()
    const heard = listener()
    supervisor.openChannel(heard)
    latest().blocked = true
    const answer = supervisor.interrupt()
    await vi.advanceTimersByTimeAsync(299)
    expect(engines).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await expect(answer).resolves.toEqual({ restarted: true })
    expect(engines[0]!.killed).toBe(true)
    expect(engines).toHaveLength(2)
    expect(heard.ends).toEqual([{ kind: 'restarting', reason: 'a cancelled run was holding it' }])
  })

  it('shares one answer between those who ask at once', async () => {
    const supervisor = supervise()
    await supervisor.start()
    latest().blocked = true
    const answers = Promise.all([supervisor.interrupt(), supervisor.interrupt()])
    await vi.advanceTimersByTimeAsync(300)
    await answers
    expect(engines).toHaveLength(2)
  })

  it('does not count towards a crash loop', async () => {
    const supervisor = supervise({ maxCrashes: 2 })
    await supervisor.start()
    for (let run = 0; run < 5; run++) {
      latest().blocked = true
      const answer = supervisor.interrupt()
      await vi.advanceTimersByTimeAsync(300)
      await expect(answer).resolves.toEqual({ restarted: true })
    }
  })

  it('waits for an engine that is only starting', async () => {
    onSpawn = () => {}
    const supervisor = supervise()
    supervisor.start().catch(() => {})
    const answer = supervisor.interrupt()
    await vi.advanceTimersByTimeAsync(1000)
    latest().say({ type: 'ready' })
    await expect(answer).resolves.toEqual({ restarted: false })
    expect(engines).toHaveLength(1)
  })
})

describe('ports', () => {
  it('are handed to the running engine', async () => {
    const supervisor = supervise()
    await supervisor.start()
    const port = { name: 'port' }
    expect(supervisor.givePort(port)).toBe(true)
    expect(latest().posted).toEqual([{ type: 'port' }])
    expect(latest().transferred).toEqual([port])
  })

  it('are not taken between two engines', async () => {
    const supervisor = supervise()
    await supervisor.start()
    latest().exit(crash)
    expect(supervisor.givePort({})).toBe(false)
  })
})

describe('close', () => {
  it('asks the engine to end and waits for it', async () => {
    const supervisor = supervise()
    await supervisor.start()
    await supervisor.close()
    expect(latest().posted).toEqual([{ type: 'close' }])
    expect(latest().killed).toBe(false)
    expect(engines).toHaveLength(1)
  })

  it('ends an engine that does not listen any more', async () => {
    const supervisor = supervise({ closeMs: 5000 })
    await supervisor.start()
    latest().blocked = true
    const closed = supervisor.close()
    await vi.advanceTimersByTimeAsync(5000)
    await closed
    expect(latest().killed).toBe(true)
  })

  it('refuses what comes after it', async () => {
    const supervisor = supervise()
    await supervisor.start()
    await supervisor.close()
    const heard = listener()
    supervisor.openChannel(heard)
    await vi.advanceTimersByTimeAsync(0)
    expect(heard.ends).toEqual([{ kind: 'closed' }])
    await expect(supervisor.start()).rejects.toThrow('closed')
    expect(engines).toHaveLength(1)
  })
})

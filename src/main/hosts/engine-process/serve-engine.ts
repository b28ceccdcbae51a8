import type { Engine } from '../../engine'
import { createChannelServer, type ServedChannel } from './channel-server'
import type { FromEngine, ToEngine } from './messages'

/** The way back to the host, in whichever process the engine runs. */
export interface Parent {
  post(message: FromEngine): void
  onMessage(listener: (message: ToEngine, ports: readonly Port[]) => void): void
  onGone(listener: () => void): void
}

/** A MessagePort as Electron's utility process gives it. */
export interface Port {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(data: unknown): void
  start(): void
  close(): void
}

/** The engine's process: serves its router on the host's channels until the host closes it or goes away. */
export async function serveEngine(createEngine: () => Engine | Promise<Engine>, parent: Parent): Promise<void> {
  // Listening starts before the engine is there, so that no early message is lost.
  const engine = Promise.resolve().then(createEngine)
  const server = engine.then((made) => createChannelServer(made.router))
  const channels = new Map<number, Promise<ServedChannel>>()
  let ending = false

  const end = async () => {
    if (ending) return
    ending = true
    try {
      await (await engine).close()
    } finally {
      process.exit(0)
    }
  }

  const openChannel = (channel: number) =>
    server.then((made) =>
      made.open({
        send: (data) => parent.post({ type: 'data', channel, data }),
        refuse: () => {
          channels.delete(channel)
          parent.post({ type: 'shut', channel })
        },
      }),
    )

  parent.onGone(() => void end())
  parent.onMessage((message, ports) => {
    switch (message.type) {
      case 'open':
        channels.set(message.channel, openChannel(message.channel))
        return
      case 'data':
        channels.get(message.channel)?.then((open) => open.receive(message.data), ignore)
        return
      case 'shut':
        channels.get(message.channel)?.then((open) => open.closed(), ignore)
        channels.delete(message.channel)
        return
      case 'port':
        for (const port of ports) server.then((made) => servePort(made, port), ignore)
        return
      case 'ping':
        parent.post({ type: 'pong', id: message.id })
        return
      case 'close':
        void end()
        return
    }
  })

  try {
    await server
    parent.post({ type: 'ready' })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const details = error instanceof Error ? (error.stack ?? message) : message
    parent.post({ type: 'unable', message, details })
    process.exitCode = 1
    // Leaves the message its way out, then ends.
    setTimeout(() => process.exit(1), 50)
  }
}

/** Nothing can be served by an engine that could not be made; `unable` has said so. */
function ignore(): void {}

/** Serves one window's MessagePort. */
export function servePort(server: ReturnType<typeof createChannelServer>, port: Port): void {
  const open = server.open({ send: (data) => port.postMessage(data), refuse: () => port.close() })
  port.on('message', (event) => {
    const { data } = event
    if (typeof data === 'string' || data instanceof Uint8Array) open.receive(data)
    else if (data instanceof ArrayBuffer) open.receive(new Uint8Array(data))
    else port.close()
  })
  port.on('close', () => open.closed())
  port.start()
}

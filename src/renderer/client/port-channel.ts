import { RPCLink } from '@orpc/client/message-port'
import { Fault } from '../../shared/fault'
import type { Channel, Connection } from './channel'
import { lost } from './faults'

const GIVE_UP_MS = 10_000

/** Connections over MessagePorts that are handed in from outside; each new port replaces the last. */
export interface PortChannel extends Channel {
  take(port: MessagePort): void
}

/** `explain` may throw a better reason for a port that does not come. */
export function portChannel(explain: () => Promise<unknown> = async () => {}): PortChannel {
  let current: { connection: Connection; end(fault: Fault): void } | null = null
  let waiting: ((connection: Connection) => void)[] = []

  return {
    take(port) {
      current?.end(lost())
      const { connection, end } = connect(port, () => {
        if (current?.connection === connection) current = null
      })
      current = { connection, end }
      for (const resolve of waiting) resolve(connection)
      waiting = []
    },
    async connection() {
      if (current) return current.connection
      const found = await new Promise<Connection | null>((resolve) => {
        waiting.push(resolve)
        setTimeout(() => resolve(null), GIVE_UP_MS)
      })
      if (found) return found
      await explain()
      throw Fault.environment('The window has no connection to its engine', {
        remedy: 'Close the window and reopen it.',
      })
    },
  }
}

type Listener = (event: MessageEvent) => void

/**
 * A port as the link wants it, with an end that we can bring about: a port that we close ourselves, or whose other side died
 * in an old browser, tells its listeners nothing, and pending calls would wait for ever.
 */
function connect(port: MessagePort, onEnd: () => void): { connection: Connection; end(fault: Fault): void } {
  const closeListeners: (() => void)[] = []
  let ended: Fault | null = null
  const end = (fault: Fault) => {
    if (ended) return
    ended = fault
    port.close()
    onEnd()
    for (const listener of closeListeners) listener()
  }
  const addEventListener = (type: string, listener: Listener) => {
    if (type === 'close') closeListeners.push(() => listener(new MessageEvent('close')))
    else port.addEventListener('message', listener)
  }
  const link = new RPCLink({
    port: {
      addEventListener: addEventListener as MessagePort['addEventListener'],
      postMessage: (data: unknown) => port.postMessage(data),
    },
  })
  port.addEventListener('close', () => end(lost()))
  port.start()
  return { connection: { link, ended: () => ended }, end }
}

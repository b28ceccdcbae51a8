import { RPCLink } from '@orpc/client/websocket'
import { Fault } from '../../shared/fault'
import type { Channel, Connection } from './channel'
import { lost } from './faults'

/** The close codes of src/main/hosts/server/close-codes.ts that mean something to a person. */
const ENGINE_FAILED = 4002
const UNKNOWN_TOKEN = 4003
/** Codes of the protocol itself: the other side leaves in order, or the connection just broke off. */
const GOING_AWAY = 1001
const CUT = 1006

const CONNECTING = 0
const OPEN = 1
const CLOSING = 2

const GIVE_UP_MS = 10_000
const LONGEST_PAUSE_MS = 2000

export interface SocketOptions {
  readonly url: string
  readonly token: string
  /** For tests outside a browser, where headers must be set by hand. */
  readonly open?: (url: string, protocols: string[]) => WebSocket
  /** Told whenever a connection stands or has ended. */
  readonly onChange?: (connected: boolean) => void
}

/** A WebSocket that is opened again whenever it was closed. */
export function socketChannel(options: SocketOptions): Channel & { close(): void } {
  const open = options.open ?? ((url, protocols) => new WebSocket(url, protocols))
  let current: Promise<Connection> | null = null
  let socket: WebSocket | null = null
  let closed = false
  let refused: Fault | null = null

  const attempt = () =>
    new Promise<Connection>((resolve, reject) => {
      const opening = open(options.url, ['tokentrace', `token.${options.token}`])
      socket = opening
      // Blobs are read in their own time, and messages would overtake each other.
      opening.binaryType = 'arraybuffer'
      let end: Fault | null = null
      // Before the link's own listener, which fails the pending calls: by then it must be known why.
      opening.addEventListener('close', ({ code, reason }) => {
        end = faultOf(code, reason)
        if (code === UNKNOWN_TOKEN) refused = end
        if (socket === opening) current = null
        reject(end)
        options.onChange?.(false)
      })
      const link = new RPCLink({ websocket: quiet(opening) })
      opening.addEventListener('open', () => {
        options.onChange?.(true)
        resolve({ link, ended: () => end })
      })
    })

  const connect = async (): Promise<Connection> => {
    const deadline = Date.now() + GIVE_UP_MS
    for (let pause = 50; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await attempt()
      } catch (error) {
        if (refused) throw refused
        if (closed || Date.now() + pause > deadline) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  return {
    async connection() {
      // Its end has begun: what has not been sent yet may as well go over the next one.
      if (socket?.readyState === CLOSING) current = null
      if (closed) throw lost('the window is closing')
      if (refused) throw refused
      const promise: Promise<Connection> = current ?? connect()
      current = promise
      promise.catch(() => {
        if (current === promise) current = null
      })
      return promise
    },
    close() {
      closed = true
      socket?.close()
    },
  }
}

/**
 * The socket as the link sees it. A socket that is closing refuses to send, and the link lets that error out where nobody can
 * catch it, when it tells of an abort. Here it is dropped: the close event, which follows, fails whatever was pending.
 */
function quiet(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'> {
  return {
    addEventListener: socket.addEventListener.bind(socket),
    removeEventListener: socket.removeEventListener.bind(socket),
    send: (data) => {
      if (socket.readyState === OPEN) socket.send(data)
    },
    get readyState() {
      return socket.readyState === CONNECTING ? CONNECTING : OPEN
    },
  }
}

function faultOf(code: number, reason: string): Fault {
  if (code === UNKNOWN_TOKEN) {
    return Fault.environment('This page does not have the key of the running workbench', {
      remedy: 'Open the address that Tokentrace printed in the terminal.',
    })
  }
  if (code === ENGINE_FAILED) return Fault.environment(reason)
  if (code === GOING_AWAY) return gone('The workbench was closed', 'Start it again.')
  if (code === CUT) return gone('The connection to the workbench was cut', 'See whether it is still running.')
  return lost(reason)
}

function gone(message: string, remedy: string): Fault {
  return new Fault({ kind: 'lost', message, remedy })
}

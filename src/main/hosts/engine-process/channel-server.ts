import type { AnyRouter } from '@orpc/server'
import { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import { ServerPeer } from '@orpc/standard-server-peer'
import { faultBorder } from '../../engine'
import { filesOnTheWire } from './files-on-the-wire'
import type { ChannelData } from './messages'

/** Our end of one channel: how to answer and how to hang up. */
export interface Wire {
  send(data: ChannelData): void
  /** Called when what arrived is not the contract: nobody that speaks so is a friend. */
  refuse(): void
}

export interface ServedChannel {
  receive(data: ChannelData): void
  /** The other side is gone: its pending calls are aborted. */
  closed(): void
}

/** Serves a router on any number of channels, whatever carries them: a child's messages, a MessagePort, a WebSocket. */
export function createChannelServer(router: AnyRouter): { open(wire: Wire): ServedChannel } {
  const handler = new StandardRPCHandler<Record<never, never>>(router, {
    clientInterceptors: [filesOnTheWire, faultBorder],
  })
  const handle = createServerPeerHandleRequestFn(handler, {})
  return {
    open(wire) {
      let open = true
      const peer = new ServerPeer(async (message) => {
        if (open)
          wire.send(typeof message === 'string' || message instanceof Uint8Array ? message : new Uint8Array(message))
      })
      const closed = () => {
        if (!open) return
        open = false
        peer.close()
      }
      return {
        closed,
        receive(data) {
          if (!open) return
          // What the router throws has become an answer inside; a rejection here means that the message made no sense.
          peer.message(data, handle).catch(() => {
            if (!open) return
            closed()
            wire.refuse()
          })
        },
      }
    },
  }
}

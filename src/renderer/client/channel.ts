import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import { mapEventIterator, ORPCError } from '@orpc/client'
import type { Fault } from '../../shared/fault'
import { toFault } from './faults'
import { filesFromTheWire } from './files-on-the-wire'
import { isIterator } from './iterators'

export type Link = ClientLink<ClientContext>

/** One connection to the engine or the host, from its opening to its end. */
export interface Connection {
  readonly link: Link
  /** Null while it is open; then why it ended. */
  ended(): Fault | null
}

/** Whatever keeps a connection: it opens a new one when the last has ended. */
export interface Channel {
  /** Waits for an open connection; throws the Fault that says why none can be had. */
  connection(): Promise<Connection>
}

/**
 * A link over connections that come and go. A call goes out on the connection of its time and fails with a `lost` fault when
 * that ends under it: it is not sent again by itself, since only a person knows whether that is still wanted.
 */
export function linkOver(channel: Channel): Link {
  return {
    async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>): Promise<unknown> {
      options.signal?.throwIfAborted()
      const connection = await abortable(channel.connection(), options.signal)
      const fail = (error: unknown): Fault => {
        if (options.signal?.aborted || error instanceof ORPCError) return toFault(error)
        return connection.ended() ?? toFault(error)
      }
      const ended = connection.ended()
      if (ended) throw ended
      let answer: unknown
      try {
        answer = await connection.link.call(path, input, options)
      } catch (error) {
        throw fail(error)
      }
      const mapped = filesFromTheWire(answer)
      if (!isIterator(mapped)) return mapped
      return mapEventIterator(mapped, {
        value: async (value) => value,
        error: async (error) => fail(error),
      })
    },
  }
}

/** Waiting for a connection ends with the call that waits. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(toFault(signal.reason))
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

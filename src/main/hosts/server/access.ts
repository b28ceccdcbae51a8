import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Who may speak to the server. It listens on loopback, where every page that any browser tab shows, every other user of the
 * machine and every name that a stranger's DNS points at 127.0.0.1 can knock:
 * - Host must be the address that was printed, against DNS rebinding;
 * - Origin must be ours on a WebSocket, since browsers let any page open one anywhere;
 * - the token must be known, against other users and programs.
 *
 * The token stands in the fragment of the printed address and is sent as a WebSocket subprotocol: so it appears in no
 * request line, no log and no Referer. A cookie would not do: browsers send it to every port of the host.
 */
export interface Access {
  readonly token: string
  hostAllowed(request: IncomingMessage): boolean
  originAllowed(request: IncomingMessage): boolean
  tokenKnown(request: IncomingMessage): boolean
}

export const PROTOCOL = 'tokentrace'
const TOKEN_PREFIX = 'token.'

export function createAccess(port: () => number): Access {
  const token = randomBytes(24).toString('base64url')
  const expected = digest(token)
  const hosts = () => [`127.0.0.1:${port()}`, `localhost:${port()}`]
  return {
    token,
    hostAllowed: ({ headers }) => headers.host !== undefined && hosts().includes(headers.host),
    // Another of our two names would be another origin to the browser, so it is compared with the Host of the request.
    originAllowed: ({ headers }) => headers.origin !== undefined && headers.origin === `http://${headers.host}`,
    tokenKnown: ({ headers }) => {
      const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
      const given = offered.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length) ?? ''
      return timingSafeEqual(digest(given), expected)
    },
  }
}

/** Equal lengths for the comparison in constant time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

import type { WebSocket } from 'ws'
import type { ChannelEnd } from '../engine-process'

/** Why a WebSocket was closed; src/renderer/client/server-channel.ts reads the same numbers. */
export const CLOSE = {
  /** The engine ended; connect again, a new one is being started. */
  engineRestarted: 4001,
  /** No engine can be had; `host.interrupt` throws the whole fault. */
  engineFailed: 4002,
  /** The token is missing or another's: open the address that was printed. */
  unknownToken: 4003,
  /** What was sent is not the contract. */
  notTheContract: 1008,
  goingAway: 1001,
} as const

export function closeFor(end: ChannelEnd): { code: number; reason: string } {
  switch (end.kind) {
    case 'restarting':
      return { code: CLOSE.engineRestarted, reason: end.reason }
    case 'failed':
      return { code: CLOSE.engineFailed, reason: end.fault.message }
    case 'refused':
      return { code: CLOSE.notTheContract, reason: end.reason }
    case 'closed':
      return { code: CLOSE.goingAway, reason: 'closing' }
  }
}

/** A close frame holds 123 bytes of reason; more would throw. */
export function hangUp(socket: WebSocket, code: number, reason: string): void {
  let short = reason
  while (Buffer.byteLength(short) > 123) short = short.slice(0, -1)
  socket.close(code, short)
}

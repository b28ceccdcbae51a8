import type { RawData, WebSocket } from 'ws'
import type { ChannelData, createChannelServer, EngineSupervisor } from '../engine-process'
import { CLOSE, closeFor, hangUp } from './close-codes'

/** Joins a WebSocket to a channel of the engine. What passes is not read here. */
export function relayToEngine(socket: WebSocket, supervisor: EngineSupervisor): void {
  const channel = supervisor.openChannel({
    onData: (data) => socket.send(data),
    onClose: (end) => {
      const { code, reason } = closeFor(end)
      hangUp(socket, code, reason)
    },
  })
  socket.on('message', (data, isBinary) => channel.send(toData(data, isBinary)))
  socket.on('close', () => channel.close())
  socket.on('error', () => socket.terminate())
}

/** Joins a WebSocket to the host's own router. */
export function serveHost(socket: WebSocket, server: ReturnType<typeof createChannelServer>): void {
  const open = server.open({
    send: (data) => socket.send(data),
    refuse: () => hangUp(socket, CLOSE.notTheContract, 'not the contract'),
  })
  socket.on('message', (data, isBinary) => open.receive(toData(data, isBinary)))
  socket.on('close', () => open.closed())
  socket.on('error', () => socket.terminate())
}

function toData(data: RawData, isBinary: boolean): ChannelData {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)
  return isBinary ? bytes : bytes.toString('utf8')
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { Fault } from '../../../shared/fault'
import { createChannelServer, type EngineProcess, EngineSupervisor } from '../engine-process'
import { createAccess, PROTOCOL } from './access'
import { CLOSE, hangUp } from './close-codes'
import { createHostRouter } from './host-router'
import { securityHeaders } from './policy'
import { relayToEngine, serveHost } from './relay'
import { answerStatic, listStaticFiles, refuse } from './static-files'

export interface ServeOptions {
  /** 0 for any free port. */
  readonly port: number
  /** The built window. */
  readonly rendererFolder: string
  readonly spawnEngine: () => EngineProcess
  readonly version: string
  readonly openAtStart: string | null
}

export interface RunningServer {
  /** The whole address, with the token in its fragment. */
  readonly address: string
  /** Hangs up, closes the engine after its writes, stops listening. */
  close(): Promise<void>
}

/** A dropped model arrives in pieces far smaller than this. */
const MAX_MESSAGE_BYTES = 64 << 20
const WRONG_HOST =
  'This is not an address that Tokentrace printed. Through `ssh -L`, use the same port number on both sides.'

/** The workbench for a browser on this machine: static files, and two WebSockets that carry the contract. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const files = await listStaticFiles(options.rendererFolder)
  const supervisor = new EngineSupervisor({ spawn: options.spawnEngine })
  const hostServer = createChannelServer(createHostRouter(supervisor, options))
  const http = createServer()
  const access = createAccess(() => (http.address() as AddressInfo).port)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    // Over loopback, packing costs more than it saves.
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  })

  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const headers = securityHeaders(`ws://${access.hostAllowed(request) ? request.headers.host : '127.0.0.1'}`)
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (access.hostAllowed(request)) answerStatic(files, request, response)
    else refuse(response, 403, WRONG_HOST)
  })

  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const serveSocket = servers.get(request.url ?? '')
    if (!access.hostAllowed(request) || !access.originAllowed(request)) return turnAway(stream, '403 Forbidden')
    if (!serveSocket) return turnAway(stream, '404 Not Found')
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // A page cannot see the status of a refused upgrade; a close code it can, and then say what to do.
      if (access.tokenKnown(request)) serveSocket(socket)
      else hangUp(socket, CLOSE.unknownToken, 'unknown token')
    })
  })

  const servers = new Map<string, (socket: WebSocket) => void>([
    ['/engine', (socket) => relayToEngine(socket, supervisor)],
    ['/host', (socket) => serveHost(socket, hostServer)],
  ])

  await listen(http, options.port)
  // Not awaited: the window may show itself while the engine loads its native parts. A failure reaches whoever calls.
  supervisor.start().catch(() => {})

  return {
    address: `http://127.0.0.1:${(http.address() as AddressInfo).port}/#token=${access.token}`,
    async close() {
      for (const socket of sockets.clients) hangUp(socket, CLOSE.goingAway, 'closing')
      await supervisor.close()
      for (const socket of sockets.clients) socket.terminate()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

function turnAway(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(http: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const remedy = 'Choose another with --port, or leave it out for any free one.'
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on: ${error.message}`
      reject(Fault.environment(`Port ${port} ${why}`, { remedy }))
    })
    // IPv4 loopback alone: the server is for this machine; others come through ssh.
    http.listen(port, '127.0.0.1', () => resolve())
  })
}

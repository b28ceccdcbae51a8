import type { ToEngine } from './messages'
import type { Parent, Port } from './serve-engine'

/** What Electron gives a utility process instead of `process.send`. Typed here, since only the desktop host may import it. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): unknown
  postMessage(message: unknown): void
}

/** The host that started this process: a Node parent or Electron's main process. */
export function findParent(): Parent {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data, ports }) => listener(data as ToEngine, ports)),
      // Electron ends its utility processes itself.
      onGone: () => {},
    }
  }
  if (!process.send) throw new Error('The engine is started by a host and does not run by itself.')
  return {
    post: (message) => {
      // A host that has just gone is told of by 'disconnect'; its unsent messages are nobody's concern.
      if (process.connected) process.send?.(message, undefined, undefined, () => {})
    },
    onMessage: (listener) => process.on('message', (message) => listener(message as ToEngine, [])),
    onGone: (listener) => process.on('disconnect', listener),
  }
}

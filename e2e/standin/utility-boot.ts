// The beginning of a utility process: gives it what Electron gives, then runs its script.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { MessageChannelMain, PortRelay } from './ports.ts'

const [, , script = '', ...args] = process.argv
process.argv = [process.execPath, script, ...args]

const send = (message: object) => {
  if (process.connected) process.send?.(message)
}

/** A port from the host has its host's number, and its own half is relayed under it. */
class ChildPorts {
  readonly #relays = new Map<number, PortRelay>()

  adopt(id: number) {
    const { port1, port2 } = new MessageChannelMain()
    const relay = new PortRelay((message) => {
      if (message.type === 'port-closed') this.#relays.delete(id)
      send({ ...message, id })
    })
    relay.take(port1)
    this.#relays.set(id, relay)
    return port2
  }

  deliver(id: number, data: unknown): void {
    this.#relays.get(id)?.deliver(1, data)
  }

  close(id: number): void {
    this.#relays.get(id)?.close(1)
    this.#relays.delete(id)
  }
}

const ports = new ChildPorts()
const waiting: object[] = []
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => send({ type: 'message', message }),
})
parentPort.on('newListener', (name) => {
  if (name !== 'message') return
  queueMicrotask(() => {
    for (const event of waiting.splice(0)) parentPort.emit('message', event)
  })
})

// biome-ignore lint/suspicious/noExplicitAny: whatever the host sends
process.on('message', (message: any) => {
  if (message.type === 'port') ports.deliver(message.id, message.data)
  else if (message.type === 'port-closed') ports.close(message.id)
  else {
    const event = { data: message.message, ports: message.ports.map((id: number) => ports.adopt(id)) }
    if (parentPort.listenerCount('message') > 0) parentPort.emit('message', event)
    else waiting.push(event)
  }
})
process.on('disconnect', () => process.exit(0))

Object.defineProperty(process, 'parentPort', { value: parentPort, enumerable: true })
await import(pathToFileURL(script).href)

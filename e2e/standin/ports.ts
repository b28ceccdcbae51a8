import { EventEmitter } from 'node:events'

type Item = { data: unknown } | 'close'

/** Electron's port in the main process: what arrives waits for `start`; an end that is gone closes the other. */
export class MessagePortMain extends EventEmitter {
  #peer: MessagePortMain | null = null
  #queue: Item[] | null = []
  #closed = false

  static entangle(port1: MessagePortMain, port2: MessagePortMain): void {
    port1.#peer = port2
    port2.#peer = port1
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in does not send ports over ports.')
    if (!this.#closed && this.#peer) this.#peer.#arrive({ data: structuredClone(message) })
  }

  start(): void {
    const waiting = this.#queue ?? []
    this.#queue = null
    for (const item of waiting) this.#arrive(item)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#peer) this.#peer.#arrive('close')
  }

  #arrive(item: Item): void {
    if (this.#closed) return
    if (this.#queue) {
      this.#queue.push(item)
      return
    }
    setImmediate(() => {
      if (this.#closed) return
      if (item !== 'close') this.emit('message', { data: item.data, ports: [] })
      else {
        this.#closed = true
        this.emit('close')
      }
    })
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    MessagePortMain.entangle(this.port1, this.port2)
  }
}

type Carried = { type: 'port'; id: number; data: unknown } | { type: 'port-closed'; id: number }

/** Ports that were handed to another process: what they say is carried there and back under a number. */
export class PortRelay {
  readonly #ports = new Map<number, MessagePortMain>()
  readonly #carry: (message: Carried) => void
  #next = 1

  constructor(carry: (message: Carried) => void) {
    this.#carry = carry
  }

  /** Takes a port and gives its number. Its words follow the message that the number travels in. */
  take(port: MessagePortMain): number {
    const id = this.#next++
    this.#ports.set(id, port)
    port.on('message', ({ data }) => this.#carry({ type: 'port', id, data }))
    port.on('close', () => {
      this.#ports.delete(id)
      this.#carry({ type: 'port-closed', id })
    })
    queueMicrotask(() => port.start())
    return id
  }

  deliver(id: number, data: unknown): void {
    this.#ports.get(id)?.postMessage(data)
  }

  close(id: number): void {
    this.#ports.get(id)?.close()
    this.#ports.delete(id)
  }

  /** The other process, or the page, is gone. */
  closeAll(): void {
    for (const id of [...this.#ports.keys()]) this.close(id)
  }
}

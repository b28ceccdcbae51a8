// Functions that are sent to Chromium as text: each stands alone.

// biome-ignore-all lint/suspicious/noExplicitAny: these speak to whatever the page and the preload give

/** In the page's own world: makes what the preload exposes, whose functions live in the other world. */
export function mainWorld(secret: string): void {
  if (window !== window.top) return
  const call = (id: number, args: unknown[]) => {
    let reply: any
    const take = (event: any) => {
      reply = event.detail
    }
    window.addEventListener(`reply-${secret}`, take)
    window.dispatchEvent(new CustomEvent(`call-${secret}`, { detail: { id, args } }))
    window.removeEventListener(`reply-${secret}`, take)
    if (reply.error !== undefined) throw new Error(reply.error)
    return reply.value
  }
  const make = (described: any): unknown => {
    if (described.kind === 'function') return (...args: unknown[]) => call(described.id, args)
    if (described.kind === 'value') return described.value
    return Object.freeze(Object.fromEntries(described.entries.map(([key, value]: [string, any]) => [key, make(value)])))
  }
  // Chromium cannot ask the program before it opens a window, so it is never let to.
  window.open = (address?: string | URL) => {
    const url = new URL(address || 'about:blank', document.baseURI).href
    window.dispatchEvent(new CustomEvent(`open-${secret}`, { detail: url }))
    return null
  }
  window.addEventListener(`expose-${secret}`, (event: any) => {
    const { name, described } = event.detail
    Object.defineProperty(window, name, { value: make(described), enumerable: true })
  })
}

/** In the preload's world: Electron's modules for a sandboxed preload, then the preload itself. */
export function preloadWorld(
  secret: string,
  binding: string,
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  if (window !== window.top) return
  const world = globalThis as any
  const send = (message: object) => world[binding](JSON.stringify(message))

  const toWire = (data: any): object => {
    if (typeof data === 'string') return { s: data }
    if (!(data instanceof ArrayBuffer || ArrayBuffer.isView(data))) return { j: data }
    const bytes =
      data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    let text = ''
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
    return { b: btoa(text) }
  }
  const fromWire = (wire: any): unknown => {
    if ('s' in wire) return wire.s
    if ('j' in wire) return wire.j
    return Uint8Array.from(atob(wire.b), (letter) => letter.charCodeAt(0))
  }

  const ports = new Map<number, MessagePort>()
  const adopt = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port1)
    port1.onmessage = ({ data }) => send({ type: 'port', id, data: toWire(data) })
    port1.addEventListener('close', () => send({ type: 'port-closed', id }))
    return port2
  }

  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>()
  const ipcRenderer = {
    on(channel: string, listener: (event: object, ...args: unknown[]) => void) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    send: (channel: string, ...args: unknown[]) => send({ type: 'ipc', channel, args }),
  }

  window.addEventListener(`open-${secret}`, (event: any) => send({ type: 'open', url: event.detail }))
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement)
    if (!link || (link.target === '' && !event.ctrlKey) || link.target === '_self' || event.defaultPrevented) return
    event.preventDefault()
    send({ type: 'open', url: link.href })
  })

  const functions: ((...args: unknown[]) => unknown)[] = []
  const describe = (value: any): object => {
    if (typeof value === 'function') return { kind: 'function', id: functions.push(value) - 1 }
    if (typeof value !== 'object' || value === null) return { kind: 'value', value }
    return { kind: 'object', entries: Object.entries(value).map(([key, part]) => [key, describe(part)]) }
  }
  window.addEventListener(`call-${secret}`, (event: any) => {
    let detail: object
    try {
      detail = { value: functions[event.detail.id]?.(...event.detail.args) }
    } catch (error) {
      detail = { error: error instanceof Error ? error.message : String(error) }
    }
    window.dispatchEvent(new CustomEvent(`reply-${secret}`, { detail }))
  })
  const contextBridge = {
    exposeInMainWorld(name: string, value: unknown) {
      window.dispatchEvent(new CustomEvent(`expose-${secret}`, { detail: { name, described: describe(value) } }))
    },
  }
  // The protocol tells a file's path only while the page stands still, which it does not in a call.
  const webUtils = { getPathForFile: (file: unknown) => (file instanceof File ? '' : fail('not a File')) }
  const fail = (message: string): never => {
    throw new TypeError(message)
  }

  world.receive = (message: any) => {
    if (message.type === 'port') ports.get(message.id)?.postMessage(fromWire(message.data))
    else if (message.type === 'port-closed') {
      ports.get(message.id)?.close()
      ports.delete(message.id)
    } else {
      const event = { ports: message.ports.map(adopt), sender: ipcRenderer }
      for (const listener of listeners.get(message.channel) ?? []) listener(event, message.message)
    }
  }

  const electron = { contextBridge, ipcRenderer, webUtils }
  const module = { exports: {} }
  preload(
    (name) => (name === 'electron' ? electron : fail(`a sandboxed preload has no ${name}`)),
    module,
    module.exports,
  )
}

// The little of the DevTools protocol that the stand-in speaks.

// biome-ignore lint/suspicious/noExplicitAny: the protocol's messages are taken as the browser sends them
export type Params = Record<string, any>
type Listener = (method: string, params: Params) => void

export class Cdp {
  readonly #socket: WebSocket
  readonly #pending = new Map<number, { resolve(result: Params): void; reject(error: Error): void }>()
  readonly #listeners = new Map<string, Listener>()
  #next = 1

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data))))
    socket.addEventListener('close', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('The browser is gone'))
      this.#pending.clear()
    })
  }

  static async connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true })
      socket.addEventListener('error', () => reject(new Error('Cannot connect to the browser')), { once: true })
    })
    return new Cdp(socket)
  }

  /** Events of one session; '' is the browser's own. */
  on(session: string, listener: Listener): void {
    this.#listeners.set(session, listener)
  }

  send(method: string, params: Params = {}, session = ''): Promise<Params> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`)) })
      if (this.#socket.readyState === WebSocket.OPEN) {
        this.#socket.send(JSON.stringify({ id, method, params, ...(session ? { sessionId: session } : {}) }))
      } else {
        reject(new Error('The browser is gone'))
      }
    })
  }

  #receive(message: Params): void {
    if (message.id === undefined) {
      this.#listeners.get(message.sessionId ?? '')?.(message.method, message.params)
      return
    }
    const waiting = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.error) waiting?.reject(new Error(message.error.message))
    else waiting?.resolve(message.result)
  }
}

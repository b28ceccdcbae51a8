import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { inChromium, inProgram } from './addresses.ts'
import type { Cdp, Params } from './cdp.ts'
import { mainWorld, preloadWorld } from './page-scripts.ts'
import { type MessagePortMain, PortRelay } from './ports.ts'
import type { Session } from './session.ts'
import { fromWire, toWire } from './wire.ts'

const WORLD = 'electron-preload'
const BINDING = 'sendToMain'

export interface ContentsOptions {
  readonly cdp: Cdp
  readonly session: Session
  readonly preload: string | undefined
  readonly width: number
  readonly height: number
  /** Where what the preload says is heard. */
  readonly ipcMain: EventEmitter
}

interface Frame {
  url: string
  /** The preload runs in the main frame alone. */
  readonly parent: null
}

type OpenHandler = (details: { url: string; frameName: string; disposition: string }) => { action: string }

/** A page in Chromium, as the program's main process knows it. */
export class WebContents extends EventEmitter {
  static readonly all = new Set<WebContents>()
  static fromDevToolsTargetId(id: string): WebContents | undefined {
    return [...WebContents.all].find((contents) => contents.targetId === id)
  }

  readonly mainFrame: Frame = { url: '', parent: null }
  targetId = ''
  readonly #options: ContentsOptions
  readonly #open: Promise<void>
  readonly #relay = new PortRelay((message) =>
    this.#toPage(message.type === 'port' ? { ...message, data: toWire(message.data) } : message),
  )
  #cdpSession = ''
  #mainFrameId = ''
  /** The preload's world of the page that is shown. */
  #world: number | null = null
  #openHandler: OpenHandler = () => ({ action: 'allow' })
  #ownNavigation = false
  #loads = new Set<() => void>()
  #destroyed = false

  constructor(options: ContentsOptions) {
    super()
    this.#options = options
    WebContents.all.add(this)
    this.#open = this.#create()
    this.#open.catch((error) => console.error('stand-in:', error))
  }

  get session(): Session {
    return this.#options.session
  }

  async loadURL(url: string): Promise<void> {
    await this.#open
    const loaded = new Promise<void>((resolve) => this.#loads.add(resolve))
    this.#ownNavigation = true
    const { errorText } = await this.#send('Page.navigate', { url: inChromium(url) })
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    await loaded
  }

  postMessage(channel: string, message: unknown, ports: MessagePortMain[] = []): void {
    this.#toPage({ type: 'ipc', channel, message, ports: ports.map((port) => this.#relay.take(port)) })
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  close(): void {
    this.#options.cdp.send('Target.closeTarget', { targetId: this.targetId }).catch(() => {})
  }

  /** Told by the browser that the page is no more. */
  gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    WebContents.all.delete(this)
    this.#relay.closeAll()
    this.emit('destroyed')
  }

  async #create(): Promise<void> {
    const { cdp, preload, width, height } = this.#options
    const { targetId } = await cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })
    this.targetId = targetId
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: true })
    this.#cdpSession = sessionId
    cdp.on(sessionId, (method, params) => this.#receive(method, params))
    const secret = randomUUID()
    await this.#send('Page.enable')
    await this.#send('Runtime.enable')
    await this.#send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD })
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: `(${mainWorld})('${secret}')` })
    const script = preload === undefined ? '' : readFileSync(preload, 'utf8')
    await this.#send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: WORLD,
      source: `(${preloadWorld})('${secret}', '${BINDING}', (require, module, exports) => {\n${script}\n})`,
    })
    await this.#send('Fetch.enable', {
      patterns: [{ urlPattern: 'https://*.standin.invalid/*' }, { urlPattern: '*', resourceType: 'Document' }],
    })
    const { frameTree } = await this.#send('Page.getFrameTree')
    this.#mainFrameId = frameTree.frame.id
  }

  #send(method: string, params: Params = {}): Promise<Params> {
    return this.#options.cdp.send(method, params, this.#cdpSession)
  }

  #toPage(message: object): void {
    if (this.#world === null) return
    const expression = `receive(${JSON.stringify(message)})`
    this.#send('Runtime.evaluate', { expression, contextId: this.#world }).catch(() => {})
  }

  #receive(method: string, params: Params): void {
    switch (method) {
      case 'Runtime.executionContextCreated': {
        const { id, name, auxData } = params.context
        if (name === WORLD && auxData.frameId === this.#mainFrameId) this.#world = id
        return
      }
      case 'Runtime.executionContextDestroyed':
        if (params.executionContextId === this.#world) this.#leavePage()
        return
      case 'Runtime.executionContextsCleared':
        this.#leavePage()
        return
      case 'Runtime.bindingCalled':
        if (params.executionContextId === this.#world) this.#hear(JSON.parse(params.payload))
        return
      case 'Page.frameNavigated':
        if (params.frame.parentId === undefined) this.mainFrame.url = inProgram(params.frame.url)
        return
      case 'Page.loadEventFired':
        for (const loaded of this.#loads) loaded()
        this.#loads.clear()
        this.emit('did-finish-load')
        return
      case 'Fetch.requestPaused':
        this.#answer(params).catch((error) => console.error('stand-in:', error.message))
        return
    }
  }

  #leavePage(): void {
    this.#world = null
    this.#relay.closeAll()
  }

  #hear(message: Params): void {
    if (message.type === 'port') this.#relay.deliver(message.id, fromWire(message.data))
    else if (message.type === 'port-closed') this.#relay.close(message.id)
    else if (message.type === 'open') {
      const { action } = this.#openHandler({ url: inProgram(message.url), frameName: '', disposition: 'new-window' })
      if (action !== 'deny') console.error('stand-in: a new window was allowed, which it cannot show')
    } else {
      const event = { sender: this, senderFrame: this.mainFrame }
      this.#options.ipcMain.emit(message.channel, event, ...message.args)
    }
  }

  async #answer({ requestId, request, resourceType, frameId }: Params): Promise<void> {
    const url = inProgram(request.url)
    if (resourceType === 'Document' && !this.#mayNavigate(url, frameId === this.#mainFrameId)) {
      await this.#send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      return
    }
    const handler = this.session.handlers.get(new URL(url).protocol.slice(0, -1))
    if (url === request.url || !handler) {
      await this.#send('Fetch.continueRequest', { requestId })
      return
    }
    const response = await handler(new Request(url, { method: request.method, headers: request.headers }))
    await this.#send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  /** Asks as Electron asks: about what the page wants, not about what the program itself loads. */
  #mayNavigate(url: string, isMainFrame: boolean): boolean {
    const own = this.#ownNavigation && isMainFrame
    if (own) this.#ownNavigation = false
    let prevented = false
    const preventDefault = () => {
      prevented = true
    }
    const details = { url, isMainFrame, isSameDocument: false, preventDefault }
    if (!own) {
      this.emit('will-frame-navigate', details)
      if (isMainFrame) this.emit('will-navigate', details)
    }
    if (!prevented) this.emit('did-start-navigation', details)
    return !prevented
  }
}

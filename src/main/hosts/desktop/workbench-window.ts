import { BrowserWindow, type IpcMainEvent, MessageChannelMain, nativeTheme } from 'electron'
import { type createChannelServer, type EngineSupervisor, servePort } from '../engine-process'
import { PORTS } from './channels'
import type { Page } from './page'

/** The page's own colours, so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#f4f5f7', dark: '#0e1014' }

export interface WindowOptions {
  readonly page: Page
  readonly preload: string
  readonly supervisor: EngineSupervisor
  readonly hostServer: ReturnType<typeof createChannelServer>
}

/** The one window: shows the page and hands it a port to the engine and a port to the host. */
export class WorkbenchWindow {
  readonly #window: BrowserWindow
  readonly #options: WindowOptions
  /** Whether the page has had its ports, and gets a new one when the engine is restarted. */
  #connected = false

  constructor(options: WindowOptions) {
    this.#options = options
    this.#window = new BrowserWindow({
      // Electron keeps bounds and display mode under this name.
      name: 'workbench',
      windowStatePersistence: true,
      width: 1440,
      height: 900,
      minWidth: 720,
      minHeight: 480,
      title: 'Tokentrace',
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        preload: options.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        // Chromium would fetch its dictionaries from the network.
        spellcheck: false,
      },
    })
    this.#window.once('ready-to-show', () => this.#window.show())
    this.#window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#connected = false
    })
  }

  get browserWindow(): BrowserWindow {
    return this.#window
  }

  load(): Promise<void> {
    return this.#window.loadURL(this.#options.page.url)
  }

  onClosed(listener: () => void): void {
    this.#window.once('closed', listener)
  }

  focus(): void {
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.focus()
  }

  /** Answers the preload's wish for ports, where it is our page in its main frame that asks. */
  connect({ sender, senderFrame }: Pick<IpcMainEvent, 'sender' | 'senderFrame'>): void {
    // The frame is null when it went away or navigated while the message was under way.
    if (senderFrame === null || sender !== this.#window.webContents || senderFrame.parent !== null) return
    if (!this.#options.page.is(senderFrame.url)) return
    const host = new MessageChannelMain()
    servePort(this.#options.hostServer, host.port1)
    this.#connected = true
    this.#window.webContents.postMessage(PORTS, null, [this.#enginePort(), host.port2])
  }

  /** The engine's port died with the engine. */
  engineRestarted(): void {
    if (this.#connected) this.#window.webContents.postMessage(PORTS, null, [this.#enginePort()])
  }

  #enginePort() {
    const { port1, port2 } = new MessageChannelMain()
    // With no engine at the moment the page gets a port that is closed, and another when one is ready.
    if (!this.#options.supervisor.givePort(port1)) port1.close()
    return port2
  }
}

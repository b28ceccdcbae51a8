import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

/** Electron's API inside a test's own process, as far as this folder uses it. What was asked of it can be looked at. */
export function createFakeElectron() {
  const registered = {
    schemes: [] as unknown[],
    menu: [] as MenuItem[],
    openedLinks: [] as string[],
    errors: [] as string[],
  }
  const app = new FakeApp()
  const defaultSession = new FakeSession()
  const windows: FakeWindow[] = []
  const engines: FakeUtility[] = []

  class BrowserWindow extends FakeWindow {
    constructor(options: WindowSettings) {
      super(options)
      windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
  }

  const dialog = {
    chosen: { canceled: true, filePaths: [] as string[] },
    /** The options that the last one was shown with. */
    asked: undefined as object | undefined,
    showOpenDialog: async (...args: object[]) => {
      dialog.asked = args.at(-1)
      return dialog.chosen
    },
    showErrorBox: (title: string, text: string) => void registered.errors.push(`${title}: ${text}`),
  }

  const module = {
    app,
    BrowserWindow,
    dialog,
    ipcMain: new EventEmitter(),
    Menu: {
      buildFromTemplate: (template: MenuItem[]) => template,
      setApplicationMenu: (menu: MenuItem[]) => {
        registered.menu = menu
      },
    },
    MessageChannelMain: class {
      readonly port1: FakePort
      readonly port2: FakePort
      constructor() {
        const { port1, port2 } = new MessageChannel()
        this.port1 = new FakePort(port1)
        this.port2 = new FakePort(port2)
      }
    },
    nativeTheme: { shouldUseDarkColors: true },
    protocol: { registerSchemesAsPrivileged: (schemes: unknown[]) => void registered.schemes.push(...schemes) },
    session: { defaultSession },
    shell: { openExternal: async (url: string) => void registered.openedLinks.push(url) },
    utilityProcess: {
      fork: (script: string, args: string[], options: UtilitySettings) => {
        const engine = new FakeUtility(script, args, options)
        engines.push(engine)
        return engine
      },
    },
  }
  return { module, registered, windows, engines, defaultSession }
}

export interface MenuItem {
  id?: string
  label?: string
  role?: string
  accelerator?: string
  submenu?: MenuItem[]
  click?: () => void
}

interface WindowSettings {
  name?: string
  backgroundColor?: string
  windowStatePersistence?: boolean
  webPreferences: Record<string, unknown>
}

interface UtilitySettings {
  env: Record<string, string | undefined>
  execArgv: string[]
}

class FakeApp extends EventEmitter {
  readonly isPackaged = false
  readonly commandLine = { appendSwitch() {} }
  paths: Record<string, string> = { downloads: '/home/ada/Downloads' }
  lock = true
  lockData: unknown
  sandboxed = false
  quits = 0
  exits: number[] = []
  ready = false
  setPath = (name: string, path: string) => {
    this.paths[name] = path
  }
  getPath = (name: string) => this.paths[name] ?? ''
  requestSingleInstanceLock = (data: unknown) => {
    this.lockData = data
    return this.lock
  }
  enableSandbox = () => {
    this.sandboxed = true
  }
  isReady = () => this.ready
  whenReady = async () => {
    this.ready = true
  }
  quit = () => {
    this.quits++
    let prevented = false
    this.emit('will-quit', {
      preventDefault: () => {
        prevented = true
      },
    })
    if (!prevented) this.emit('quit')
  }
  exit = (code: number) => void this.exits.push(code)
}

type Handler = (request: Request) => Promise<Response>

class FakeSession extends EventEmitter {
  readonly handlers = new Map<string, Handler>()
  readonly protocol = { handle: (scheme: string, handler: Handler) => void this.handlers.set(scheme, handler) }
  request: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | null = null
  check: (() => boolean) | null = null
  device: (() => boolean) | null = null
  setPermissionRequestHandler = (handler: typeof this.request) => {
    this.request = handler
  }
  setPermissionCheckHandler = (handler: typeof this.check) => {
    this.check = handler
  }
  setDevicePermissionHandler = (handler: typeof this.device) => {
    this.device = handler
  }
}

class FakeContents extends EventEmitter {
  readonly mainFrame = { url: '', parent: null }
  readonly posted: { channel: string; ports: FakePort[] }[] = []
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  setWindowOpenHandler = (handler: typeof this.openHandler) => {
    this.openHandler = handler
  }
  postMessage = (channel: string, _message: unknown, ports: FakePort[]) => void this.posted.push({ channel, ports })
}

class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents()
  shown = false
  focused = 0
  constructor(readonly options: WindowSettings) {
    super()
  }
  show = () => {
    this.shown = true
  }
  focus = () => {
    this.focused++
  }
  isMinimized = () => false
  restore = () => {}
  loadURL = async (url: string) => {
    this.webContents.mainFrame.url = url
  }
}

/** A port as Electron's main process has it: events with `data`, and messages that wait for `start`. */
export class FakePort extends EventEmitter {
  constructor(readonly inner: MessagePort) {
    super()
    inner.on('close', () => this.emit('close'))
  }
  postMessage = (data: unknown) => this.inner.postMessage(data)
  start = () => {
    this.inner.on('message', (data) => this.emit('message', { data }))
  }
  close = () => this.inner.close()
}

export class FakeUtility extends EventEmitter {
  readonly stdout = new EventEmitter()
  readonly stderr = new EventEmitter()
  /** None, so that an end is asked for by `kill`: a number would be the id of somebody's process. */
  readonly pid = undefined
  readonly ports: FakePort[] = []
  /** Takes what the host posts; replaced by tests. */
  onPost: (message: { type: string; id?: number }, ports: FakePort[]) => void = () => {}
  constructor(
    readonly script: string,
    readonly args: string[],
    readonly options: UtilitySettings,
  ) {
    super()
  }
  postMessage = (message: { type: string; id?: number }, ports: FakePort[] = []) => {
    this.ports.push(...ports)
    this.onPost(message, ports)
  }
  kill = () => {
    // As in life, the end is told of later.
    setImmediate(() => this.end(9))
    return true
  }
  end(code: number): void {
    for (const port of this.ports) port.close()
    this.emit('exit', code)
  }
}

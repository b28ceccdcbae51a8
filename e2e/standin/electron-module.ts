// What `import … from 'electron'` gives under the stand-in: as much as src/main/hosts/desktop uses and Playwright asks for.
import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import type { Chromium } from './chromium.ts'
import { Session } from './session.ts'
import { WebContents } from './web-contents.ts'

export { MessageChannelMain } from './ports.ts'
export { utilityProcess } from './utility.ts'
export { app, WebContents as webContents }

export const ipcMain = new EventEmitter()
export const session = { defaultSession: new Session() }
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false })
export const protocol = { registerSchemesAsPrivileged(_schemes: object[]): void {} }

export const shell = {
  async openExternal(url: string): Promise<void> {
    console.error(`stand-in: the system would open ${url}`)
  },
}

export const dialog = {
  async showOpenDialog(..._args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    return { canceled: true, filePaths: [] }
  },
  showErrorBox(title: string, content: string): void {
    console.error(`${title}: ${content}`)
  },
}

interface MenuTemplate {
  id?: string
  label?: string
  role?: string
  accelerator?: string
  submenu?: MenuTemplate[]
  click?: (item: MenuItem) => void
}

class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly role: string | undefined
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  readonly #click: MenuTemplate['click']

  constructor({ id, label, role, accelerator, submenu, click }: MenuTemplate) {
    this.id = id
    this.label = label ?? role ?? ''
    this.role = role
    this.accelerator = accelerator
    this.submenu = submenu && Menu.buildFromTemplate(submenu)
    this.#click = click
  }

  click(): void {
    this.#click?.(this)
  }
}

export class Menu {
  static #application: Menu | null = null
  static buildFromTemplate(template: MenuTemplate[]): Menu {
    return new Menu(template.map((item) => new MenuItem(item)))
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }

  readonly items: MenuItem[]

  constructor(items: MenuItem[] = []) {
    this.items = items
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
}

let chromium: Chromium | null = null

interface WindowOptions {
  width?: number
  height?: number
  webPreferences?: { preload?: string; contextIsolation?: boolean; sandbox?: boolean; nodeIntegration?: boolean }
}

export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>()
  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all]
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }

  readonly webContents: WebContents

  constructor({ width = 800, height = 600, webPreferences = {} }: WindowOptions = {}) {
    super()
    if (!chromium) throw new Error('Cannot create BrowserWindow before app is ready')
    const { preload, contextIsolation = true, sandbox = true, nodeIntegration = false } = webPreferences
    // The stand-in knows no other page; a program that wants one is not to pass here.
    if (!contextIsolation || !sandbox || nodeIntegration) throw new Error('The stand-in shows sandboxed pages alone.')
    const { cdp } = chromium
    this.webContents = new WebContents({ cdp, session: session.defaultSession, preload, width, height, ipcMain })
    BrowserWindow.#all.add(this)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    this.webContents.once('destroyed', () => {
      BrowserWindow.#all.delete(this)
      this.emit('closed')
      if (BrowserWindow.#all.size > 0) return
      if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
      else app.quit()
    })
    app.emit('web-contents-created', {}, this.webContents)
  }

  loadURL = (url: string) => this.webContents.loadURL(url)
  close = () => this.webContents.close()
  show(): void {}
  focus(): void {
    app.emit('browser-window-focus', {}, this)
  }
  isMinimized = () => false
  restore(): void {}
}

/** Called by boot.ts. */
export async function useChromium(started: Chromium): Promise<void> {
  chromium = started
  const { cdp } = started
  cdp.on('', (method, params) => {
    session.defaultSession.receive(method, params)
    // A window that a page opened all the same: Electron would have asked.
    if (method === 'Target.targetCreated' && params.targetInfo.openerId) {
      console.error(`stand-in: closing a window that was opened unasked: ${params.targetInfo.url}`)
      cdp.send('Target.closeTarget', { targetId: params.targetInfo.targetId }).catch(() => {})
    }
    if (method === 'Target.targetDestroyed') WebContents.fromDevToolsTargetId(params.targetId)?.gone()
  })
  await cdp.send('Target.setDiscoverTargets', { discover: true })
  await session.defaultSession.attach(cdp, app.getPath('standin-downloads'))
  app.ending = {
    async closeWindows() {
      for (const window of BrowserWindow.getAllWindows()) {
        const closed = new Promise<void>((resolve) => window.once('closed', resolve))
        window.close()
        await closed
      }
    },
    end: () => started.end(),
  }
}

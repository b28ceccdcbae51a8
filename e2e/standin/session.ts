import { EventEmitter } from 'node:events'
import { copyFile } from 'node:fs/promises'
import { inProgram } from './addresses.ts'
import type { Cdp, Params } from './cdp.ts'

type Handler = (request: Request) => Response | Promise<Response>
type Check = (contents: null, permission: string, origin: string, details: object) => boolean

const PERMISSIONS = [
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'geolocation',
  'idle-detection',
  'local-fonts',
  'local-network-access',
  'microphone',
  'midi',
  'nfc',
  'notifications',
  'persistent-storage',
  'screen-wake-lock',
  'storage-access',
  'window-management',
]

export class Session extends EventEmitter {
  readonly handlers = new Map<string, Handler>()
  readonly protocol = { handle: (scheme: string, handler: Handler) => void this.handlers.set(scheme, handler) }
  readonly #downloads = new Map<string, DownloadItem>()
  #cdp: Cdp | null = null
  #asks = false
  #check: Check | null = null

  setPermissionRequestHandler(handler: unknown): void {
    this.#asks = handler !== null
    this.#applyPermissions()
  }

  setPermissionCheckHandler(handler: Check | null): void {
    this.#check = handler
    this.#applyPermissions()
  }

  setDevicePermissionHandler(_handler: unknown): void {}

  async attach(cdp: Cdp, downloadFolder: string): Promise<void> {
    this.#cdp = cdp
    await cdp.send('Browser.setDownloadBehavior', {
      behavior: 'allowAndName',
      downloadPath: downloadFolder,
      eventsEnabled: true,
    })
  }

  /** A permission is denied where both handlers are there, and the one that can be asked beforehand says no. */
  #applyPermissions(): void {
    if (!this.#asks || !this.#check || !this.#cdp) return
    for (const name of PERMISSIONS) {
      if (this.#check(null, name, '', {})) continue
      this.#cdp.send('Browser.setPermission', { permission: { name }, setting: 'denied' }).catch((error) => {
        console.error(`stand-in: ${error.message} (${name})`)
      })
    }
  }

  /** The browser's own events. */
  receive(method: string, params: Params): void {
    if (method === 'Browser.downloadWillBegin') this.#downloadBegins(params)
    if (method === 'Browser.downloadProgress') void this.#downloadGoesOn(params)
  }

  #downloadBegins({ guid, url, suggestedFilename }: Params): void {
    const item = new DownloadItem(inProgram(url), suggestedFilename)
    let refused = false
    const preventDefault = () => {
      refused = true
    }
    this.emit('will-download', { preventDefault }, item)
    if (refused) this.#cdp?.send('Browser.cancelDownload', { guid }).catch(() => {})
    else this.#downloads.set(guid, item)
  }

  async #downloadGoesOn({ guid, state, filePath }: Params): Promise<void> {
    const item = this.#downloads.get(guid)
    if (!item || state === 'inProgress') return
    this.#downloads.delete(guid)
    // Without a path Electron would show its save dialog, and here nobody would answer it.
    const saved = state === 'completed' && item.getSavePath() !== '' && typeof filePath === 'string'
    if (saved) await copyFile(filePath, item.getSavePath())
    item.emit('done', {}, saved ? 'completed' : 'cancelled')
  }
}

class DownloadItem extends EventEmitter {
  readonly #url: string
  readonly #name: string
  #path = ''
  #dialog: object = {}

  constructor(url: string, name: string) {
    super()
    this.#url = url
    this.#name = name
  }

  getURL = () => this.#url
  getFilename = () => this.#name
  getSavePath = () => this.#path
  setSavePath = (path: string) => {
    this.#path = path
  }
  getSaveDialogOptions = () => this.#dialog
  setSaveDialogOptions = (options: object) => {
    this.#dialog = options
  }
}

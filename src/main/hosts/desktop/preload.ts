import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { DesktopBridge } from '../../../shared/desktop-bridge'
import { PORTS, WANT_PORTS } from './channels'

/** The page's window, as far as it is needed here: src/main is compiled without the DOM. */
declare const window: {
  readonly location: { readonly origin: string }
  addEventListener(type: 'load', listener: () => void, options: { once: true }): void
  postMessage(message: { type: string }, targetOrigin: string, transfer: readonly unknown[]): void
}

const bridge: DesktopBridge = {
  pathForFile: (file) => webUtils.getPathForFile(file as File),
}
contextBridge.exposeInMainWorld('tokentrace', bridge)
// For a page that a development server shows over http.
contextBridge.exposeInMainWorld('tokentraceDesktop', true)

// Ports cannot pass the bridge; a message of the window to itself carries them into the page's world.
ipcRenderer.on(PORTS, (event) => window.postMessage({ type: PORTS }, window.location.origin, event.ports))
// The page listens once its scripts have run.
window.addEventListener('load', () => ipcRenderer.send(WANT_PORTS), { once: true })

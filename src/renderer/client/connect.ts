import { Fault } from '../../shared/fault'
import { portChannel } from './port-channel'
import { type SocketOptions, socketChannel } from './server-channel'
import { takeToken } from './token'
import { type Workbench, workbenchOver } from './workbench'

/** Message by which the preload hands over ports: [engine, host] at first, [engine] alone after a restart. */
export const PORTS_MESSAGE = 'tokentrace:ports'

export interface ServerConnectOptions {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string
  readonly token: string
  readonly open?: SocketOptions['open']
  readonly onChange?: SocketOptions['onChange']
}

/** Connects to the server host over WebSockets, which are opened again whenever they were closed. */
export function connectServer(options: ServerConnectOptions): Workbench & { close(): void } {
  const { origin, token, open, onChange } = options
  const base = origin.replace(/^http/, 'ws')
  const common = { token, ...(open ? { open } : {}) }
  const engine = socketChannel({ ...common, url: `${base}/engine` })
  // The host stays while engines come and go: it alone tells whether the workbench is there.
  const host = socketChannel({ ...common, url: `${base}/host`, ...(onChange ? { onChange } : {}) })
  return {
    ...workbenchOver(engine, host),
    close() {
      engine.close()
      host.close()
    },
  }
}

/** Connects to the desktop host over the ports that its preload posts to the window. Call it before the page has loaded. */
export function connectDesktop(target: Window): Workbench {
  const host = portChannel()
  // An engine that cannot be started has no port; the host's interrupt throws the reason.
  const engine = portChannel(() => workbench.host.interrupt())
  const workbench = workbenchOver(engine, host)
  target.addEventListener('message', (event: MessageEvent) => {
    // Only the preload shares this window; a frame or another window is no source of ports.
    if (event.source !== target || event.data?.type !== PORTS_MESSAGE) return
    const [enginePort, hostPort] = event.ports
    if (hostPort) host.take(hostPort)
    if (enginePort) engine.take(enginePort)
  })
  return workbench
}

/** The host that shows this page: the desktop's own protocol, or a server on loopback. */
export function connect(onChange?: (connected: boolean) => void): Workbench {
  if (!location.protocol.startsWith('http') || window.tokentraceDesktop === true) return connectDesktop(window)
  // A new address pasted over an old one changes the fragment alone, which loads nothing.
  window.addEventListener('hashchange', () => location.hash.includes('token=') && location.reload())
  const token = takeToken(location, history, sessionStorage)
  if (token === null) {
    throw Fault.environment('This page does not have the key of the running workbench', {
      remedy: 'Open the address that Tokentrace printed in the terminal.',
    })
  }
  return connectServer({ origin: location.origin, token, ...(onChange ? { onChange } : {}) })
}

declare global {
  interface Window {
    /** Set by the desktop's preload, for a page that a development server shows over http. */
    readonly tokentraceDesktop?: true
  }
}

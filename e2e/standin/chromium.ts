import { type ChildProcess, spawn } from 'node:child_process'
import { Cdp } from './cdp.ts'

export interface Chromium {
  readonly cdp: Cdp
  readonly address: string
  end(): Promise<void>
}

const FLAGS = [
  '--headless=new',
  '--no-startup-window',
  '--remote-debugging-port=0',
  // Development machines run as root, and need WebGL2 without a GPU.
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Nothing of the browser's own may reach for the network.
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // A window that is not looked at works all the same.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-features=HttpsUpgrades,MediaRouter,PaintHolding',
]

export async function startChromium(profile: string): Promise<Chromium> {
  const binary = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  const child = spawn(binary, [...FLAGS, `--user-data-dir=${profile}`], { stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await devtoolsAddress(child)
  const cdp = await Cdp.connect(address)
  return {
    cdp,
    address,
    async end() {
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
      cdp.send('Browser.close').catch(() => {})
      await gone
      clearTimeout(timer)
    },
  }
}

function devtoolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000)
      const address = /^DevTools listening on (ws:\/\/\S+)/m.exec(said)?.[1]
      if (address) resolve(address)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}:\n${said}`)))
  })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'

const root = join(import.meta.dirname, '../..')
const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

export interface Served {
  /** With the token: what a person would open. */
  readonly address: string
  /** The host's process; the engine is its child. */
  readonly process: ChildProcess
  /** What host and engine have said on stderr so far. */
  readonly output: () => string
  stop(): Promise<void>
}

/** Starts the built server host, as `npm start` does without a display. */
export async function startServer(dataFolder: string, args: readonly string[] = []): Promise<Served> {
  const script = join(root, 'out/main/server.js')
  const child = spawn(node, [script, '--no-open', '--data', dataFolder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: root,
  })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const found = /http:\/\/\S+/.exec(printed)?.[0]
      if (found) resolve(found)
    })
    void exited.then(() => reject(new Error(`The server host ended before it printed an address.\n${output}`)))
  })
  return {
    address,
    process: child,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

interface Fixtures {
  /** A fresh folder for settings, activations and downloads of one test. */
  dataFolder: string
  /** Words for the server's command line, a model's path say: `test.use({ serverArgs: [path] })`. */
  serverArgs: readonly string[]
  served: Served
  address: string
}

/**
 * `page` in a real Chromium, `address` of the built server host on a fresh data folder. The page is not opened yet:
 * `await page.goto(address)`. A page that threw an error or broke the security policy fails its test.
 */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern.
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tokentrace-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  serverArgs: [[], { option: true }],
  served: async ({ dataFolder, serverArgs }, use, testInfo) => {
    const served = await startServer(dataFolder, serverArgs)
    await use(served)
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server output', { body: served.output(), contentType: 'text/plain' })
    }
    await served.stop()
  },
  address: async ({ served }, use) => use(served.address),
  // It asks for `served` so that the server outlives the page, whose last calls would fail otherwise.
  page: async ({ page, served }, use) => {
    void served
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy'))
        complaints.push(message.text())
    })
    await use(page)
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`)
  },
})

export { expect } from '@playwright/test'

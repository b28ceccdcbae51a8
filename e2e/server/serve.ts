import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { type Served, startServer } from './start-server'

interface Fixtures {
  /** A fresh folder for settings, activations and downloads of one test. */
  dataFolder: string
  /** Words for the server's command line, a model's path say: `test.use({ serverArgs: [path] })`. */
  serverArgs: readonly string[]
  /** Variables of the server's environment, besides one's own. */
  serverEnv: NodeJS.ProcessEnv
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
  serverEnv: [{}, { option: true }],
  served: async ({ dataFolder, serverArgs, serverEnv }, use, testInfo) => {
    const served = await startServer(dataFolder, serverArgs, serverEnv)
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
export { enginePid, startServer } from './start-server'

import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** Set by scripts/test.mjs, which looks for one or installs it. */
const chromium = process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium'].find((path) => existsSync(path))

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Much of a test is waiting for a browser to draw or an engine to start: a second one fills it.
  workers: 2,
  timeout: 90_000,
  // A machine that is busy with something else can make a browser miss an answer once; the report names such a test as flaky.
  retries: 1,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
  use: {
    screenshot: 'only-on-failure',
    // Recording each test took a fifth of their time; what fails is tried again, and that is recorded.
    trace: 'on-first-retry',
  },
  projects: [
    {
      name: 'server',
      testMatch: 'server/**/*.spec.ts',
      use: {
        browserName: 'chromium',
        viewport: { width: 1440, height: 900 },
        launchOptions: {
          ...(chromium ? { executablePath: chromium } : {}),
          args: [
            '--no-sandbox',
            // Nothing of the browser's own may reach for the network.
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            // WebGL2 without a GPU.
            '--use-angle=swiftshader',
            '--enable-unsafe-swiftshader',
          ],
        },
      },
    },
    { name: 'desktop', testMatch: 'desktop/**/*.spec.ts' },
  ],
})

import { existsSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'

/** What tests of pages in Chromium share. */
export const size = { width: 900, height: 560 }
export const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path))
export const software = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
export const quiet = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking']

/** Opens a page of nothing but a script, and waits until `ready` is there and `window.state` is told. */
export async function openPage(browser: Browser, script: string, ready: string, complaints: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: size })
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.setContent('<!doctype html><style>body { margin: 0 }</style><body></body>')
  await page.addScriptTag({ content: script })
  try {
    await page.waitForFunction((ready) => 'state' in window && document.querySelector(ready), ready)
  } catch (error) {
    throw new Error(['The page shows nothing', ...complaints].join('\n'), { cause: error })
  }
  await page.waitForTimeout(150)
  return page
}

export const framesOf = (page: Page) =>
  page.evaluate(() => Number(document.querySelector<HTMLElement>('[data-frames]')?.dataset.frames ?? 0))
export const order = (page: Page, name: string, value?: unknown) =>
  page.evaluate(
    ([name, value]) =>
      (window as unknown as { orders: Record<string, (value: unknown) => void> }).orders[name as string]!(value),
    [name, value] as const,
  )

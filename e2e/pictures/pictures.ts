// Takes the pictures of the README: the workbench with a story told on the sample, light and dark.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, expect } from '@playwright/test'
import config from '../../playwright.config'
import { startServer } from '../server/start-server'
import { canvas } from '../server/workbench'

const pictures = join(import.meta.dirname, '../../docs/pictures')

async function take(browser: Browser, address: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme, reducedMotion: 'reduce' })
  await page.goto(address)
  await page.getByRole('button', { name: /^What makes this Tower/ }).click()
  await page.getByRole('button', { name: /^Where the name leads/ }).click()
  await expect(canvas(page)).toHaveAccessibleName(/^in in/)
  await page.mouse.move(0, 0)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  const path = join(pictures, `workbench-${colorScheme}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  console.log(path)
  await page.close()
}

const data = mkdtempSync(join(tmpdir(), 'tokentrace-pictures-'))
mkdirSync(pictures, { recursive: true })
const served = await startServer(data)
const browser = await chromium.launch(config.projects![0]!.use!.launchOptions!)
try {
  for (const colorScheme of ['light', 'dark'] as const) await take(browser, served.address, colorScheme)
} finally {
  await browser.close()
  await served.stop()
  rmSync(data, { recursive: true })
}

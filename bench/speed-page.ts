import { existsSync } from 'node:fs'
import { chromium, type Page } from '@playwright/test'
import { pageScript } from '../e2e/page-script'
import config from '../playwright.config'

/** Why nothing is measured where there is no browser. */
export const noBrowser = 'no Chromium was found; set CHROMIUM_PATH'

/** A page of nothing but a script, in a browser that waits for no screen, so that a fast frame counts as fast; null where there is none. */
export async function onSpeedPage<T>(script: URL, measure: (page: Page) => Promise<T>): Promise<T | null> {
  const options = config.projects![0]!.use!.launchOptions!
  if (options.executablePath === undefined || !existsSync(options.executablePath)) return null
  const unlimited = ['--disable-frame-rate-limit', '--disable-gpu-vsync']
  const content = await pageScript(script)
  const browser = await chromium.launch({ ...options, args: [...options.args!, ...unlimited] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    await page.setContent('<!doctype html><style>body { margin: 0 }</style><body></body>')
    await page.addScriptTag({ content })
    return await measure(page)
  } finally {
    await browser.close()
  }
}

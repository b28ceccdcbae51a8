import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { startServer } from '../e2e/server/start-server'
import config from '../playwright.config'
import { timed } from './samples'
import { atMost, type LeftOut, type Row } from './table'

const what = 'a story’s click until its path in 3D'

/**
 * The first minute of a new user: a fresh server and a fresh browser each round, the page loaded, then from the click on the
 * first story until the canvas holds the path. Between them: opening the sample, running it, the analysis, loading three.js,
 * the first frame without a GPU.
 */
export async function measureColdStart(rounds: number): Promise<(Row | LeftOut)[]> {
  const options = config.projects![0]!.use!.launchOptions!
  if (options.executablePath === undefined || !existsSync(options.executablePath)) {
    return [{ what, because: 'no Chromium was found; set CHROMIUM_PATH' }]
  }
  const values: number[] = []
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
    const server = await startServer(folder, [])
    const browser = await chromium.launch(options)
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      await page.goto(server.address)
      const story = page.getByRole('region', { name: 'Stories' }).getByRole('button').first()
      await story.waitFor()
      values.push(
        await timed(async () => {
          await story.click()
          await page.getByTestId('trajectory-scene').locator('canvas[aria-label^="Tower in"]').waitFor()
        }),
      )
    } finally {
      await browser.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const obstacle = 'two cores share the engine, the browser and the drawing of WebGL in software.'
  return [{ what, values, unit: 'ms', aim: atMost(3000, obstacle), from: 'the sample model; nothing stored, no GPU' }]
}

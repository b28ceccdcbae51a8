// Takes the pictures of the README: the workbench, light and dark, over a real trained model whose folder is the first word.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, expect } from '@playwright/test'
import config from '../../playwright.config'
import { startServer } from '../server/start-server'
import { canvas, chips, eiffel, row, runButton, runSummary, typeSentence } from '../server/workbench'

const pictures = join(import.meta.dirname, '../../docs/pictures')

async function take(browser: Browser, address: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme, reducedMotion: 'reduce' })
  await page.goto(address)
  // Eiffel is three word pieces, and the tokenizer adds two tokens.
  await typeSentence(page, eiffel, 10)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await chips(page).filter({ hasText: 'tower' }).click()
  await expect(canvas(page)).toHaveAccessibleName(/^tower in/)
  await row(page, 'L3 attention').click()
  await page.mouse.move(0, 0)
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  const path = join(pictures, `workbench-${colorScheme}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  console.log(path)
  await page.close()
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder of all-MiniLM-L6-v2.')
const work = mkdtempSync(join(tmpdir(), 'tokentrace-pictures-'))
// The window calls a model by its folder.
const model = join(work, 'all-MiniLM-L6-v2')
symlinkSync(folder, model, 'junction')
mkdirSync(pictures, { recursive: true })
const served = await startServer(join(work, 'data'), [model])
const browser = await chromium.launch(config.projects![0]!.use!.launchOptions!)
try {
  for (const colorScheme of ['light', 'dark'] as const) await take(browser, served.address, colorScheme)
} finally {
  await browser.close()
  await served.stop()
  rmSync(work, { recursive: true })
}

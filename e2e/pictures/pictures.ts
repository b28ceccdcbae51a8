// Takes the pictures of the README and of each view, on the sample, and one on a trained model. `--out`, `--size`, `--theme` and `--only` take others than
// those that are kept, to judge a view in another window.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, expect } from '@playwright/test'
import config from '../../playwright.config'
import { startServer } from '../server/start-server'
import { imageScene, type Scene, scenes as shipped, worldScene, worldWordsScene } from './scenes'

/** With the trained models that scripts/pictures.mjs could fetch. */
const { TOKENTRACE_SMOLLM2: world, TOKENTRACE_VIT: vit } = process.env
const scenes = [
  ...shipped,
  ...(world ? [worldScene(world), worldWordsScene(world)] : []),
  ...(vit ? [imageScene(vit)] : []),
]

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(import.meta.dirname, '../../docs/pictures') },
    size: { type: 'string', default: '1440x900' },
    theme: { type: 'string', multiple: true, default: ['light', 'dark'] },
    only: { type: 'string', multiple: true, default: scenes.map(({ name }) => name) },
  },
})
const [width = 1440, height = 900] = values.size.split('x').map(Number)

async function take(browser: Browser, address: string, { name, show }: Scene, theme: 'light' | 'dark'): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce' })
  await page.goto(address)
  await show(page, data)
  await page.mouse.move(0, 0)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  const path = join(values.out, `${name}-${theme}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  console.log(path)
  await page.close()
}

const data = mkdtempSync(join(tmpdir(), 'tokentrace-pictures-'))
mkdirSync(values.out, { recursive: true })
const served = await startServer(data)
const browser = await chromium.launch(config.projects![0]!.use!.launchOptions!)
try {
  for (const theme of ['light', 'dark'] as const) {
    if (!values.theme.includes(theme)) continue
    for (const scene of scenes) if (values.only.includes(scene.name)) await take(browser, served.address, scene, theme)
  }
} finally {
  await browser.close()
  await served.stop()
  rmSync(data, { recursive: true })
}

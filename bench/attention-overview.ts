import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { makeGpt2 } from '../e2e/made-model'
import { startServer } from '../e2e/server/start-server'
import config from '../playwright.config'
import { watchPainting } from './painting-watch'
import { ratios } from './samples'
import { atMost, type LeftOut, type Row } from './table'

const what = 'overview of 12×12 heads painted after its data came'
const shape = { layers: 12, heads: 12, dModel: 144, context: 128, vocabulary: 500 }

/**
 * The attention view in the real window, on a made model with 12 layers of 12 heads and 128 tokens: from the last patterns on
 * the socket until the small pictures of all heads are painted, beside one `putImageData` of the same pixels; and from an arrow
 * key on the heads until the matrix and the path in 3D show the next layer.
 */
export async function measureAttentionOverview(rounds: number): Promise<(Row | LeftOut)[]> {
  const options = config.projects![0]!.use!.launchOptions!
  if (options.executablePath === undefined || !existsSync(options.executablePath)) {
    return [{ what, because: 'no Chromium was found; set CHROMIUM_PATH' }]
  }
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
  const model = join(folder, 'model')
  mkdirSync(model)
  makeGpt2(model, shape)
  const server = await startServer(folder, [model])
  const browser = await chromium.launch(options)
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    await page.addInitScript(watchPainting)
    await page.goto(server.address)
    const overview: number[] = []
    const plain: number[] = []
    // The first round loads what is loaded once, and does not count.
    for (let round = 0; round <= rounds; round++) {
      await run(page, round)
      const painted = await page.evaluate((heads) => window.painting.overview(heads), shape.layers * shape.heads)
      const bare = await page.evaluate(() => window.painting.plain())
      if (round === 0) continue
      overview.push(painted)
      plain.push(bare)
    }
    const steps: { frames: number; ms: number }[] = []
    const heads = page.getByRole('listbox', { name: 'Heads', exact: true })
    await heads.press('ArrowUp')
    for (let step = 0; step < rounds; step++) {
      const layer = shape.layers - 3 - step
      const shown = page.evaluate((name) => window.painting.layer(name), `Head ${layer}.0`)
      await heads.press('ArrowUp')
      steps.push(await shown)
    }
    const slow = 'two cores share the engine, the browser and the drawing of WebGL in software.'
    const from = `${shape.layers}×${shape.heads} heads, 128 tokens, Chromium without a GPU`
    return [
      { what, values: overview, unit: 'ms', aim: atMost(200, slow), from },
      { what: 'of the 200 ms', values: overview.map((ms) => ms / 200), unit: '×', aim: null, from: 'the same rounds' },
      {
        what: 'beside a plain putImageData of the same pixels',
        values: ratios(overview, plain),
        unit: '×',
        aim: null,
        from: 'decoding and shading are in the first alone',
      },
      { what: 'plain putImageData', values: plain, unit: 'ms', aim: null, from },
      {
        what: 'another layer by key, until matrix and 3D show it',
        values: steps.map(({ ms }) => ms),
        unit: 'ms',
        aim: null,
        from: 'patterns of the layer are there',
      },
      {
        what: 'the same in frames',
        values: steps.map(({ frames }) => frames),
        unit: '×',
        aim: atMost(2, slow),
        from: 'frames painted until both show it',
      },
    ]
  } finally {
    await browser.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs 128 ids that no round before had, and looks at the last layer of the last token in the attention view. */
async function run(page: Page, round: number): Promise<void> {
  const ids = Array.from({ length: shape.context }, (_, at) => (at * 7 + round * 31) % shape.vocabulary)
  await page.getByRole('textbox', { name: /Sentence|Token ids/ }).fill(ids.join(' '))
  const chips = page.getByRole('list', { name: 'Tokens' }).getByRole('button')
  await chips.nth(shape.context - 1).waitFor()
  await page.evaluate(() => window.painting.reset())
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('slider', { name: 'Station' }).waitFor()
  await page.getByRole('tab', { name: 'Attention' }).click()
}

import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Page } from '@playwright/test'
import { createEngine } from '../../src/main/engine'
import { fixed } from '../../src/shared/figures/numbers'
import { weightText } from '../../src/shared/figures/query-key-text'
import { type HeadDetail, weightsAt } from '../../src/shared/head-detail'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { chips, runButton, runSummary, sample, typeSentence } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

const text = 'The Eiffel Tower is in'
const choice = { layer: 3, head: 1, query: 4, key: 2 }

const picker = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true })
const keys = (page: Page) => page.getByRole('list', { name: 'Keys' }).getByRole('button')
const temperature = (page: Page) => page.getByRole('slider', { name: 'Temperature' })

/** What an engine of its own says of one query and key. */
async function detailOf(folder: string): Promise<HeadDetail> {
  const sampleFolder = join(import.meta.dirname, '../../resources/sample')
  const engine = await createEngine({ dataFolder: folder, version: '0', sampleFolder })
  const { analyse } = createRouterClient(engine.router)
  const call = await analyse.head({ path: sample, prompt: { text }, device: 'cpu', ...choice })
  for (;;) {
    const step = await call.next()
    if (!step.done) continue
    await engine.close()
    return step.value
  }
}

async function choose(page: Page): Promise<void> {
  await picker(page, 'Layer').selectOption(String(choice.layer))
  await picker(page, 'Head').selectOption(String(choice.head))
  await picker(page, 'Query').selectOption(String(choice.query))
  await picker(page, 'Key').selectOption(String(choice.key))
  await expect(page.getByRole('region', { name: 'Value' }).getByRole('heading').first()).toHaveText('Value of ·Tower')
}

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await typeSentence(page, text, 5)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await page.getByRole('tab', { name: 'Q · K · V' }).click()
  await expect(keys(page)).toHaveCount(5)
})

test('the numbers on the screen are the engine’s own', async ({ page, dataFolder }) => {
  const detail = await detailOf(join(dataFolder, 'engine'))
  await choose(page)
  for (const [at, { weight }] of detail.row.entries())
    await expect(keys(page).nth(at)).toContainText(weightText(weight))
  await expect(keys(page).nth(choice.key)).toHaveAttribute('aria-pressed', 'true')
  const terms = page.getByRole('region', { name: 'Query times key' })
  const shown = async (name: string) => {
    const term = await terms.locator('.qkv-term', { hasText: name }).locator('.num').textContent()
    return Number(term!.replace('\u2212', '-'))
  }
  expect(Math.abs((await shown('q·k')) / detail.dot - 1)).toBeLessThan(0.006)
  expect(Math.abs((await shown('score')) / detail.row[choice.key]!.score - 1)).toBeLessThan(0.006)
  await expect(terms).toContainText(`÷ √${detail.q.length}`)
  const nearest = page.getByRole('list', { name: 'Nearest to what it writes' }).getByRole('listitem')
  await expect(nearest.first()).toContainText(detail.writes.nearest[0]!.text.trim())
  await expect(nearest.first()).toContainText(fixed(detail.writes.nearest[0]!.cosine, 2))
  await expect(page.getByRole('region', { name: 'Cost of the context' })).toContainText(
    '5 tokens: 25 weights a head, 600 in all 24 heads, 2.4 kB',
  )
})

test('another temperature is a what-if of this window, and 1 brings the model’s weights back', async ({
  page,
  dataFolder,
}) => {
  const detail = await detailOf(join(dataFolder, 'engine'))
  await choose(page)
  await temperature(page).press('End')
  await expect(page.getByText('what-if: the model uses 1 (ticks)')).toBeVisible()
  for (const [at, weight] of weightsAt(detail, 4).entries()) {
    await expect(keys(page).nth(at)).toContainText(weightText(weight))
  }
  await page.getByRole('button', { name: 'Back to the model’s temperature, 1' }).click()
  for (const [at, { weight }] of detail.row.entries())
    await expect(keys(page).nth(at)).toContainText(weightText(weight))
})

test('a key behind the mask is drawn as masked, and shows its score when pointed at', async ({ page }) => {
  await choose(page)
  await picker(page, 'Query').selectOption('2')
  await expect(page.getByRole('region', { name: 'Scores and weights' }).getByRole('heading')).toHaveText(
    '·Tower over all keys',
  )
  const hidden = keys(page).nth(3)
  await expect(hidden.getByText('masked')).toBeVisible()
  await hidden.hover()
  await expect(hidden.getByText('masked')).toBeHidden()
  await hidden.click()
  await expect(page.getByRole('region', { name: 'Query times key' })).toContainText('hidden by the mask')
})

test('pickers and bars answer to the keys, and change the one selection', async ({ page }) => {
  await choose(page)
  await picker(page, 'Query').press('ArrowUp')
  await expect(chips(page).nth(3)).toHaveAttribute('aria-pressed', 'true')
  const bars = page.getByRole('slider', { name: 'Dimension' })
  await bars.press('Home')
  await expect(bars).toHaveAttribute('aria-valuetext', /^0: q /)
  await bars.press('ArrowRight')
  await expect(bars).toHaveAttribute('aria-valuetext', /^1: q /)
  expect(new URL(page.url()).hash).toMatch(/head=1.*source=2/)
})

test('axe finds nothing', async ({ page }) => {
  await choose(page)
  await temperature(page).press('End')
  await expectClean(page, 'a query and a key at the highest temperature', '.qkv')
})

import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Page } from '@playwright/test'
import { createEngine } from '../../src/main/engine'
import type { Prediction } from '../../src/shared/prediction'
import { expect, test } from './serve'
import { chips, runButton, runSummary, sample, typeSentence } from './workbench'

test.use({ serverArgs: [sample] })

const text = 'The Eiffel Tower is in'
const bars = (page: Page) => page.getByRole('region', { name: 'Likeliest words' })
const map = (page: Page) => page.getByRole('grid', { name: 'Logit lens' })
const newWords = (page: Page) => page.getByRole('list', { name: 'New words' }).getByRole('button')

/** What an engine of its own says of the sentence. */
async function predicted(folder: string): Promise<Prediction> {
  const sampleFolder = join(import.meta.dirname, '../../resources/sample')
  const engine = await createEngine({ dataFolder: folder, version: '0', sampleFolder })
  const { analyse } = createRouterClient(engine.router)
  const call = await analyse.prediction({ path: sample, prompt: { text }, device: 'cpu', watch: null })
  for (;;) {
    const step = await call.next()
    if (!step.done) continue
    await engine.close()
    return step.value
  }
}

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await typeSentence(page, text, 5)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await page.getByRole('tab', { name: 'Predict' }).click()
})

test('the first word after the sentence is the engine’s own, with its probability', async ({ page, dataFolder }) => {
  const prediction = await predicted(join(dataFolder, 'engine'))
  const [first] = prediction.positions.at(-1)!.words
  expect(first!.text).toBe(' Paris')
  await expect(bars(page).getByRole('listitem').first()).toHaveText(`·Paris${first!.probability.toFixed(3)}`)
  const cells = map(page).getByRole('row').first().getByRole('gridcell')
  await expect(cells.last()).toHaveText('·Paris')

  await bars(page).getByRole('button', { name: /Paris/ }).click()
  await expect(cells.last()).toHaveText('1')
  await expect(cells.nth(3)).not.toHaveText('1')
})

test('the arrow keys go through the map and take the selection along', async ({ page }) => {
  await map(page).locator('[aria-selected=true]').press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await expect(chips(page).nth(3)).toHaveAttribute('aria-pressed', 'true')
  await expect(bars(page).getByRole('heading')).toHaveText('Next after ·is')
  await expect(map(page).locator('[aria-selected=true]')).toBeFocused()
})

test('equal seeds draw equal words, and a new word becomes a token that can be traced', async ({ page }) => {
  const go = async () => {
    await page.getByRole('button', { name: 'Generate' }).click()
    await expect(page.getByRole('button', { name: 'Generate' })).toBeVisible()
    await expect(newWords(page)).not.toHaveCount(0)
    return newWords(page).allTextContents()
  }
  const first = await go()
  expect(await go()).toEqual(first)
  await newWords(page).first().click()
  await expect(chips(page)).toHaveCount(6)
  await expect(chips(page).nth(5)).toHaveAttribute('aria-pressed', 'true')
})

import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Page } from '@playwright/test'
import { createEngine } from '../../src/main/engine'
import { answerOf } from '../../src/main/engine/testing/engine-client'
import type { Contexts } from '../../src/shared/contexts'
import { measured } from '../../src/shared/figures/contexts-shown'
import { expect, test } from './serve'
import { chips, row, runButton, runSummary, sample, sentence, typeSentence } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

const towers = [
  { text: 'The Eiffel Tower is in', position: 2, tokens: 5 },
  { text: 'The Leaning Tower is in', position: 2, tokens: 5 },
  { text: 'Tokyo Tower is in', position: 1, tokens: 4 },
] as const

const strip = (page: Page) => page.getByRole('list', { name: 'Contexts', exact: true })
const contextAt = (page: Page, letter: string) => strip(page).getByRole('button', { name: `Context ${letter}` })
const legend = (page: Page) => page.getByRole('region', { name: 'Contexts and their tokens' })
const legendRow = (page: Page, letter: string) =>
  legend(page)
    .locator('.context-row')
    .filter({ has: page.getByRole('button', { name: `Context ${letter}`, exact: true }) })
const scene = (page: Page) => page.getByTestId('contexts-scene').locator('canvas')

async function comparisonOf(folder: string): Promise<Contexts> {
  const sampleFolder = join(import.meta.dirname, '../../resources/sample')
  const engine = await createEngine({ dataFolder: folder, version: '0', sampleFolder })
  const items = towers.map(({ text, position }) => ({ prompt: { text }, position }))
  const { analyse } = createRouterClient(engine.router)
  const { answer } = await answerOf<Contexts>(analyse.contexts({ path: sample, device: 'cpu', view: 'unit', items }))
  await engine.close()
  return answer
}

/** Types three sentences one after another, each as a context of its own, and stands at the first. */
async function addTowers(page: Page): Promise<void> {
  for (const [index, { text, tokens }] of towers.entries()) {
    if (index > 0)
      await page
        .getByRole('button', { name: /^Add a context/ })
        .first()
        .click()
    await typeSentence(page, text, tokens)
    await runButton(page).click()
    await expect(runSummary(page)).toContainText(/computed on|from the store/)
    if (index === 0) await chips(page).nth(2).click()
    await expect(chips(page).filter({ hasText: 'Tower' })).toHaveAttribute('aria-pressed', 'true')
  }
  await page.getByRole('tab', { name: 'Contexts' }).click()
  await page.keyboard.press('Alt+1')
  await expect(contextAt(page, 'A')).toHaveAttribute('aria-pressed', 'true')
}

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
})

test('three sentences stand side by side, and every distance on the screen is the engine’s own', async ({
  page,
  dataFolder,
}) => {
  await addTowers(page)
  await expect(scene(page)).toHaveAccessibleName(/^A “Eiffel Tower”, B “Leaning Tower”, C “Tokyo Tower”/)
  const { pairs } = await comparisonOf(join(dataFolder, 'engine'))
  await row(page, 'L3 attention').click()
  for (const [b, letter] of [
    [1, 'B'],
    [2, 'C'],
  ] as const) {
    const pair = pairs.find((one) => one.a === 0 && one.b === b)!
    await expect(legendRow(page, letter).locator('.context-value')).toHaveText(measured(pair.distances[7]!, 'distance'))
    await page.getByRole('radio', { name: 'Cosine' }).click()
    await expect(legendRow(page, letter).locator('.context-value')).toHaveText(measured(pair.cosines[7]!, 'cosine'))
    await page.getByRole('radio', { name: 'Distance' }).click()
  }
})

test('switching, removing and choosing by hand change what is compared', async ({ page }) => {
  await addTowers(page)
  await contextAt(page, 'B').click()
  await expect(sentence(page)).toHaveValue(towers[1].text)
  await expect(legendRow(page, 'B').locator('.context-value')).toHaveText('compared')
  await legendRow(page, 'C').getByRole('button', { name: 'in', exact: true }).click()
  await expect(page.getByRole('radio', { name: 'Hand' })).toHaveAttribute('aria-checked', 'true')
  await expect(scene(page)).toHaveAccessibleName(/C “is in”/)
  await page.getByRole('button', { name: 'Remove A' }).click()
  await expect(strip(page).getByRole('listitem')).toHaveCount(2)
  await expect(sentence(page)).toHaveValue(towers[1].text)
  await page.getByRole('button', { name: 'Remove B' }).click()
  await expect(strip(page)).toHaveCount(0)
  await expect(page.getByText('add a second sentence')).toBeVisible()
})

test('a word that is in no other sentence waits for a choice by hand', async ({ page }) => {
  await addTowers(page)
  await chips(page).nth(1).click()
  await expect(legendRow(page, 'B')).toContainText('choose a token')
  await expect(page.getByText('Choose one by hand below')).toBeVisible()
})

test('a reload and the way back restore the contexts', async ({ page }) => {
  await addTowers(page)
  await contextAt(page, 'C').click()
  await expect(sentence(page)).toHaveValue(towers[2].text)
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await page.reload()
  await expect(strip(page).getByRole('listitem')).toHaveCount(3)
  await expect(sentence(page)).toHaveValue(towers[2].text)
  await expect(contextAt(page, 'C')).toHaveAttribute('aria-pressed', 'true')
  await page.goBack()
  await expect(sentence(page)).toHaveValue(towers[0].text)
  await expect(strip(page).getByRole('listitem')).toHaveCount(3)
})

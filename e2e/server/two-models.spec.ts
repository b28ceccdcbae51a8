import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { plain, quantised, readTwoModels } from '../../src/main/engine/testing/two-models'
import { measureText } from '../../src/shared/figures/models-shown'
import { makeGpt2 } from '../made-model'
import { makeQuantisedSample } from '../quantised-sample'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { chips, failure, openByPath, row, runButton, runSummary, sample, sentence, typeSentence } from './workbench'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

const reference = readTwoModels()

const tab = (page: Page) => page.getByRole('tab', { name: 'Two models' })
const section = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })
const numbers = (page: Page) => page.getByRole('region', { name: 'How far the two are apart' })
const number = (page: Page, name: string) => numbers(page).locator('dl > div').filter({ hasText: name }).locator('dd')
const heads = (page: Page) => page.getByRole('grid', { name: 'Differences of patterns by layer and head' })
const weights = (page: Page) => page.getByRole('table').filter({ hasText: 'relative error' })

async function choose(page: Page, path: string): Promise<void> {
  await tab(page).click()
  await page.getByRole('button', { name: 'Choose a model' }).click()
  await page.getByRole('dialog', { name: 'Compare with a model' }).getByRole('combobox').fill(path)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** The pair whose differences PyTorch has computed, at the token of these. */
async function openPair(page: Page): Promise<void> {
  await openByPath(page, quantised)
  // The file has no tokenizer.
  await page.getByRole('textbox', { name: 'Token ids' }).fill(reference.ids.join(', '))
  await expect(chips(page)).toHaveCount(reference.ids.length)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await chips(page).nth(reference.position).click()
  await expect(row(page, 'embedding')).toBeVisible()
  await choose(page, plain)
}

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
})

test('two quantisations stand side by side, and every number is what PyTorch finds', async ({ page }) => {
  await openPair(page)
  await expect(page.getByTestId('contexts-scene').locator('canvas')).toHaveAccessibleName(
    /^A “llama-quantised”, B “llama-f16”: paths of “\d+” through 2 layers/,
  )
  await row(page, 'L1 attention').click()
  await expect(number(page, 'Distance')).toHaveText(measureText(reference.distances[3]!, 'distance'))
  await expect(number(page, '% of step')).toHaveText(measureText(reference.relative[3]!, 'relative'))
  await expect(number(page, 'Cosine')).toHaveText(measureText(reference.cosines[3]!, 'cosine'))
  await expect(number(page, 'They part')).toHaveText('at L1 attention')

  await section(page, 'Patterns').click()
  for (const [layer, rowOf] of reference.rows.entries()) {
    for (const [head, value] of rowOf.entries()) {
      await expect(heads(page).getByRole('button', { name: `Head ${layer}.${head}:` })).toHaveText(value.toFixed(2))
    }
  }
  await section(page, 'All rows').click()
  await expect(heads(page).getByRole('button', { name: 'Head 1.0:' })).toHaveText(reference.means[1]![0]!.toFixed(2))

  await section(page, 'Words').click()
  await expect(page.getByText(`${reference.divergence.toFixed(4)} bits`)).toBeVisible()
})

test('how alike the streams are is mapped over several sentences, whatever the widths', async ({ page }) => {
  await openPair(page)
  await section(page, 'CKA').click()
  const map = page.getByRole('img', { name: /^CKA: llama-quantised downwards/ })
  await expect(map).toHaveAccessibleName(/debiased linear CKA over \d+ tokens of one sentence;/)
  await page.getByRole('textbox', { name: /^More sentences/ }).fill('7, 8, 9, 10, 11\n20 21 22 23')
  await page.getByRole('button', { name: 'Use them' }).click()
  await expect(map).toHaveAccessibleName(/over \d+ tokens of 3 sentences;/)
  await section(page, 'Plain').click()
  await expect(map).toHaveAccessibleName(/: linear CKA over/)
})

test('a head of the map is chosen by keys, and its two patterns stand beside each other', async ({ page }) => {
  await openPair(page)
  await section(page, 'Patterns').click()
  await heads(page).getByRole('button', { name: 'Head 0.0:' }).focus()
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
  const chosen = page.getByRole('region', { name: 'The chosen head' })
  await expect(chosen.getByRole('heading')).toHaveText('Head 1.2')
  await expect(chosen.getByRole('img')).toHaveCount(2)
  const difference = reference.rows[1]![2]!
  await expect(chosen).toContainText(`${difference.toFixed(3)} at the token`)
  // Half of what the rows differ by is the distance that the map shows.
  const cells = await chosen.locator('.token-row tbody td:last-child').allTextContents()
  const apart = cells.map((text) => Math.abs(Number(text.replace('−', '-')))).reduce((sum, value) => sum + value, 0)
  expect(apart / 2).toBeCloseTo(difference, 2)
})

test('the weights are listed with their errors, and sorted by a column', async ({ page }) => {
  await openPair(page)
  await section(page, 'Weights').click()
  const rows = weights(page).locator('tbody tr')
  await expect(rows).toHaveCount(Object.keys(reference.weights).length)
  await weights(page).getByRole('button', { name: 'relative error' }).click()
  await expect(weights(page).getByRole('columnheader', { name: 'relative error' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  const [worst] = Object.entries(reference.weights).sort(([, a], [, b]) => b.relative - a.relative)
  await expect(rows.first()).toContainText(worst![0])
  await expect(rows.first()).toContainText(worst![1].a.dtype)
  await weights(page).getByRole('button', { name: 'relative error' }).click()
  await expect(rows.first()).toContainText('0 %')
})

test('the reference is kept by a reload, and Back takes it away again', async ({ page }) => {
  await openPair(page)
  await expect(numbers(page)).toBeVisible()
  expect(page.url()).toContain(`against=${encodeURIComponent(plain)}`)
  await page.reload()
  await tab(page).click()
  await expect(numbers(page)).toContainText('llama-f16')
  await page.getByRole('button', { name: 'Compare with no model' }).click()
  await expect(page.getByText(/^One sentence through two models/)).toBeVisible()
  await page.goBack()
  await expect(numbers(page)).toContainText('llama-f16')
})

test('a model that is none, and one that has nothing in common, are refused with a card', async ({ page }) => {
  await openPair(page)
  await page.getByRole('button', { name: 'Change' }).click()
  const dialog = page.getByRole('dialog', { name: 'Compare with a model' })
  await dialog.getByRole('combobox').fill('/nowhere/at/all')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('It cannot be the reference')
  await dialog.getByRole('combobox').fill(join(import.meta.dirname, '../../fixtures/models/t5-tiny-gated'))
  await page.keyboard.press('Enter')
  await expect(failure(page).filter({ hasText: 'cannot be compared' })).toContainText('t5-tiny-gated reads two texts')
})

test('the reading of large weights says how far it is, is stopped, and started again', async ({ page, dataFolder }) => {
  const large = join(dataFolder, 'large')
  mkdirSync(large)
  makeGpt2(large, { layers: 12, heads: 8, dModel: 1024, context: 8, vocabulary: 50 })
  await openByPath(page, large)
  await expect(page.getByRole('textbox', { name: 'Token ids' })).toBeVisible()
  await choose(page, large)
  await expect(page.getByText('Type a sentence to see both models’ paths.')).toBeVisible()
  await section(page, 'Weights').click()
  await expect(page.getByRole('progressbar', { name: 'Comparing the weights' })).toBeVisible()
  await page.getByRole('tabpanel', { name: 'Two models' }).getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('It was stopped. Nothing of it is kept.')).toBeVisible()
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(page.getByText('Every weight is the same in both.')).toBeVisible({ timeout: 30_000 })
})

test('the paths, the map of heads and the table of weights are saved from the export dialog', async ({ page }) => {
  await openPair(page)
  await expect(numbers(page)).toBeVisible()
  for (const [name, figure, ending, holds] of [
    ['Paths', 'Two models’ paths', 'svg', 'part at L1 attention'],
    ['Patterns', 'Two models’ patterns', 'csv', 'layer,head,at_token,mean'],
    ['Weights', 'Two models’ weights', 'csv', 'lm_head.weight,96x64,'],
  ] as const) {
    await section(page, name).click()
    await page.getByRole('button', { name: 'Export the figure that is shown' }).click()
    await expect(page.getByRole('button', { name: `Figure: ${figure}` })).toBeVisible()
    await page.getByRole('radio', { name: ending.toUpperCase(), exact: true }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: `Save ${ending.toUpperCase()}` }).click()
    const stream = await (await saved).createReadStream()
    let text = ''
    for await (const piece of stream) text += piece
    expect(text).toContain(holds)
    await page.getByRole('button', { name: 'Close', exact: true }).first().click()
  }
})

test('axe finds nothing in any section', async ({ page, dataFolder }) => {
  await openByPath(page, sample)
  await expect(sentence(page)).toBeVisible()
  await tab(page).click()
  await expectClean(page, 'nothing chosen')
  await typeSentence(page, 'The Eiffel Tower is in', 5)
  await runButton(page).click()
  await chips(page).nth(2).click()
  await choose(page, makeQuantisedSample(join(dataFolder, 'sample-q4')))
  await expect(numbers(page)).toBeVisible()
  await expectClean(page, 'paths')
  for (const name of ['Patterns', 'Words', 'Weights']) {
    await section(page, name).click()
    await expect(page.locator('.two-models-section table').first()).toBeVisible()
    await page.mouse.move(0, 0)
    await expectClean(page, name)
  }
})

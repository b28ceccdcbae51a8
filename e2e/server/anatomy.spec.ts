import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { quantised } from '../../src/main/engine/testing/two-models'
import { shortNumber } from '../../src/shared/figures/matrix-charts'
import { expect, test } from './serve'
import { openByPath, sample, sentence } from './workbench'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

/** numpy's, of the matrices as they lie (fixtures/make_anatomy.py). */
const reference = JSON.parse(readFileSync('fixtures/anatomy/matrices.json', 'utf8'))

const tab = (page: Page) => page.getByRole('tab', { name: 'Anatomy' })
const table = (page: Page) => page.getByRole('table').filter({ hasText: 'share' })
const cell = (page: Page, part: string, at: number) =>
  table(page)
    .getByRole('row', { name: new RegExp(`^${part}`) })
    .getByRole('cell')
    .nth(at)
const facts = (page: Page) => page.getByRole('region', { name: 'The matrix in numbers' })
const fact = (page: Page, name: string) => facts(page).locator('dl > div').filter({ hasText: name }).locator('dd')
const heat = (page: Page) => page.getByRole('group', { name: /^Heat map/ })
const where = (page: Page) => page.locator('.anatomy-heat-where')

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
})

test('the sample’s parameters stand beside GPT-3’s, by what they are for and by layer', async ({ page }) => {
  await openByPath(page, sample)
  await expect(sentence(page)).toBeVisible()
  await tab(page).click()
  await expect(cell(page, 'Embedding', 0)).toHaveText('414,336')
  await expect(cell(page, 'Query', 3)).toHaveText('8 %')
  await expect(table(page).getByRole('columnheader').nth(4)).toHaveText('GPT-3 175B')
  await page.getByRole('button', { name: 'Add a published model' }).click()
  await page.getByRole('menuitem', { name: /^Mixtral 8x7B/ }).click()
  await expect(cell(page, 'MLP gate', 4)).toHaveText('32 %')
  await page.getByRole('button', { name: 'Take GPT-3 175B away' }).click()
  await expect(table(page).getByRole('columnheader')).toHaveCount(5)
  await page.getByRole('textbox', { name: 'A text of' }).fill('128')
  const costs = page.getByRole('region', { name: 'What it costs' })
  await expect(costs.locator('dl > div').filter({ hasText: 'Key–value cache' }).locator('dd')).toHaveText('393 kB')
})

test('a part leads to its matrix, whose numbers are numpy’s, and which is zoomed and moved by keys', async ({
  page,
}) => {
  await openByPath(page, sample)
  await expect(sentence(page)).toBeVisible()
  await tab(page).click()
  await table(page).getByRole('button', { name: 'Key', exact: true }).click()
  await page.getByRole('combobox', { name: 'Layer' }).selectOption('layer 2')
  const apart = reference.sample['transformer.h.2.attn.c_attn.weight key']
  await expect(facts(page).getByRole('heading')).toHaveText('transformer.h.2.attn.c_attn.weight, key')
  await expect(fact(page, 'Frobenius')).toHaveText(shortNumber(apart.frobenius))
  await expect(fact(page, 'σ₁').first()).toHaveText(shortNumber(apart.singular[0]))
  await expect(fact(page, 'effective rank')).toHaveText(apart.effectiveRank.toFixed(1))
  await expect(where(page)).toHaveText(/^all 128 rows and 128 columns; each cell/)

  await heat(page).focus()
  for (let press = 0; press < 5; press++) await page.keyboard.press('+')
  for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowLeft')
  for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowUp')
  await expect(where(page)).toHaveText(/^rows 0 to \d+, columns 0 to \d+ of 128 × 128; each cell is one value$/)
  await heat(page).hover({ position: { x: 5, y: 5 } })
  await expect(where(page)).toHaveText(`row 0, column 0: ${shortNumber(apart.corner[0][0])}`)
  await page.keyboard.press('0')
  await page.mouse.move(0, 0)
  await expect(where(page)).toHaveText(/^all 128 rows/)
})

test('quantised weights are shown as numbers too', async ({ page }) => {
  await openByPath(page, quantised)
  await expect(page.getByRole('textbox', { name: 'Token ids' })).toBeVisible()
  await tab(page).click()
  await table(page).getByRole('button', { name: 'MLP down' }).click()
  const apart = reference.quantised['model.layers.0.mlp.down_proj.weight']
  await expect(fact(page, 'Frobenius')).toHaveText(shortNumber(apart.frobenius))
  await expect(fact(page, 'stored')).toHaveText(/^Q/)
  await expect(fact(page, 'stable rank')).toHaveText(apart.stableRank.toFixed(2))
})

test('both figures can be saved before anything is run', async ({ page }) => {
  await openByPath(page, sample)
  await expect(sentence(page)).toBeVisible()
  await tab(page).click()
  await table(page).getByRole('button', { name: 'Positions and types' }).click()
  await expect(fact(page, 'stable rank')).toBeVisible()
  await page.getByRole('button', { name: 'Export the figure that is shown' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the figure' })
  await expect(dialog.getByRole('img', { name: 'transformer.wpe.weight' })).toBeVisible()
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: /^Save/ }).first().click()
  expect((await saved).suggestedFilename()).toMatch(/matrix.*\.pdf$/)
})

test('an ONNX file’s parameters are told apart, each with its matrix, and a reload comes back', async ({ page }) => {
  await openByPath(page, resolve('fixtures/onnx/gpt-neox-tiny/ts-eager-14.onnx'))
  await expect(page.getByRole('textbox', { name: 'Token ids' })).toBeVisible()
  await tab(page).click()
  await expect(cell(page, 'Query', 0)).toHaveText('2,048')
  await page.getByRole('textbox', { name: 'A text of' }).fill('64')
  await table(page).getByRole('button', { name: 'Key', exact: true }).click()
  // One tensor holds all three, head by head.
  await expect(fact(page, 'shape')).toHaveText('32 × 32, 1,024 values')
  await expect(fact(page, 'lies')).toHaveText('inputs downwards, outputs across')
  await expect(fact(page, 'stable rank')).toBeVisible()
  await page.reload()
  await tab(page).click()
  await expect(fact(page, 'shape')).toHaveText('32 × 32, 1,024 values')
  await page.getByRole('radio', { name: 'Parts' }).click()
  await expect(page.getByRole('textbox', { name: 'A text of' })).toHaveValue('64')
})

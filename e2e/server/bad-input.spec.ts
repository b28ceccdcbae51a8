import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { brokenModels, makeBroken } from '../broken-models'
import { expect, test } from './serve'
import { failure, gpt2, openByPath, row, runButton, runSummary, sentence, traceTower } from './workbench'

test('a model that does not open shows a card that names file, place and remedy', async ({
  page,
  address,
  dataFolder,
}) => {
  await page.goto(address)
  await page.getByRole('button', { name: 'Open a model' }).first().click()
  for (const [index, broken] of brokenModels.entries()) {
    await test.step(broken.name, async () => {
      const folder = join(dataFolder, `broken-${index}`)
      makeBroken(broken, folder)
      await page.getByRole('combobox', { name: /Path/ }).fill(folder)
      await page.getByRole('button', { name: 'Open', exact: true }).click()
      const card = failure(page).filter({ hasText: broken.message })
      await expect(card).toContainText('The model did not open')
      await expect(card).toContainText(join(folder, broken.file))
      if (broken.place !== undefined) await expect(card.getByRole('definition').last()).toHaveText(broken.place)
      await expect(card).toContainText(broken.remedy)
      await expect(card.getByRole('button', { name: 'Copy details' })).toBeVisible()
    })
  }
})

test.describe('with a model open', () => {
  test.use({ serverArgs: [gpt2] })

  test.beforeEach(async ({ page, address }) => {
    await page.goto(address)
    await expect(sentence(page)).toBeVisible()
  })

  test('a model that does not open leaves the open one as it was', async ({ page, dataFolder }) => {
    await traceTower(page)
    const folder = join(dataFolder, 'broken')
    makeBroken(brokenModels[0]!, folder)
    await page.keyboard.press('ControlOrMeta+O')
    await page.getByRole('combobox', { name: /Path/ }).fill(folder)
    await page.keyboard.press('Enter')
    await expect(failure(page).filter({ hasText: brokenModels[0]!.message })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(row(page, 'embedding')).toContainText('Tower')
  })

  test('a sentence longer than the context says by how much', async ({ page }) => {
    await sentence(page).fill('Tower '.repeat(41).trim())
    await expect(page.getByRole('alert').filter({ hasText: 'tokens; gpt2-tiny reads 40 at most' })).toContainText(
      /Shorten it by/,
    )
    await runButton(page).click()
    await expect(failure(page).filter({ hasText: 'The run failed' })).toContainText('gpt2-tiny reads 40 at most')
    await sentence(page).fill('The Tower')
    await expect(failure(page).filter({ hasText: 'at most' })).toHaveCount(0)
  })

  test('a run of no sentence says that there is none', async ({ page }) => {
    await runButton(page).click()
    await expect(failure(page).filter({ hasText: 'The run failed' })).toContainText(/empty.*Type some words/s)
    await expect(runSummary(page)).toContainText('failed')
  })
})

test('a model without a tokenizer takes token ids', async ({ page, address, dataFolder }) => {
  const folder = join(dataFolder, 'no-tokenizer')
  makeBroken({ damage: () => {} }, folder)
  await rm(join(folder, 'tokenizer.json'))
  await page.goto(address)
  await openByPath(page, folder)
  await page.getByRole('textbox', { name: 'Token ids' }).fill('261 288, x')
  await expect(failure(page).filter({ hasText: '“x”' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Token ids' }).fill('261 288, 289')
  await runButton(page).click()
  await expect(runSummary(page)).toContainText('3 tokens · computed on')
  await expect(row(page, 'embedding')).toContainText('289')
})

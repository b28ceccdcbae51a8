import type { Page } from '@playwright/test'
import { expect, test } from './serve'
import { canvas, openByPath, row, rows, sentence, tableOf } from './workbench'

const stories = (page: Page) => page.getByRole('region', { name: 'Stories' }).getByRole('button')
const scenes = (page: Page) => page.getByRole('list', { name: 'Scenes' }).getByRole('listitem')
const onStage = (page: Page) => scenes(page).and(page.locator('[aria-current=step]'))

test('with nothing opened before, one click on a story shows a token’s path and explains it', async ({
  page,
  address,
}) => {
  await page.goto(address)
  await expect(page.getByRole('button', { name: 'Open a model' }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Recent models' })).toHaveCount(0)
  await expect(stories(page)).toHaveText([/^What makes this Tower/, /^Three moles/, /^Who moved it/, /^King and queen/])

  await stories(page).first().click()
  await expect(canvas(page)).toHaveAccessibleName(/^Tower in “The Eiffel Tower is in”: path through 6 layers of sample/)
  await expect(onStage(page)).toContainText('The path begins at the embedding of “·Tower”')
  await expect(row(page, 'embedding')).toContainText('Tower')
})

test.describe('in a story', () => {
  test.beforeEach(async ({ page, address }) => {
    await page.goto(address)
    await stories(page).first().click()
    await scenes(page)
      .getByRole('button', { name: /^Where the name leads/ })
      .click()
    await expect(canvas(page)).toHaveAccessibleName(/^in in “The Eiffel Tower is in”/)
  })

  test('a scene ends at the word that it watches', async ({ page }) => {
    const table = await tableOf(page)
    expect(table[0]!.at(-1)).toBe('<0.01')
    expect(table.at(-1)!.at(-2)).toMatch(/^·Paris(>0\.99|0\.9\d)$/)
    await expect(page.getByRole('button', { name: /^Watch .*choose another$/ })).toContainText('Paris')
  })

  test('a reload comes back to the scene', async ({ page }) => {
    await page.reload()
    await expect(onStage(page)).toContainText('At “·in” the model has to say a city.')
    await expect(canvas(page)).toHaveAccessibleName(/^in in/)
  })

  test('a sentence of one’s own leaves the stage, and a scene comes back to it', async ({ page }) => {
    await sentence(page).fill('The Leaning Tower')
    await expect(onStage(page)).toHaveCount(0)
    await scenes(page)
      .getByRole('button', { name: /^And with Leaning/ })
      .click()
    await expect(onStage(page)).toContainText('ends at “·Pisa”')
    await expect(sentence(page)).toHaveValue('The Leaning Tower is in')
    await page.getByRole('button', { name: 'Close the story' }).click()
    await expect(page.getByRole('list', { name: 'Stories' }).getByRole('button')).toHaveCount(4)
    // What is looked at stays.
    await expect(rows(page)).toHaveCount(13)
  })
})

test('the sample opens by its name wherever a model is asked for', async ({ page, address }) => {
  await page.goto(address)
  await openByPath(page, 'sample')
  await expect(page.getByRole('button', { name: /^Model sample/ })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: /^Model sample/ })).toBeVisible()
})

import type { Page } from '@playwright/test'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { canvas, runButton, runSummary, sample, typeSentence } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

const panel = (page: Page) => page.locator('.directions')
const figure = (page: Page) => panel(page).locator('.directions-figure svg')
const part = (page: Page, name: string) => panel(page).getByRole('radio', { name })
const saved = (page: Page) => page.getByRole('region', { name: 'Saved directions' })

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await page.getByRole('tab', { name: 'Directions', exact: true }).click()
})

/** Makes the direction that the form begins with, from male words to female ones, and keeps it under a name. */
async function saveGender(page: Page): Promise<void> {
  await part(page, 'Two lists').click()
  await expect(
    panel(page)
      .getByText(/of \d+ words are one token/)
      .first(),
  ).toBeVisible()
  await panel(page).getByRole('textbox', { name: 'Name', exact: true }).fill('gender')
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(saved(page).getByRole('listitem')).toHaveCount(1)
}

test('king − man + woman is nearest to the queen', async ({ page }) => {
  await panel(page).getByRole('button', { name: 'Add up' }).click()
  await expect(figure(page)).toContainText('queen')
  await expect(figure(page)).toContainText('Left out are the terms’ own words: ·king (1.)')
  await panel(page).getByRole('button', { name: 'Change' }).click()
  await panel(page)
    .getByRole('textbox', { name: /^Words with signs/ })
    .fill('king +')
  await expect(panel(page).getByText('A sign or a weight stands without a word.')).toBeVisible()
  await panel(page).getByRole('button', { name: 'Own words' }).click()
  await expect(figure(page)).toContainText('own words stand among them')
})

test('a direction is looked along, saved, and becomes an axis of the path, which the address keeps', async ({
  page,
}) => {
  await saveGender(page)
  await panel(page).getByRole('button', { name: 'Look along it' }).click()
  await expect(figure(page)).toContainText('Cohen’s d')
  // The lists made room for it, and come back with what was asked.
  await expect(panel(page).getByRole('textbox', { name: 'Words of “male”' })).toHaveCount(0)
  await expect(figure(page)).toBeInViewport({ ratio: 0.95 })
  await panel(page).getByRole('button', { name: 'Change' }).click()
  await expect(panel(page).getByRole('textbox', { name: 'Words of “male”' })).toHaveValue(/^king\nman/)
  await expect(panel(page).getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('gender')
  await panel(page).getByRole('button', { name: 'Lay a third list along it' }).click()
  await panel(page).getByRole('textbox', { name: 'Words of “others”' }).fill('doctor, mother, uncle')
  await panel(page).getByRole('button', { name: 'Look along it' }).click()
  const along = panel(page).getByRole('region', { name: '“others” along it' })
  await expect(along.getByRole('listitem')).toHaveText([/^uncle/, /^doctor/, /^mother/])
  await expect(figure(page)).toContainText('others (3)')
  await saved(page).getByRole('button', { name: 'Draw pictures along “gender”' }).click()
  await page.getByRole('tab', { name: 'Path', exact: true }).click()
  await typeSentence(page, 'The king loves his', 4)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await expect(canvas(page)).toBeVisible()
  await expect(page.getByTestId('trajectory-scene')).toContainText('male → female')
  await page.reload()
  await expect(page.getByTestId('trajectory-scene')).toContainText('male → female')
  await page.getByRole('button', { name: 'Axes: gender' }).click()
  await page.getByRole('button', { name: 'Principal components alone' }).click()
  await expect(page.getByTestId('trajectory-scene')).toContainText('PC 3')
})

test('a saved direction is opened, named anew, drawn along in Contexts, and deleted, from the left panel', async ({
  page,
}) => {
  await saveGender(page)
  const act = async (name: string, of: string) => {
    await saved(page)
      .getByRole('button', { name: `What to do with “${of}”` })
      .click()
    await page.getByRole('menuitem', { name }).click()
  }
  await act('Rename', 'gender')
  const field = saved(page).getByRole('textbox', { name: 'New name of “gender”' })
  await expect(field).toBeFocused()
  await field.fill('he to she')
  await field.press('Enter')
  await expect(saved(page)).toContainText('he to she')
  await page.getByRole('tab', { name: 'Path', exact: true }).click()
  await act('Look along it', 'he to she')
  await expect(figure(page)).toContainText('Cohen’s d')
  await saved(page).getByRole('button', { name: 'Draw pictures along “he to she”' }).click()
  await page.getByRole('tab', { name: 'Contexts', exact: true }).click()
  await page.getByRole('button', { name: 'Three moles' }).click()
  // At the end of an axis that points at the viewer there may be no room for its name; the line below has it.
  await expect(page.getByTestId('contexts-scene')).toContainText('“he to she” and principal components of the rest')
  await expectClean(page, 'saved directions', '.models')
  await act('Delete', 'he to she')
  await expect(saved(page)).toHaveCount(0)
  await expect(page.getByTestId('contexts-scene')).not.toContainText('he to she')
})

test('a probe finds the number of the subject late, and its direction is kept', async ({ page }) => {
  await part(page, 'Probe').click()
  await panel(page).getByRole('button', { name: 'Probe every layer' }).click()
  await expect(panel(page).getByText(/^Best 100 % of held-out sentences/)).toBeVisible({ timeout: 60_000 })
  await expect(panel(page).getByRole('note')).toContainText('128 dimensions and 80 sentences')
  await panel(page).getByRole('button', { name: 'Save its direction' }).click()
  await expect(saved(page)).toContainText('plural subject')
  await saveGenderBeside(page)
  await part(page, 'Angles').click()
  await expect(figure(page)).toContainText('two random directions in 128 dimensions')
})

async function saveGenderBeside(page: Page): Promise<void> {
  await part(page, 'Two lists').click()
  await panel(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(saved(page).getByRole('listitem')).toHaveCount(2)
}

test('axe finds nothing wrong in what is asked', async ({ page }) => {
  for (const name of ['Sum of words', 'Two lists', 'Probe', 'Angles']) {
    await part(page, name).click()
    await expectClean(page, name, '.directions')
  }
})

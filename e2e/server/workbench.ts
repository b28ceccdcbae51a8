import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

/** A small model that was made for the tests, by its absolute path. */
export const fixture = (name: string) => join(import.meta.dirname, '../../fixtures/models', name)

export const gpt2 = fixture('gpt2-tiny')
/** Names the model that is shipped: trained, with 6 layers of 4 heads. */
export const sample = 'sample'
export const eiffel = 'The Eiffel Tower is in Paris'

/** What a person sees of the workbench, by the names that it has for them. */
export const sentence = (page: Page) => page.getByRole('textbox', { name: 'Sentence' })
export const chips = (page: Page) => page.getByRole('list', { name: 'Tokens' }).getByRole('button')
export const runButton = (page: Page) => page.getByRole('button', { name: 'Run', exact: true })
export const runSummary = (page: Page) => page.getByRole('region', { name: 'Sentence' }).getByRole('status')
export const engineStatus = (page: Page) => page.getByRole('contentinfo').getByRole('status')
export const canvas = (page: Page) => page.getByTestId('trajectory-scene').locator('canvas')
export const rows = (page: Page) => page.getByRole('grid', { name: 'Steps' }).locator('tbody').getByRole('row')
/** The step that ends at a station: `embedding`, `L0 attention`, `L0 MLP`. */
export const row = (page: Page, station: string) =>
  rows(page).and(page.getByRole('row', { name: station, exact: true }))

export const failure = (page: Page) => page.getByRole('alert')

export async function openByPath(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Open a model' }).first().click()
  await page.getByRole('combobox', { name: /Path/ }).fill(path)
  await page.keyboard.press('Enter')
}

/** Types a sentence and waits for as many tokens as it has. */
export async function typeSentence(page: Page, text: string, tokens: number): Promise<void> {
  await sentence(page).fill(text)
  await expect(chips(page)).toHaveCount(tokens)
}

/** Runs the Eiffel sentence in the open model and shows the path of `Tower`. */
export async function traceTower(page: Page): Promise<void> {
  await typeSentence(page, eiffel, 6)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await chips(page).filter({ hasText: 'Tower' }).click()
  await expect(canvas(page)).toHaveAccessibleName(/^Tower in “The Eiffel Tower is in Paris”/)
  await expect(row(page, 'embedding')).toBeVisible()
}

/** The table as it stands, a list of cells a row. */
export function tableOf(page: Page): Promise<string[][]> {
  return rows(page).evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
  )
}

/** The picture in 3D once nothing more comes to it: two looks in a row that are the same. */
export async function settledPicture(page: Page): Promise<Buffer> {
  let before = await canvas(page).screenshot()
  await expect
    .poll(async () => {
      const now = await canvas(page).screenshot()
      const isSame = now.equals(before)
      before = now
      return isSame
    })
    .toBe(true)
  return before
}

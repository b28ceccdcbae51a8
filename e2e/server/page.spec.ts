import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { readProvenance } from '../../src/main/export/read-provenance'
import { panelsSpec } from '../../src/shared/figures/figure-spec'
import { pdfWords } from './pdf-words'
import { expect, test } from './serve'
import { eiffel, sample, sentence, traceTower } from './workbench'

test.use({ serverArgs: [sample] })

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export the figure' })
const panels = (page: Page) => dialog(page).getByRole('list', { name: 'Panels' }).getByRole('listitem')
const drawn = (page: Page) => dialog(page).locator('.drawn-page')
const kinds = (page: Page) => panels(page).locator('.page-name > span').allTextContents()

async function choose(page: Page, button: string | RegExp, item: string): Promise<void> {
  await dialog(page).getByRole('button', { name: button }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** A page of the path, one pattern and all heads, composed in the dialog. */
async function compose(page: Page): Promise<void> {
  await traceTower(page)
  await page.getByRole('button', { name: 'Export figure' }).click()
  await dialog(page).getByRole('button', { name: 'Add to the page' }).click()
  await expect(dialog(page)).toContainText('The page has 1 panel.')
  await dialog(page).getByRole('button', { name: 'Show the page' }).click()
  await choose(page, 'Add a figure', 'Attention pattern')
  await choose(page, 'Add a figure', 'All heads')
  await expect(panels(page)).toHaveCount(3)
}

async function saved(page: Page, format: 'SVG' | 'PDF'): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  await dialog(page).getByRole('radio', { name: format }).click()
  const save = dialog(page).getByRole('button', { name: `Save ${format}` })
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
  return { name: download.suggestedFilename(), mimeType: '', buffer: await readFile(await download.path()) }
}

test('figures of views are composed to a page, ordered by keys and mouse, lettered, and saved', async ({
  page,
  address,
}) => {
  await page.goto(address)
  await compose(page)
  expect(await kinds(page)).toEqual(['Path in 3D', 'Attention pattern', 'All heads'])

  await dialog(page).getByRole('button', { name: 'Move (a) Path in 3D down' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('button', { name: 'Move (b) Path in 3D down' })).toBeFocused()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => kinds(page)).toEqual(['Attention pattern', 'All heads', 'Path in 3D'])
  await panels(page).nth(2).locator('.page-grip').dragTo(panels(page).nth(0).locator('.page-grip'))
  await expect.poll(() => kinds(page)).toEqual(['Path in 3D', 'Attention pattern', 'All heads'])

  await dialog(page).getByLabel('Beside (b) Attention pattern').fill('one head')
  await choose(page, /^For: /, 'Nature, both columns 183 mm')
  await expect(drawn(page).locator('svg[viewBox]')).toContainText('b one head')
  await expect(drawn(page)).toHaveAttribute('aria-busy', 'false')
  // All of the page is checked: the words of the small pattern are the smallest.
  await expect(dialog(page)).toContainText(/Prints text from \d\.\d pt|Smallest text prints at \d\.\d pt/)

  await dialog(page).getByRole('button', { name: 'Propose a caption' }).click()
  await expect(dialog(page)).toContainText(/\(a\) Tower.*\(b\) one head\. Head.*\(c\) Attention of every head/)

  const pdf = await saved(page, 'PDF')
  expect(pdf.name).toBe('sample-panels.pdf')
  expect(pdfWords(pdf.buffer)).toContain('Tower')
  const spec = panelsSpec.parse(readProvenance(pdf.buffer)!.spec)
  expect(spec).toMatchObject({ letters: 'bold', columns: 2, labels: ['', 'one head', ''] })
  expect(spec.panels.map(({ kind }) => kind)).toEqual(['trajectory', 'attention-matrix', 'attention-heads'])
  expect((spec.width * spec.print!.scale * 25.4) / 96).toBeCloseTo(183, 1)
})

test('a saved page opens as the page that it was, and can be changed and taken apart', async ({ page, address }) => {
  await page.goto(address)
  await compose(page)
  await dialog(page).getByLabel('Beside (a) Path in 3D').fill('the path')
  await dialog(page).getByRole('radio', { name: '3', exact: true }).click()
  await dialog(page).getByLabel('Width').fill('170')
  const svg = await saved(page, 'SVG')

  await page.goto('about:blank')
  await page.goto(address)
  await page.keyboard.press('ControlOrMeta+o')
  await page.getByLabel('A saved figure', { exact: true }).setInputFiles(svg)
  await expect(panels(page)).toHaveCount(3)
  await expect(dialog(page).getByLabel('Beside (a) Path in 3D')).toHaveValue('the path')
  await expect(dialog(page).getByLabel('Width')).toHaveValue('170')
  await expect(dialog(page).getByRole('radio', { name: '3', exact: true })).toBeChecked()
  const again = await saved(page, 'SVG')
  expect(again.buffer.equals(svg.buffer)).toBe(true)

  await dialog(page)
    .getByRole('button', { name: /^Remove \(b\)/ })
    .click()
  await expect(panels(page)).toHaveCount(2)
  await dialog(page).getByLabel('A saved figure for the page').setInputFiles(svg)
  await expect(panels(page)).toHaveCount(5)
  await dialog(page).getByRole('button', { name: 'Empty the page' }).click()
  await expect(dialog(page)).toContainText('There is nothing to draw of “Page of panels” yet.')
  await page.keyboard.press('Escape')
  await expect(sentence(page)).toHaveValue(eiffel)
})

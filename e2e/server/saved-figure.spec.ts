import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { decode } from 'fast-png'
import { mostApart } from '../pictures-apart'
import { apartFrom, deuteranopia, luminance } from '../seen-colours'
import { expect, test } from './serve'
import { eiffel, sample, sentence, traceTower } from './workbench'

test.use({ serverArgs: [sample] })

const poppler = spawnSync('pdftoppm', ['-v']).error === undefined

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export the figure' })

async function saved(
  page: Page,
  format: 'SVG' | 'PNG' | 'glTF',
): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  await page.getByRole('button', { name: 'Export figure' }).click()
  await dialog(page).getByRole('radio', { name: format }).click()
  const save = dialog(page).getByRole('button', { name: `Save ${format}` })
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
  return { name: download.suggestedFilename(), mimeType: '', buffer: await readFile(await download.path()) }
}

test('a saved figure opens as the view that it was saved of', async ({ page, address }) => {
  await page.goto(address)
  await traceTower(page)
  const svg = await saved(page, 'SVG')
  await page.goto('about:blank')
  await page.goto(address)
  await expect(sentence(page)).toHaveValue('')
  await page.keyboard.press('ControlOrMeta+o')
  await page.getByLabel('A saved figure').setInputFiles(svg)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(sentence(page)).toHaveValue(eiffel)
  await expect(page.getByRole('list', { name: 'Tokens' }).locator('[aria-pressed="true"]')).toContainText('Tower')
  await expect(page.getByTestId('scene').or(page.locator('canvas')).first()).toBeVisible()
})

test('a 3D scene saved as glTF opens as the view that it was saved of', async ({ page, address }) => {
  await page.goto(address)
  await traceTower(page)
  const glb = await saved(page, 'glTF')
  expect(glb.name).toMatch(/\.glb$/)
  expect(glb.buffer.toString('latin1', 0, 4)).toBe('glTF')
  await page.goto('about:blank')
  await page.goto(address)
  await page.keyboard.press('ControlOrMeta+o')
  await page.getByLabel('A saved figure').setInputFiles(glb)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(sentence(page)).toHaveValue(eiffel)
  await expect(page.getByRole('list', { name: 'Tokens' }).locator('[aria-pressed="true"]')).toContainText('Tower')
})

test('what is no figure of ours is refused in words', async ({ page, address }) => {
  await page.goto(address)
  await page.keyboard.press('ControlOrMeta+o')
  const buffer = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  await page.getByLabel('A saved figure').setInputFiles({ name: 'other.svg', mimeType: 'image/svg+xml', buffer })
  const card = page.getByRole('dialog', { name: 'other.svg did not open' })
  await expect(card).toContainText('does not tell what figure it is of')
  await card.getByRole('button', { name: 'Close' }).last().click()
  await expect(card).toHaveCount(0)
})

test('the dialog proposes a caption, warns of print that is too small, and shows what the PDF does and what other eyes see', async ({
  page,
  address,
}) => {
  await page.goto(address)
  await traceTower(page)
  await page.getByRole('button', { name: 'Export figure' }).click()
  await dialog(page).getByRole('button', { name: 'Propose a caption' }).click()
  await expect(dialog(page)).toContainText(/path through 6 layers of sample.*variance.*drawn with Tokentrace/)
  await expect(dialog(page).getByRole('button', { name: 'LaTeX' })).toBeVisible()
  await expect(dialog(page)).toContainText('Prints text from 8.0 pt')
  await dialog(page).getByLabel('Labels').fill('5')
  await expect(dialog(page).getByRole('alert')).toContainText('Smallest text prints at 5.0 pt, under 6 pt')
  await dialog(page).getByLabel('Labels').fill('8')
  await looksAsSaved(page)
})

/** The picture on the screen beside the PDF of the same figure, and beside what other eyes and a printer without colours make of it. */
async function looksAsSaved(page: Page): Promise<void> {
  await dialog(page).getByRole('radio', { name: 'Fit' }).click()
  const paper = dialog(page).locator('.figure-paper')
  const picture = async () => decode(await paper.screenshot({ scale: 'css' }))
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-shown-'))
  try {
    for (const title of ['Path in 3D', 'Attention pattern', 'Logit lens']) {
      await dialog(page)
        .getByRole('button', { name: /^Figure: / })
        .click()
      await page.getByRole('menuitem', { name: title, exact: true }).click()
      await dialog(page).getByRole('radio', { name: 'PDF' }).click()
      const save = dialog(page).getByRole('button', { name: 'Save PDF' })
      const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
      const pdf = join(folder, title)
      await download.saveAs(`${pdf}.pdf`)
      const shown = await picture()
      if (poppler) {
        const size = ['-scale-to-x', `${shown.width}`, '-scale-to-y', `${shown.height}`]
        spawnSync('pdftoppm', [...size, '-png', '-singlefile', `${pdf}.pdf`, pdf])
        const printed = decode(readFileSync(`${pdf}.png`))
        expect(mostApart(shown, printed), title).toBeLessThan(0.12)
      }
      for (const [name, matrix] of [
        ['Deuteranopia', deuteranopia],
        ['Grey', luminance],
      ] as const) {
        await dialog(page).getByRole('radio', { name }).click()
        const { mean, coloured } = apartFrom(await picture(), matrix, shown)
        expect(coloured, title).toBeGreaterThan(300)
        expect(mean, `${title}, ${name}`).toBeLessThan(1)
      }
      await dialog(page).getByRole('radio', { name: 'Colour', exact: true }).click()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

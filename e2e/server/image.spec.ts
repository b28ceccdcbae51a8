import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { chips, openByPath, row, runButton, runSummary } from './workbench'

const fixtures = join(import.meta.dirname, '../../fixtures')
const vit = join(fixtures, 'onnx/vit-tiny/ts-eager-14.onnx')
const picture = join(fixtures, 'media/picture.jpg')
const field = (page: Page) => page.getByRole('textbox', { name: 'Image' })

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await openByPath(page, vit)
  await expect(field(page)).toBeVisible()
})

test('an image takes the place of the sentence: chosen, dropped, or by its path, which the address keeps', async ({
  page,
}) => {
  await field(page).fill(join(fixtures, 'media/tones.wav'))
  await expect(page.getByRole('alert').filter({ hasText: 'neither a PNG nor a JPEG' })).toBeVisible()
  await page.getByLabel('File to read').setInputFiles(picture)
  await expect(chips(page)).toHaveCount(10)
  await expect(field(page)).toHaveValue(/media.*\.jpg$/)
  const png = readFileSync(join(fixtures, 'media/picture.png')).toString('base64')
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], 'picture.png', { type: 'image/png' }))
    dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))
  }, png)
  await expect(field(page)).toHaveValue(/media.*\.png$/)
  await field(page).fill(picture)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/10 positions · computed on/)
  await expect(page).toHaveURL(/picture\.jpg/)
  await page.reload()
  await expect(field(page)).toHaveValue(picture)
  await expect(chips(page)).toHaveCount(10)
})

test('a pattern is drawn over the image, in which patches are chosen', async ({ page }) => {
  await field(page).fill(picture)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await row(page, 'L1 attention').click()
  await page.getByRole('tab', { name: 'Attention' }).click()
  const pattern = page.getByRole('region', { name: 'Pattern', exact: true })
  await pattern.getByRole('radio', { name: 'Image' }).click()
  const query = pattern.getByRole('listbox', { name: 'Head 1.0: the query in the image' })
  const keys = pattern.getByRole('listbox', { name: 'Head 1.0: its weights over the image' })
  const box = (await query.boundingBox())!
  await query.click({ position: { x: box.width * 0.5, y: box.height * 0.9 } })
  await expect(page.getByRole('button', { name: 'Position 8 r3c2' })).toHaveAttribute('aria-pressed', 'true')
  await keys.press('ArrowRight')
  await keys.press('ArrowUp')
  await expect(pattern.locator('.pattern-reading')).toContainText(/^r3c2 → r\dc\d: weight 0\.\d{3}, score/)
  await pattern.getByRole('button', { name: /^CLS 0\.\d{3}$/ }).click()
  await expect(pattern.locator('.pattern-reading')).toContainText('r3c2 → CLS: weight')
  await expectClean(page, 'an image as sentence', '.sentence')
  await expectClean(page, 'a pattern over the image', '.pattern')

  await page.keyboard.press('ControlOrMeta+e')
  const dialog = page.getByRole('dialog', { name: 'Export the figure' })
  await expect(dialog.getByRole('button', { name: 'Figure: Attention over the image' })).toBeVisible()
  const save = dialog.getByRole('button', { name: /^Save / })
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
  await page.keyboard.press('Escape')
  await pattern.getByRole('radio', { name: 'Matrix' }).click()
  await page.keyboard.press('ControlOrMeta+o')
  await page.getByLabel('A saved figure').setInputFiles(await download.path())
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(pattern.getByRole('radio', { name: 'Image' })).toHaveAttribute('aria-checked', 'true')
  await expect(keys).toBeVisible()
})

import { join } from 'node:path'
import { expect, test } from './serve'
import { chips, openByPath, row, runButton, runSummary } from './workbench'

const fixtures = join(import.meta.dirname, '../../fixtures')

test('a sound takes the place of the sentence, and its frames are named by their time', async ({ page, address }) => {
  await page.goto(address)
  await openByPath(page, join(fixtures, 'onnx/wav2vec2-tiny/ts-eager-14.onnx'))
  const field = page.getByRole('textbox', { name: 'Sound' })
  await field.fill(join(fixtures, 'media/picture.png'))
  await expect(page.getByRole('alert').filter({ hasText: 'no WAV file' })).toBeVisible()
  await page.getByLabel('File to read').setInputFiles(join(fixtures, 'media/tones.wav'))
  await expect(chips(page).first()).toContainText('0.0000s')
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/positions · computed on/)
  await row(page, 'L1 attention').click()
  await page.getByRole('tab', { name: 'Attention' }).click()
  const pattern = page.getByRole('region', { name: 'Pattern', exact: true })
  await expect(pattern.locator('.pattern-reading')).toContainText(/^0\.\d{4}s → 0\.\d{4}s: weight/)
  await expect(pattern.getByRole('radio', { name: 'Image' })).toHaveCount(0)
})

import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { makeTwoTexts } from '../word-model'
import { expect, test } from './serve'
import { canvas, chips, fixture, openByPath, row, rows, runButton, runSummary, sentence } from './workbench'

const said = (page: Parameters<typeof chips>[0]) => page.getByRole('textbox', { name: 'Decoder’s text' })
const texts = ['the', 'small', 'red', 'house', '</s>', '<pad>', 'la', 'petite']

test.beforeEach(async ({ page, address, dataFolder }) => {
  await page.goto(address)
  await openByPath(page, makeTwoTexts(join(dataFolder, 'translator')))
  await sentence(page).fill('The small red house')
  await said(page).fill('la petite')
})

test('an encoder–decoder has a second text, and a token of either is traced through its own stack', async ({
  page,
}) => {
  await expect(chips(page)).toHaveText(texts.map((text, at) => `Position ${at} ${text}`))
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/8 tokens · computed on/)
  // The last word that was said.
  await expect(canvas(page)).toHaveAccessibleName(/^petite in “the small red house → la petite”/)
  await expect(rows(page)).toHaveCount(10)
  await expect(row(page, 'L2 cross-attention')).toBeVisible()
  await chips(page).filter({ hasText: 'house' }).click()
  await expect(canvas(page)).toHaveAccessibleName(/^house in “the small red house → la petite”/)
  await expect(rows(page)).toHaveCount(5)
  await expect(row(page, 'L1 attention')).toBeVisible()
  await expect(row(page, 'L1 cross-attention')).toHaveCount(0)
})

test('what the decoder said is in the address, and another text is another run', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await expect(page).toHaveURL(/said=la\+petite/)
  await page.reload()
  await expect(said(page)).toHaveValue('la petite')
  await expect(chips(page)).toHaveCount(8)
  await said(page).fill('')
  await expect(chips(page)).toHaveCount(6)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/6 tokens · computed on/)
})

test('it predicts at the decoder’s tokens, and a new word goes on with what was said', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await page.getByRole('tab', { name: 'Predict' }).click()
  const likeliest = page.getByRole('region', { name: 'Likeliest words' })
  await expect(likeliest).toContainText('Next after petite')
  await expect(likeliest).toContainText('position 7')
  await likeliest.getByRole('button', { name: 'Position before' }).click()
  await expect(likeliest).toContainText('Next after la')
  await expect(chips(page).nth(6)).toHaveAttribute('aria-pressed', 'true')
  const continuation = page.getByRole('region', { name: 'Continuation' })
  await continuation.getByRole('spinbutton', { name: 'Words' }).fill('1')
  await continuation.getByRole('button', { name: /Go on|Generate|Continue/ }).click()
  await continuation.getByRole('button', { name: 'Use this sentence' }).click()
  await expect(said(page)).toHaveValue(/^la petite./)
  await expect(sentence(page)).toHaveValue('The small red house')
})

test('every head of both texts and between them is shown, and a cross-attention’s pattern is of the two', async ({
  page,
}) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await page.getByRole('tab', { name: 'Attention' }).click()
  await expect(page.getByRole('region', { name: 'Heads of the model' })).toContainText('32 heads')
  const pattern = page.getByRole('region', { name: 'Pattern', exact: true })
  // The last station's: the attention of the last layer to the encoder.
  await expect(pattern.getByRole('heading')).toHaveText('Head cross 2.0')
  await expect(pattern.locator('.pattern-reading')).toHaveText(/^petite → .*: weight 0\.\d{3}, score/)
  await expect(pattern.getByRole('radio', { name: 'Rollout' })).toHaveCount(0)
  await pattern.getByRole('listbox', { name: 'Head cross 2.0: queries by keys' }).press('ArrowLeft')
  await expect(page).toHaveURL(/source=\d/)
  // A head of the encoder is one of its own tokens.
  const heads = page.getByRole('listbox', { name: 'Heads' })
  for (let up = 0; up < 7; up++) await heads.press('ArrowUp')
  await expect(pattern.getByRole('heading')).toHaveText('Head enc 0.0')
  await expect(chips(page).nth(3)).toHaveAttribute('aria-pressed', 'true')
  await expect(canvas(page)).toHaveAccessibleName(/^house in/)
})

test('a look that does not take two attentions apart yet says so', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await page.getByRole('tab', { name: 'Moves' }).click()
  await expect(page.getByRole('tabpanel', { name: 'Moves' }).getByRole('alert')).toContainText(
    'is an encoder–decoder, of which this look does not show the inside yet',
  )
})

test('a second text is read and reached by those who see nothing', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  const { violations } = await new AxeBuilder({ page }).include('.sentence').analyze()
  expect(violations).toEqual([])
})

test('without a tokenizer both texts are ids, each of its own vocabulary', async ({ page }) => {
  await openByPath(page, fixture('marian-tiny-unshared'))
  await page.getByRole('textbox', { name: 'Token ids', exact: true }).fill('5 50 7')
  await page.getByRole('textbox', { name: 'Decoder’s token ids' }).fill('2 36')
  await expect(chips(page)).toHaveCount(5)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await page.getByRole('textbox', { name: 'Decoder’s token ids' }).fill('2 40')
  await expect(page.getByRole('region', { name: 'Sentence' }).getByRole('alert')).toContainText('40')
})

import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { createEngine } from '../../src/main/engine'
import { fixed } from '../../src/shared/figures/numbers'
import { weightText } from '../../src/shared/figures/query-key-text'
import type { HeadDetail } from '../../src/shared/head-detail'
import { makeTwoTexts } from '../word-model'
import { expectClean } from './clean'
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

test('a word that was said is moved by the words of the other text', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await row(page, 'L1 cross-attention').click()
  await page.getByRole('tab', { name: 'Moves' }).click()
  const step = page.getByRole('region', { name: 'The step' })
  await expect(step.getByRole('heading')).toHaveText('Decoder layer 1 cross-attention moves petite')
  await step.getByRole('radio', { name: 'By word' }).click()
  const parts = step.getByRole('list', { name: 'Parts of attention’s step' }).getByRole('button')
  // The words, and what is left of rescaling the stream to its length.
  await expect(parts).toHaveCount(6)
  expect((await parts.locator('.moves-word').allTextContents()).sort()).toEqual(
    ['the0', 'small1', 'red2', 'house3', '</s>4'].sort(),
  )
  const shares = await parts.locator('.num:nth-last-child(2)').allTextContents()
  const sum = shares.reduce((all, share) => all + Number(share.replace('−', '-').replace(/[^\d.-]/g, '')), 0)
  expect(Math.abs(sum - 100)).toBeLessThan(3)
  // Its layer's own attention, and the whole stack, an attention a row.
  const map = page.getByRole('grid', { name: 'Contributions by layer and head' })
  await expect(map.getByRole('rowheader')).toHaveText([
    'start',
    ...[0, 1, 2].flatMap((layer) => [`dec ${layer}`, `cross ${layer}`]),
  ])
  await expect(map.getByRole('button')).toHaveCount(6 * 4 + 3)
  await page.getByRole('radio', { name: 'To a word' }).click()
  await expect(page.getByText(/biases and shifts of norms 0: together .*, the word’s logit/)).toBeVisible()
  await map.getByRole('button', { name: /^Head dec 1\.2:/ }).click()
  await expect(step.getByRole('heading')).toHaveText('Decoder layer 1 attention moves petite')
  await expect(page.getByRole('slider', { name: 'Station' })).toHaveAttribute('aria-valuetext', 'L1 attention')
  await map.getByRole('button', { name: /^Decoder layer 1 MLP:/ }).click()
  await expect(step.getByRole('heading')).toHaveText('Decoder layer 1 MLP moves petite')
  // From the last MLP upwards: rows without one are stepped over.
  await page.keyboard.press('ArrowUp')
  await expect(map.getByRole('button', { name: /^Decoder layer 0 MLP:/ })).toBeFocused()
})

test('a word of the encoder’s text is moved by its own, and counted toward no word', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await chips(page).filter({ hasText: 'red' }).click()
  await row(page, 'L1 attention').click()
  await page.getByRole('tab', { name: 'Moves' }).click()
  const step = page.getByRole('region', { name: 'The step' })
  await expect(step.getByRole('heading')).toHaveText('Encoder layer 1 attention moves red')
  const whole = page.getByRole('region', { name: 'The whole model' })
  await expect(whole).toContainText('The encoder’s tokens end in states that the decoder reads')
  await expect(whole.getByRole('radio', { name: 'To a word' })).toHaveCount(0)
})

test('query, key and value of a head between the texts are the engine’s own numbers', async ({ page, dataFolder }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await page.getByRole('tab', { name: 'Q · K · V' }).click()
  const picker = (name: string) => page.getByRole('combobox', { name, exact: true })
  await picker('Attention').selectOption('cross 0')
  await picker('Head').selectOption('1')
  await picker('Key').selectOption('3')
  await expect(picker('Query').getByRole('option')).toHaveText(['5  <pad>', '6  la', '7  petite'])
  await expect(picker('Key').getByRole('option')).toHaveCount(5)
  const terms = page.getByRole('region', { name: 'Query times key' })
  await expect(terms.getByRole('heading')).toHaveText('Query of petite times key of house')
  const detail = await detailOf(join(dataFolder, 'engine'))
  const keys = page.getByRole('list', { name: 'Keys' }).getByRole('button')
  await expect(keys).toHaveCount(5)
  for (const [at, { weight }] of detail.row.entries()) await expect(keys.nth(at)).toContainText(weightText(weight))
  await expect(keys.nth(3)).toHaveAttribute('aria-pressed', 'true')
  const shown = async (name: string) => {
    const term = await terms.locator('.qkv-term', { hasText: name }).locator('.num').textContent()
    return Number(term!.replace('\u2212', '-'))
  }
  expect(Math.abs((await shown('q·k')) / detail.dot - 1)).toBeLessThan(0.006)
  expect(Math.abs((await shown('score')) / detail.row[3]!.score - 1)).toBeLessThan(0.006)
  const nearest = page.getByRole('list', { name: 'Nearest to what it writes' }).getByRole('listitem')
  await expect(nearest.first()).toContainText(fixed(detail.writes.nearest[0]!.cosine, 2))
  // 4 heads in 2 layers of the encoder, and in 3 of the decoder: 5 × 5, 3 × 3 and 3 × 5.
  await expect(page.getByRole('region', { name: 'Cost of the context' })).toContainText(
    '8 tokens: 15 weights a head of this attention, 488 in all 32 heads',
  )
  // The attention of the other text takes the selection there.
  await picker('Attention').selectOption('enc 1')
  await expect(terms.getByRole('heading')).toHaveText(/^Query of house times key of/)
  await expect(chips(page).nth(3)).toHaveAttribute('aria-pressed', 'true')
})

/** What an engine of its own says of the same query and key, of the same weights without their tokenizer. */
async function detailOf(dataFolder: string): Promise<HeadDetail> {
  const sampleFolder = join(import.meta.dirname, '../../resources/sample')
  const engine = await createEngine({ dataFolder, version: '0', sampleFolder })
  const path = fixture('t5-tiny-gated')
  const prompt = { ids: [3, 5, 6, 7, 1], decoder: { ids: [0, 14, 16] } }
  const choice = { layer: 3, head: 1, query: 7, key: 3 }
  const call = await createRouterClient(engine.router).analyse.head({ path, prompt, device: 'cpu', ...choice })
  for (;;) {
    const step = await call.next()
    if (!step.done) continue
    await engine.close()
    return step.value
  }
}

test('a second text is read and reached by those who see nothing', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await expectClean(page, 'two texts', '.sentence')
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

import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Page } from '@playwright/test'
import { createEngine } from '../../src/main/engine'
import { type HeadMeasures, type LayerPatterns, readPatterns } from '../../src/shared/attention'
import { fixed } from '../../src/shared/figures/numbers'
import { expect, test } from './serve'
import { chips, row, runButton, runSummary, sample, typeSentence } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

const text = 'The Eiffel Tower is in'
const heads = (page: Page) => page.getByRole('listbox', { name: 'Heads', exact: true })
const matrix = (page: Page) => page.getByRole('listbox', { name: 'queries by keys' })
/** Where in the matrix a query meets a key: five cells of 32 pixels end at its right edge, below the words over the columns. */
async function cell(page: Page, query: number, key: number): Promise<{ x: number; y: number }> {
  const { width } = (await matrix(page).locator('canvas').boundingBox())!
  return { x: width - 2 - (5 - key) * 32 + 16, y: 58 + query * 32 + 16 }
}
const reading = (page: Page) => page.getByRole('region', { name: 'Pattern', exact: true }).locator('.pattern-reading')

/** What an engine of its own says of a layer. */
async function patternsOf(folder: string, layer: number): Promise<LayerPatterns> {
  const sampleFolder = join(import.meta.dirname, '../../resources/sample')
  const engine = await createEngine({ dataFolder: folder, version: '0', sampleFolder })
  const { analyse } = createRouterClient(engine.router)
  const call = await analyse.patterns({ path: sample, prompt: { text }, device: 'cpu', layer })
  for (;;) {
    const step = await call.next()
    if (!step.done) continue
    const bytes = await step.value.arrayBuffer()
    await engine.close()
    return readPatterns(bytes, { heads: 4, queries: 5, keys: 5 })
  }
}

async function measuresOf(folder: string): Promise<HeadMeasures[]> {
  const sampleFolder = join(import.meta.dirname, '../../resources/sample')
  const engine = await createEngine({ dataFolder: folder, version: '0', sampleFolder })
  const { analyse } = createRouterClient(engine.router)
  const call = await analyse.attention({ path: sample, prompt: { text }, device: 'cpu' })
  for (;;) {
    const step = await call.next()
    if (!step.done) continue
    await engine.close()
    return step.value.measures.flat()
  }
}

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await typeSentence(page, text, 5)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await row(page, 'L3 attention').click()
  await page.getByRole('tab', { name: 'Attention' }).click()
  await expect(matrix(page)).toBeVisible()
})

test('arrow keys and clicks choose a head, and the path goes along', async ({ page }) => {
  await expect(heads(page).getByRole('option')).toContainText('Head 3.0')
  await heads(page).press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('heading', { name: 'Head 2.1' }).first()).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Station' })).toHaveAttribute('aria-valuetext', 'L2 attention')
  // The second row and fourth column of small pictures.
  await heads(page).click({ position: { x: 30 + 3 * 40 + 18, y: 16 + 40 + 18 } })
  await expect(heads(page).getByRole('option')).toContainText('Head 1.3')
})

test('every weight and score of a head is the engine’s own, and the mask is told apart from zero', async ({
  page,
  dataFolder,
}) => {
  const { weights, scores } = await patternsOf(join(dataFolder, 'engine'), 3)
  const words = ['The', '·Eiffel', '·Tower', '·is', '·in']
  await matrix(page).hover({ position: await cell(page, 2, 1) })
  const at = 2 * 5 + 1
  await expect(reading(page)).toHaveText(
    `·Tower → ·Eiffel: weight ${fixed(weights[at]!, 3)}, score ${fixed(scores[at]!, 2)}`,
  )
  await matrix(page).hover({ position: await cell(page, 2, 4) })
  await expect(reading(page)).toHaveText('·Tower → ·in: masked')
  await matrix(page).click({ position: await cell(page, 3, 2) })
  await expect(chips(page).nth(3)).toHaveAttribute('aria-pressed', 'true')
  for (const [key, word] of words.slice(0, 3).entries()) {
    await matrix(page).hover({ position: await cell(page, 4, key) })
    await expect(reading(page)).toContainText(`·in → ${word}: weight ${fixed(weights[4 * 5 + key]!, 3)}`)
  }
  const mean = [0, 1, 2, 3].reduce((sum, head) => sum + weights[head * 25 + at]! / 4, 0)
  await page.getByRole('radio', { name: 'Layer', exact: true }).click()
  await matrix(page).hover({ position: await cell(page, 2, 1) })
  await expect(reading(page)).toHaveText(`·Tower → ·Eiffel: weight ${fixed(mean, 3)}`)
})

test('heads are sorted by what they do', async ({ page }) => {
  await page.getByLabel('Sort').selectOption('Induction, random')
  await heads(page).press('ArrowDown')
  for (let step = 0; step < 24; step++) await page.keyboard.press('ArrowLeft')
  const score = async () => Number(/random: (\d\.\d+)/.exec((await heads(page).textContent()) ?? '')?.[1])
  const first = await score()
  await page.keyboard.press('ArrowRight')
  expect(await score()).toBeLessThanOrEqual(first)
  expect(first).toBeGreaterThan(0.3)
})

test('a filter keeps the heads whose measure reaches its bound, and says how many', async ({ page, dataFolder }) => {
  const measures = await measuresOf(join(dataFolder, 'engine'))
  await page.getByRole('combobox', { name: 'Filter' }).selectOption('Previous token')
  const kept = measures.filter(({ previous }) => previous !== null && previous >= 0.25).length
  const left = page.getByRole('region', { name: 'Heads of the model' }).getByRole('status')
  expect(kept).toBeGreaterThan(0)
  await expect(left).toHaveText(`${kept} of 24`)
  await page.getByRole('slider', { name: 'Bound of the filter' }).press('ArrowRight')
  const fewer = measures.filter(({ previous }) => previous !== null && previous >= 0.26).length
  await expect(left).toHaveText(`${fewer} of 24`)
  await page.getByRole('button', { name: /^At least/ }).click()
  await expect(left).toHaveText(
    `${measures.filter(({ previous }) => previous !== null && previous <= 0.26).length} of 24`,
  )
})

test('several heads are chosen with Space and Ctrl, and their mean and maximum are the engine’s own', async ({
  page,
  dataFolder,
}) => {
  const three = await patternsOf(join(dataFolder, 'engine'), 3)
  const two = await patternsOf(join(dataFolder, 'engine'), 2)
  await heads(page).press(' ')
  await heads(page).press('ArrowUp')
  await heads(page).press(' ')
  await expect(page.getByRole('heading', { name: 'Mean of heads 3.0, 2.0' })).toBeVisible()
  const at = 2 * 5 + 1
  const there = { position: await cell(page, 2, 1) }
  await matrix(page).hover(there)
  const mean = (three.weights[at]! + two.weights[at]!) / 2
  await expect(reading(page)).toHaveText(`·Tower → ·Eiffel: weight ${fixed(mean, 3)}`)
  await page.getByRole('radio', { name: 'Max' }).click()
  await matrix(page).hover(there)
  await expect(reading(page)).toHaveText(
    `·Tower → ·Eiffel: weight ${fixed(Math.max(three.weights[at]!, two.weights[at]!), 3)}`,
  )
  await heads(page).click({ position: { x: 30 + 3 * 40 + 18, y: 16 + 40 + 18 }, modifiers: ['Control'] })
  await expect(page.getByRole('heading', { name: 'Largest of heads 3.0, 2.0, 1.3' })).toBeVisible()
  expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('together')).toBe('3.0 2.0 1.3')
  await page.reload()
  await page.getByRole('tab', { name: 'Attention' }).click()
  await expect(page.getByRole('heading', { name: 'Mean of heads 3.0, 2.0, 1.3' })).toBeVisible()
  await page.getByRole('button', { name: 'Take out head 2.0' }).click()
  await expect(page.getByRole('heading', { name: 'Mean of heads 3.0, 1.3' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(page.getByRole('radio', { name: 'One head' })).toHaveAttribute('aria-checked', 'true')
})

test('the arrow keys go through both columns of the lines', async ({ page, dataFolder }) => {
  const { weights, scores } = await patternsOf(join(dataFolder, 'engine'), 3)
  await page.getByRole('radio', { name: 'Lines' }).click()
  const lines = page.getByRole('listbox', { name: 'lines from queries to keys' })
  const says = (query: number, key: number, pair: string) =>
    `${pair}: weight ${fixed(weights[query * 5 + key]!, 3)}, score ${fixed(scores[query * 5 + key]!, 2)}`
  await lines.press('ArrowUp')
  await expect(chips(page).nth(3)).toHaveAttribute('aria-pressed', 'true')
  await lines.press('ArrowRight')
  await lines.press('Home')
  await lines.press('ArrowDown')
  await expect(reading(page)).toHaveText(says(3, 1, '·is → ·Eiffel'))
  await expect(lines.getByRole('option')).toHaveText(`key: ${says(3, 1, '·is → ·Eiffel')}`)
  await lines.press('ArrowLeft')
  await lines.press('ArrowUp')
  await expect(reading(page)).toHaveText(says(2, 1, '·Tower → ·Eiffel'))
  await page.keyboard.press('ControlOrMeta+e')
  await expect(page.getByRole('button', { name: 'Figure: Attention lines' })).toBeVisible()
})

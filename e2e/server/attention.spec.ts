import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { createRouterClient } from '@orpc/server'
import type { Page } from '@playwright/test'
import { createEngine } from '../../src/main/engine'
import { type LayerPatterns, readPatterns } from '../../src/shared/attention'
import { fixed } from '../../src/shared/figures/numbers'
import { expect, test } from './serve'
import { chips, engineStatus, row, runButton, runSummary, sample, typeSentence } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

const text = 'The Eiffel Tower is in'
const heads = (page: Page) => page.getByRole('listbox', { name: 'Heads' })
const matrix = (page: Page) => page.getByRole('listbox', { name: 'queries by keys' })
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
    return readPatterns(bytes, 4, 5)
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
  await matrix(page).hover({ position: { x: 92 + 1 * 32 + 16, y: 58 + 2 * 32 + 16 } })
  const at = 2 * 5 + 1
  await expect(reading(page)).toHaveText(
    `·Tower → ·Eiffel: weight ${fixed(weights[at]!, 3)}, score ${fixed(scores[at]!, 2)}`,
  )
  await matrix(page).hover({ position: { x: 92 + 4 * 32 + 16, y: 58 + 2 * 32 + 16 } })
  await expect(reading(page)).toHaveText('·Tower → ·in: masked')
  await matrix(page).click({ position: { x: 92 + 2 * 32 + 16, y: 58 + 3 * 32 + 16 } })
  await expect(chips(page).nth(3)).toHaveAttribute('aria-pressed', 'true')
  for (const [key, word] of words.slice(0, 3).entries()) {
    await matrix(page).hover({ position: { x: 92 + key * 32 + 16, y: 58 + 4 * 32 + 16 } })
    await expect(reading(page)).toContainText(`·in → ${word}: weight ${fixed(weights[4 * 5 + key]!, 3)}`)
  }
  const mean = [0, 1, 2, 3].reduce((sum, head) => sum + weights[head * 25 + at]! / 4, 0)
  await page.getByRole('radio', { name: 'Mean of the layer' }).click()
  await matrix(page).hover({ position: { x: 92 + 1 * 32 + 16, y: 58 + 2 * 32 + 16 } })
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await expect(engineStatus(page)).toContainText('idle')
    const { violations } = await new AxeBuilder({ page }).include('.attention').setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })
}

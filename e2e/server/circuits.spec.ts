import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Page } from '@playwright/test'
import { createEngine } from '../../src/main/engine'
import type { CircuitPairs } from '../../src/shared/circuits'
import { circuitScore } from '../../src/shared/figures/circuit-text'
import { visibleText } from '../../src/shared/visible-text'
import { expect, test } from './serve'
import { sample } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

const head = { layer: 3, head: 1 }

/** What an engine of its own says of the strongest pairs. */
async function pairsOf(folder: string): Promise<CircuitPairs> {
  const sampleFolder = join(import.meta.dirname, '../../resources/sample')
  const engine = await createEngine({ dataFolder: folder, version: '0', sampleFolder })
  const { circuits } = createRouterClient(engine.router)
  const reading = { norms: 'folded', offset: 0, biases: false } as const
  const call = await circuits.pairs({
    path: sample,
    device: 'cpu',
    ...head,
    circuit: 'ov',
    ...reading,
    held: null,
    count: 12,
  })
  for (;;) {
    const step = await call.next()
    if (!step.done) continue
    await engine.close()
    return step.value
  }
}

const picture = (page: Page, name: RegExp | string) => page.getByRole('img', { name })

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await page.getByRole('tab', { name: 'Circuits' }).click()
})

test('a head’s circuit needs no sentence: typed words, and the engine’s own pairs over the whole vocabulary', async ({
  page,
  dataFolder,
}) => {
  await page.getByRole('combobox', { name: 'Layer', exact: true }).selectOption(String(head.layer))
  await page.getByRole('combobox', { name: 'Head', exact: true }).selectOption(String(head.head))
  await page.getByRole('radio', { name: 'Writes' }).click()
  await expect(picture(page, 'Head 3.1, OV circuit on words')).toContainText('No words are given.')
  await page.getByRole('textbox', { name: 'Words' }).fill('the king and the queen')
  await expect(picture(page, 'Head 3.1, OV circuit on words')).toContainText('·queen')
  await expect(picture(page, 'Head 3.1, OV circuit, spectrum')).toContainText('eff. rank')

  const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789').join(' ')
  const words =
    'king queen man woman boy girl father mother son daughter brother sister husband wife uncle aunt prince princess actor waiter grandfather duke wizard witch monk nun he she his her himself herself Paris Rome London Berlin Tokyo Madrid'
  await page.getByRole('textbox', { name: 'Words' }).fill(`${letters} ${words}`)
  const fault = page.locator('.circuits-words').getByRole('alert')
  await expect(fault).toContainText(/A matrix is of at most 64 words, and these are \d+/)
  await page.getByRole('textbox', { name: 'Words' }).fill('the king and the queen')
  await expect(fault).toHaveCount(0)

  await page.getByRole('button', { name: 'Whole vocabulary' }).click()
  const raised = page.getByRole('list', { name: 'Raised most' }).getByRole('listitem')
  await expect(raised).toHaveCount(12)
  const { high } = await pairsOf(join(dataFolder, 'engine'))
  for (const [at, { from, to, score }] of high.entries()) {
    await expect(raised.nth(at)).toContainText(visibleText(from.text))
    await expect(raised.nth(at)).toContainText(visibleText(to.text))
    await expect(raised.nth(at)).toContainText(circuitScore(score))
  }

  await page.getByRole('button', { name: 'One attended word' }).click()
  await page.getByRole('textbox', { name: 'A word of the vocabulary' }).fill('king')
  await page.getByRole('list', { name: 'Tokens found' }).getByRole('button').first().click()
  await expect(page.getByRole('button', { name: /^One attended word: .*king/ })).toBeVisible()
  await expect(raised.first()).toContainText('king')
})

test('all heads are gone through by keys, and one is chosen for every view', async ({ page }) => {
  await page.getByRole('radio', { name: 'All heads' }).first().click()
  const grid = page.getByRole('grid', { name: 'Heads by layer' })
  await expect(grid).toBeVisible({ timeout: 30_000 })
  await page.getByRole('radio', { name: 'Induction' }).click()
  await grid.getByRole('button').first().focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
  await page.keyboard.press('Enter')
  await expect(grid.getByRole('button', { pressed: true })).toHaveAccessibleName(/^Head 3\.1: 0\.[89]/)

  await expect(page.getByRole('list', { name: 'Induction circuits' }).getByRole('listitem').first()).toContainText(
    '2.3',
  )
  const graph = page.getByRole('listbox', { name: 'Heads of the graph' })
  await graph.focus()
  await expect(graph.getByRole('option')).toContainText(/^Head 3\.1: reads 2\.2 by K 0\.1/)
  await page.keyboard.press('ArrowDown')
  await expect(graph.getByRole('option')).toContainText('Head 3.2')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(picture(page, 'Composition of heads')).toContainText('Compositions of head 3.1')

  await page.getByRole('radio', { name: 'Attends' }).click()
  await expect(picture(page, /^Head 3\.1, QK circuit, spectrum/)).toBeVisible()
})

test('its figures are saved as the window shows them', async ({ page }) => {
  await page.getByRole('radio', { name: 'All heads' }).first().click()
  await expect(picture(page, 'Composition of heads')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Export the figure that is shown' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the figure' })
  await expect(dialog.getByRole('button', { name: 'Figure: Composition of heads' })).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: /^Save (SVG|PDF|PNG)$/ }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^sample-composition.*\.(svg|pdf|png)$/)
})

import type { Page } from '@playwright/test'
import { expect, test } from './serve'
import {
  canvas,
  chips,
  engineStatus,
  openByPath,
  row,
  rows,
  runSummary,
  sample,
  sentence,
  settledPicture,
  tableOf,
  traceTower,
  typeSentence,
} from './workbench'

/** What the panel of the open model says, each value under its name. */
function facts(page: Page): Promise<Record<string, string>> {
  const entries = page.getByRole('region', { name: 'Facts' }).locator('dl > div')
  return entries.evaluateAll((entries) =>
    Object.fromEntries(entries.map((entry) => [...entry.children].map((child) => child.textContent ?? ''))),
  )
}

test('a model opened by a typed path says at once what it is', async ({ page, address }) => {
  await page.goto(address)
  await openByPath(page, sample)
  await expect
    .poll(() => facts(page))
    .toMatchObject({
      Family: 'gpt2, decoder',
      Layers: '6',
      Heads: '4',
      d_model: '128',
      Vocabulary: '3,237',
      Context: '128 tokens',
      Parameters: '1.62 M',
      Type: 'F16',
      Size: '3.25 MB',
      Device: expect.stringMatching(/^(CPU|WebGPU|CUDA)/),
    })
})

test.describe('with a model open', () => {
  test.use({ serverArgs: [sample] })

  test.beforeEach(async ({ page, address }) => {
    await page.goto(address)
  })

  test('a sentence shows its tokens while it is typed, spaces visible, each with its id on hover', async ({ page }) => {
    await sentence(page).pressSequentially('The Eiffel Tower')
    await expect(chips(page)).toHaveText([/The$/, /·Eiffel$/, /·Tower$/])
    await sentence(page).pressSequentially(' is')
    await expect(chips(page)).toHaveText([/The$/, /·Eiffel$/, /·Tower$/, /·is$/])
    await chips(page).nth(2).hover()
    await expect(page.getByRole('tooltip', { name: 'position 2 · id 386' })).toBeVisible()
    await sentence(page).fill('A  tower\n')
    await expect(chips(page).last()).toHaveText(/↵$/)
  })

  test('a run and a click on a token show its path and a row for each step', async ({ page }) => {
    await traceTower(page)
    await expect(runSummary(page)).toContainText('6 tokens · computed on')
    await expect(canvas(page)).toHaveAccessibleName(/path through 6 layers of sample/)
    await expect(canvas(page)).toHaveAccessibleName(/Three axes keep \d+.% of the path’s variance/)
    const names = await rows(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')))
    const layers = [0, 1, 2, 3, 4, 5].flatMap((layer) => [`L${layer} attention`, `L${layer} MLP`])
    expect(names).toEqual(['embedding', ...layers])
    for (const [index, cells] of (await tableOf(page)).entries()) {
      const [, length, , start, end, nearest, lens] = cells
      expect(length).toMatch(index === 0 ? /^$/ : /^\d+\.\d+$/)
      expect([start, end].join(' ')).toMatch(/^[−\d.]+ [−\d.]+$/)
      expect(nearest).toMatch(/.+ · .+ · .+/)
      expect(lens).toMatch(/.+(0\.\d\d|1\.00|>0\.99)$/)
    }
    await expect(row(page, 'embedding')).toContainText('Tower')
    await expect(engineStatus(page)).toHaveText('Engine idle')
    await expect(page.getByRole('contentinfo')).toContainText('L5 · MLP · “·Tower” at position 2')
  })

  test('another sentence takes the path of the last one off the screen', async ({ page }) => {
    await traceTower(page)
    await typeSentence(page, 'The Eiffel', 2)
    await expect(canvas(page)).toHaveCount(0)
    await expect(rows(page)).toHaveCount(0)
  })

  test('the other views are drawn of the same token', async ({ page }) => {
    await traceTower(page)
    const views = { Raw: 'raw residual stream', 'Final norm': 'through the final norm', 'Unit length': 'unit length' }
    for (const [view, words] of Object.entries(views)) {
      await page.getByRole('radio', { name: view }).click()
      await expect(canvas(page)).toHaveAccessibleName(new RegExp(`^Tower in .* sample, ${words}`))
    }
  })

  test('the other tokens’ paths are shown on demand', async ({ page }) => {
    await traceTower(page)
    const before = await settledPicture(page)
    await page.getByRole('button', { name: 'Others' }).click()
    await expect.poll(async () => (await canvas(page).screenshot()).equals(before)).toBe(false)
    await page.getByRole('button', { name: 'Others' }).click()
    await page.mouse.move(0, 0)
    await expect.poll(async () => (await canvas(page).screenshot()).equals(before)).toBe(true)
  })
})

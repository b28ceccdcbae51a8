import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './serve'
import { canvas, row, runButton, sample, sentence, settledPicture } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

const parts = (page: Page) => page.getByRole('list', { name: 'Parts of attention’s step' })
const map = (page: Page) => page.getByRole('grid', { name: 'Contributions by layer and head' })
const numberIn = (text: string) =>
  Number(
    text
      .replaceAll('−', '-')
      .replaceAll(',', '')
      .replaceAll(/[^\d.e-]/g, ''),
  )

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await sentence(page).fill('The Eiffel Tower is in')
  await runButton(page).click()
  await row(page, 'L3 attention').click()
  await page.getByRole('tab', { name: 'Moves' }).click()
  await expect(parts(page)).toBeVisible()
})

test('the shares of a step sum to all of it, however it is taken apart', async ({ page }) => {
  for (const way of ['By head', 'By word', 'Head × word']) {
    await page.getByRole('radio', { name: way }).click()
    const shares = await parts(page).locator('.num:nth-last-child(2)').allTextContents()
    expect(shares.length).toBeGreaterThan(3)
    // Each is rounded to a whole per cent.
    const total = shares.reduce((sum, share) => sum + numberIn(share), 0)
    expect(Math.abs(total - 100)).toBeLessThanOrEqual(shares.length / 2)
  }
})

test('the map toward a word sums to its logit, and a cell chooses its head', async ({ page }) => {
  await page.getByRole('radio', { name: 'To a word' }).click()
  const told = page.getByText(/together .*, the word’s logit/)
  await expect(told).toBeVisible()
  const text = (await told.textContent()) ?? ''
  const [, heads, mlps] = /Heads (\S+), MLPs (\S+),/.exec(text) ?? []
  const cells = await map(page).getByRole('button').allTextContents()
  expect(cells).toHaveLength(6 * 5)
  const sumOf = (isMlp: boolean) =>
    cells.reduce((sum, cell, index) => ((index % 5 === 4) === isMlp ? sum + numberIn(cell) : sum), 0)
  expect(sumOf(false)).toBeCloseTo(numberIn(heads!), 1)
  expect(sumOf(true)).toBeCloseTo(numberIn(mlps!), 1)

  await map(page)
    .getByRole('button', { name: /^Head 2\.1:/ })
    .click()
  await expect(page.getByRole('heading', { name: /^Layer 2 attention moves/ })).toBeVisible()
  await expect(map(page).getByRole('button', { name: /^Head 2\.1:/ })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('slider', { name: 'Station' })).toHaveAttribute('aria-valuetext', 'L2 attention')
})

test('the map is one tab stop, and the arrow keys go from cell to cell', async ({ page }) => {
  const cell = (name: RegExp) => map(page).getByRole('button', { name })
  await expect(map(page).locator('button[tabindex="0"]')).toHaveCount(1)
  await cell(/^Head 2\.1:/).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(cell(/^Head 3\.2:/)).toBeFocused()
  await expect(map(page).locator('button[tabindex="0"]')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(cell(/^Head 3\.2:/)).toHaveAttribute('aria-pressed', 'true')
})

test('the parts lie in the picture as arrows, the pointed one bold, and leave nothing behind', async ({ page }) => {
  const rest = () => page.mouse.move(5, 5)
  await rest()
  const plain = await settledPicture(page)
  const toggle = page.getByRole('button', { name: 'Parts', exact: true })
  await toggle.click()
  await expect(toggle).toHaveAttribute('aria-pressed', 'true')
  await expect(canvas(page)).toHaveAccessibleName(/The chosen step as 6 arrows, one a part\./)
  await expect(page.locator('#labels')).toContainText('3.')
  await rest()
  await expect.poll(async () => (await canvas(page).screenshot()).equals(plain)).toBe(false)
  const thin = await settledPicture(page)
  await parts(page).getByRole('listitem').first().hover()
  await expect.poll(async () => (await canvas(page).screenshot()).equals(thin)).toBe(false)
  await expect(map(page).locator('.moves-cell-listed')).toHaveCount(1)

  await toggle.click()
  await expect(canvas(page)).not.toHaveAccessibleName(/arrows/)
  await rest()
  await expect.poll(async () => (await canvas(page).screenshot()).equals(plain)).toBe(true)
})

test('the list and the map are saved as figures, and their parts as a table', async ({ page }) => {
  await page.getByRole('button', { name: 'Export figure' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the figure' })
  const save = async (format: string) => {
    await dialog.getByRole('radio', { name: format }).click()
    const saving = page.waitForEvent('download')
    await dialog.getByRole('button', { name: `Save ${format}` }).click()
    return readFile(await (await saving).path(), 'utf8')
  }
  for (const [figure, drawn] of [
    ['Parts of the step', 'Layer 3 attention moves'],
    ['Heads and MLPs', 'length of each part'],
  ] as const) {
    await dialog.getByRole('button', { name: /^Figure: / }).click()
    await page.getByRole('menuitem', { name: figure }).click()
    await expect(dialog.getByRole('img', { name: /“in”/ })).toBeVisible()
    expect(await save('SVG')).toContain(drawn)
    expect((await save('PNG')).slice(1, 4)).toBe('PNG')
  }
  const heads = (await save('CSV')).split('\r\n').filter((line) => line.startsWith('head,'))
  expect(heads).toHaveLength(6 * 4)
})

test('the path is saved with the arrows that the window shows, and the table has them, to the end of the step', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Parts', exact: true }).click()
  await expect(canvas(page)).toHaveAccessibleName(/The chosen step as 6 arrows, one a part\./)
  await page.getByRole('button', { name: 'Export “Path in 3D”' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the figure' })
  await expect(dialog.getByRole('button', { name: 'Parts' })).toHaveAttribute('aria-pressed', 'true')
  await expect(dialog.locator('#arrows path')).toHaveCount(6)
  const save = async (format: string) => {
    await dialog.getByRole('radio', { name: format }).click()
    const saving = page.waitForEvent('download')
    await dialog.getByRole('button', { name: `Save ${format}` }).click()
    return readFile(await (await saving).path(), 'utf8')
  }
  const svg = await save('SVG')
  expect(/<g id="arrows".*?<\/g><\/g>/.exec(svg)?.[0].match(/<path/g)).toHaveLength(6)
  expect(svg).toMatch(/id="label-part-[^>]*>3\.\d</)
  expect((await save('PDF')).slice(0, 5)).toBe('%PDF-')
  expect((await save('PNG')).slice(1, 4)).toBe('PNG')

  const lines = (await save('CSV')).trimEnd().split('\r\n')
  const cells = lines.slice(1).map((line) => line.split(','))
  const arrows = cells.filter(([, , kind]) => kind === 'part')
  expect(arrows.map(([, , , name]) => name)).toEqual(expect.arrayContaining(['3.0', '3.1', '3.2', '3.3', 'bias b_O']))
  const end = (row: string[]) => row.slice(-3).map(Number)
  const station = cells.find(([, layer, kind]) => layer === '3' && kind === 'attention')!
  for (const [axis, value] of end(station).entries()) expect(end(arrows.at(-1)!)[axis]).toBeCloseTo(value, 5)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Page } from '@playwright/test'
import { createEngine } from '../../src/main/engine'
import { visibleText } from '../../src/shared/visible-text'
import type { WordNeighbours } from '../../src/shared/vocabulary-map'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { row, sample, traceTower } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

const scene = (page: Page) => page.getByTestId('vocabulary-scene')
const field = (page: Page) => page.getByRole('searchbox', { name: 'Find a word' })
const found = (page: Page) => page.getByRole('list', { name: 'Words found' }).getByRole('button')
const near = (page: Page) => page.getByRole('list', { name: /^Nearest to/ }).getByRole('button')

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('tab', { name: 'Words', exact: true }).click()
  await expect(scene(page).locator('#key')).toBeVisible()
}

/** What an engine of its own says of a word's neighbours. */
async function neighboursOf(folder: string, id: number): Promise<WordNeighbours> {
  const sampleFolder = join(import.meta.dirname, '../../resources/sample')
  const engine = await createEngine({ dataFolder: folder, version: '0', sampleFolder })
  const call = await createRouterClient(engine.router).vocabulary.nearest({
    ...{ path: sample, device: 'cpu', of: 'embedding', id, count: 20 },
  })
  for (;;) {
    const step = await call.next()
    if (!step.done) continue
    await engine.close()
    return step.value
  }
}

test('a word is found as it is typed, and its neighbours are the engine’s own', async ({
  page,
  address,
  dataFolder,
}) => {
  await open(page, address)
  await expect(scene(page).getByRole('img')).toHaveAccessibleName(/Each point is a word, 128 numbers reduced to three/)
  await field(page).fill('tow')
  await expect(found(page).first()).toHaveText(/^·?[Tt]ow/)
  await field(page).fill('tower')
  await expect(found(page).first()).toContainText('Tower')
  await expect(
    scene(page)
      .locator('#labels text', { hasText: /^Tower$/ })
      .first(),
  ).toBeVisible()
  await found(page).first().click()
  await expect(near(page)).toHaveCount(20)
  const told = await near(page).allTextContents()
  await near(page).first().hover()
  await expect(page.getByRole('tooltip')).toContainText('id')
  // Its id stands on its card.
  await page.getByRole('button', { name: 'Back' }).click()
  await found(page).first().hover()
  const id = Number(/id ([\d,]+)/.exec((await page.getByRole('tooltip').textContent())!)![1]!.replace(',', ''))
  const { words } = await neighboursOf(join(dataFolder, 'engine'), id)
  expect(told).toEqual(words.map(({ text, cosine }) => `${visibleText(text)}${cosine.toFixed(3)}`))
})

test('a click on the map opens the word under it', async ({ page, address }) => {
  await open(page, address)
  const label = scene(page).locator('#labels text[id^="label-word-"]').first()
  const text = await label.textContent()
  const box = (await label.boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await expect(page.getByRole('heading', { name: new RegExp(`^Nearest to ·?${text}$`) })).toBeVisible()
  await expect(near(page)).toHaveCount(20)
  await page.keyboard.press('Escape')
})

test('words within a shape are listed, copied as lines and kept as a list for a direction', async ({
  page,
  address,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, address)
  await page.getByRole('button', { name: 'Draw a shape around words' }).click()
  const { x, y, width, height } = (await scene(page).boundingBox())!
  const [midX, midY] = [x + width * 0.5, y + height * 0.5]
  await page.mouse.move(midX - 18, midY - 18)
  await page.mouse.down()
  for (const [dx, dy] of [
    [18, -18],
    [18, 18],
    [-18, 18],
  ] as const) {
    await page.mouse.move(midX + dx, midY + dy, { steps: 5 })
  }
  await page.mouse.up()
  await expect(page.getByRole('heading', { name: /words? chosen$/ })).toBeVisible()
  const rows = page.getByRole('list', { name: 'Words chosen' }).getByRole('button')
  const count = await rows.count()
  expect(count).toBeGreaterThan(2)
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n')
  expect(copied.length).toBe(count)
  await page.getByLabel('Name of the list').fill('a handful')
  await page.getByRole('button', { name: 'Save as list' }).click()
  await expect(page.getByText('Saved as “a handful”')).toBeVisible()
  await page.getByRole('tab', { name: 'Directions' }).click()
  await page.getByRole('radio', { name: 'Two lists' }).click()
  await page.getByRole('button', { name: 'Take a saved list' }).first().click()
  await page.getByRole('menuitem', { name: /a handful/ }).click()
  await expect(page.getByRole('textbox', { name: 'Words of “a handful”' })).toHaveValue(new RegExp(copied[0]!))
})

test('everything is reached by keys: the field, the words found, a word’s neighbours, and back', async ({
  page,
  address,
}) => {
  await page.goto(address)
  // The sentence has the focus at first, and takes letters as its own.
  await page.getByRole('tab', { name: 'Path' }).focus()
  await page.keyboard.press('/')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('the')
  await expect(found(page).first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(found(page).nth(0)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(found(page).nth(1)).toBeFocused()
  await expect(page.getByRole('tooltip')).toContainText(((await found(page).nth(1).textContent()) ?? '').slice(1, 3))
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(field(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(near(page)).toHaveCount(20)
  await page.keyboard.press('Escape')
  await expect(found(page).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(field(page)).toHaveValue('')
})

test('layout, colours and dimensions are kept in the address', async ({ page, address }) => {
  await open(page, address)
  await page.getByRole('radio', { name: '2D' }).click()
  await page.getByRole('combobox', { name: 'Colour' }).selectOption('cluster')
  await expect(scene(page).locator('#key')).toContainText('cluster')
  await expect(scene(page).locator('#caption')).toContainText('two axes keep')
  await page.getByRole('radio', { name: 'Axes' }).click()
  await page
    .getByRole('button', { name: /^Axes:/ })
    .first()
    .click()
  await page.getByLabel('From the word').fill('king')
  await page.getByLabel('to the word').fill('queen')
  await page.getByRole('button', { name: 'Add axis' }).click()
  await page.keyboard.press('Escape')
  await expect(scene(page).locator('#labels')).toContainText('king → queen')
  await page.reload()
  await page.getByRole('tab', { name: 'Words', exact: true }).click()
  await expect(scene(page).locator('#labels')).toContainText('king → queen')
  await expect(scene(page).locator('#key')).toContainText('cluster')
})

test('UMAP says how far it is, can be stopped and begun again, and comes from the store the next time', async ({
  page,
  address,
}) => {
  test.setTimeout(180_000)
  await open(page, address)
  await page.getByRole('radio', { name: 'UMAP' }).click()
  const progress = page.getByRole('status').filter({ has: page.getByRole('button', { name: 'Stop' }) })
  await expect(progress).toContainText(/Finding each word’s neighbours|Arranging the words|Grouping|Reading|Asking/)
  await progress.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('It was stopped. Nothing of it is kept.')).toBeVisible()
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(scene(page).locator('#caption')).toContainText('UMAP of W_E', { timeout: 120_000 })
  await expect(scene(page).locator('#labels')).not.toContainText('PC 1')
  await expect(page.getByText(/^Layout computed in /)).toBeVisible()
  await page.reload()
  await page.getByRole('tab', { name: 'Words', exact: true }).click()
  // Made anew, it takes far longer than this.
  await expect(scene(page).locator('#caption')).toContainText('UMAP of W_E')
  await expect(page.getByText(/^Layout kept from before, made in /)).toBeVisible()
})

test('the chosen token’s path lies over the words, and shares its station with the other views', async ({
  page,
  address,
}) => {
  await page.goto(address)
  await traceTower(page)
  await page.getByRole('tab', { name: 'Words', exact: true }).click()
  await page.getByRole('button', { name: 'Path', exact: true }).click()
  await expect(scene(page).getByRole('img')).toHaveAccessibleName(/The path of “Tower” through 13 stations/)
  await row(page, 'L1 attention').click()
  await expect(scene(page).locator('#labels')).toContainText('L1 attention')
})

test('the map is saved as a figure, and opens again as it was', async ({ page, address }) => {
  await open(page, address)
  await field(page).fill('mary')
  await found(page).first().click()
  await expect(near(page)).toHaveCount(20)
  const dialog = page.getByRole('dialog', { name: 'Export the figure' })
  await page.getByRole('button', { name: 'Export “Map of words”' }).click()
  await expect(dialog.getByRole('img', { name: /words of sample/ })).toBeVisible()
  await dialog.getByRole('radio', { name: 'SVG' }).click()
  const save = dialog.getByRole('button', { name: 'Save SVG' })
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
  const buffer = readFileSync(await download.path())
  const svg = buffer.toString()
  expect(svg).toContain('id="points"')
  expect(svg).toContain('>Mary<')
  expect(svg).toContain('>PC 2<')
  await page.goto('about:blank')
  await page.goto(address)
  await page.keyboard.press('ControlOrMeta+o')
  const name = download.suggestedFilename()
  await page.getByLabel('A saved figure').setInputFiles({ name, mimeType: 'image/svg+xml', buffer })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: /^Nearest to ·?Mary$/ })).toBeVisible()
  await expect(near(page)).toHaveCount(20)
})

test('axe finds nothing on the map, its lists and its settings', async ({ page, address }) => {
  await open(page, address)
  await field(page).fill('the')
  await expect(found(page).first()).toBeVisible()
  await expectClean(page, 'words that were found')
  await found(page).first().click()
  await expect(near(page)).toHaveCount(20)
  await expectClean(page, 'neighbours')
  await page.getByRole('button', { name: 'Settings of the map' }).click()
  await expectClean(page, 'settings', '.popover')
})

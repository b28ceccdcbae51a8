import type { Page } from '@playwright/test'
import { expect, test } from './serve'
import { row, rows, sample, traceTower } from './workbench'

test.use({ serverArgs: [sample] })

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await traceTower(page)
})

const scene = (page: Page) => page.getByTestId('trajectory-scene')
const station = (page: Page) => page.getByRole('slider', { name: 'Station' })

/** The ring around what is hovered, in the picture. */
const ring = (page: Page) => scene(page).locator('svg > circle')

async function expectSelected(page: Page, name: string): Promise<void> {
  await expect(row(page, name)).toHaveAttribute('aria-selected', 'true')
  await expect(rows(page).and(page.locator('[aria-selected=true]'))).toHaveCount(1)
  await expect(station(page)).toHaveAttribute('aria-valuetext', name)
  await expect(page.getByRole('region', { name: 'Selected step' }).getByRole('heading', { level: 2 })).toContainText(
    name,
  )
}

test('a hovered row rings its station in the picture, and a hovered station lights its row', async ({ page }) => {
  await row(page, 'L1 attention').hover()
  await expect(scene(page).getByRole('tooltip')).toContainText('L1 attention')
  await expect(scene(page).getByRole('tooltip')).toContainText('cosine to start')
  const box = (await ring(page).boundingBox())!
  await row(page, 'L0 MLP').hover()
  await expect(scene(page).getByRole('tooltip')).toContainText('L0 MLP')

  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await expect(scene(page).getByRole('tooltip')).toContainText('L1 attention')
  await expect(row(page, 'L1 attention')).toHaveClass(/hovered/)
  await expect(row(page, 'L0 MLP')).not.toHaveClass(/hovered/)
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await expectSelected(page, 'L1 attention')
})

test('a click on a word’s point pins its label', async ({ page }) => {
  await page.getByRole('slider', { name: 'Words with a label' }).press('Home')
  await expect(scene(page).getByRole('tooltip')).toHaveCount(0)
  await page.getByRole('button', { name: 'Search words and actions' }).click()
  await page.getByRole('combobox').fill('Castle')
  await page.getByRole('option', { name: /Castle/ }).click()
  await expect(scene(page).locator('svg').getByText('Castle', { exact: true })).toBeVisible()
})

test('the slider, the arrow keys and a click on a row go through the layers', async ({ page }) => {
  await expectSelected(page, 'L5 MLP')
  await station(page).press('Home')
  await expectSelected(page, 'embedding')
  await station(page).press('ArrowRight')
  await expectSelected(page, 'L0 attention')

  const handle = (await station(page).boundingBox())!
  const end = (await page.getByRole('button', { name: /^L2 attention, step length/ }).boundingBox())!
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
  await page.mouse.down()
  await page.mouse.move(end.x + end.width / 2, handle.y, { steps: 4 })
  await page.mouse.up()
  await expectSelected(page, 'L2 attention')

  await row(page, 'L0 MLP').click()
  await expectSelected(page, 'L0 MLP')
  await page.locator('body').press('ArrowRight')
  await expectSelected(page, 'L1 attention')
  await page.locator('body').press('ArrowLeft')
  await page.locator('body').press('ArrowLeft')
  await expectSelected(page, 'L0 attention')
})

test('play moves the token along its path, from the start to the end', async ({ page }) => {
  await page.getByRole('button', { name: 'Play the path' }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  const passed = new Set<string>()
  await expect(async () => {
    passed.add((await station(page).getAttribute('aria-valuetext')) ?? '')
    await expect(page.getByRole('button', { name: 'Play the path' })).toBeVisible({ timeout: 50 })
  }).toPass({ intervals: [50] })
  expect(passed.size).toBeGreaterThan(3)
  await expectSelected(page, 'L5 MLP')
})

test('playing is paused by its button and ended by a hand on the path', async ({ page }) => {
  await page.getByRole('button', { name: 'Play the path' }).click()
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('button', { name: 'Play the path' })).toBeVisible()
  await page.getByRole('button', { name: 'Play the path' }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await row(page, 'L1 MLP').click()
  await expect(page.getByRole('button', { name: 'Play the path' })).toBeVisible()
  await expectSelected(page, 'L1 MLP')
})

import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './serve'
import { canvas, chips, eiffel, row, rows, runSummary, sample, sentence } from './workbench'

/** Presses Tab until something of this name has the focus, and fails where it is never reached or cannot be seen. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    // Behind the last element the focus leaves the page for a moment.
    const { label, outline } = await page.evaluate(() => {
      const focused = document.activeElement ?? document.body
      const label = focused === document.body ? '' : (focused.getAttribute('aria-label') ?? focused.textContent ?? '')
      return { label, outline: getComputedStyle(focused).outlineStyle }
    })
    if (!name.test(label)) continue
    expect(outline, `the focus on ${label}`).not.toBe('none')
    return
  }
  throw new Error(`The tab key does not come to ${name}`)
}

test('the main job is done without a mouse', async ({ page, address }) => {
  await page.goto(address)
  await expect(page.getByRole('button', { name: 'Open a model' }).first()).toBeVisible()
  await tabTo(page, /^Open a model$/)
  await page.keyboard.press('Enter')
  await page.keyboard.type(sample)
  await page.keyboard.press('Enter')
  await expect(sentence(page)).toBeFocused()
  await page.keyboard.type(eiffel)
  await expect(chips(page)).toHaveCount(6)
  await page.keyboard.press('Enter')
  await expect(runSummary(page)).toContainText('computed on')

  await tabTo(page, /Position 2/)
  await page.keyboard.press('Enter')
  await expect(canvas(page)).toHaveAccessibleName(/^Tower in/)

  await page.keyboard.press('ArrowLeft')
  await expect(row(page, 'L5 attention')).toHaveAttribute('aria-selected', 'true')
  await tabTo(page, /^L5 attention$/)
  await page.keyboard.press('Home')
  await expect(row(page, 'embedding')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(row(page, 'L0 attention')).toBeFocused()
  await expect(row(page, 'L0 attention')).toHaveAttribute('aria-selected', 'true')

  await page.keyboard.press('Escape')
  await expect(rows(page).and(page.locator('[aria-selected=true]'))).toHaveCount(0)

  await page.keyboard.press('ControlOrMeta+E')
  await expect(page.getByRole('dialog', { name: 'Export the figure' })).toBeVisible()
  await tabTo(page, /^PDF$/)
  await page.keyboard.press('ArrowLeft')
  await expect(page.locator(':focus')).toHaveText('SVG')
  await page.keyboard.press('Enter')
  await tabTo(page, /^Save SVG$/)
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(await readFile(await download.path(), 'utf8')).toContain('Tower in “The Eiffel Tower is in Paris”')
  await page.keyboard.press('Escape')

  await page.keyboard.press('e')
  await expect(sentence(page)).toBeFocused()
  await page.keyboard.press('ControlOrMeta+K')
  await page.keyboard.type('csv')
  const [numbers] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(numbers.suggestedFilename()).toMatch(/Tower.*\.csv$/)
})

test('the dialogs give the focus back to what opened them', async ({ page, address }) => {
  await page.goto(address)
  await expect(page.getByRole('button', { name: 'Open a model' }).first()).toBeVisible()
  await tabTo(page, /^Open a model$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Open a model' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.locator(':focus')).toHaveAccessibleName('Open a model')
  for (const [opener, dialog] of [
    ['?', 'Keys'],
    ['ControlOrMeta+K', 'Search words and actions'],
  ] as const) {
    await tabTo(page, /^Use the .* theme$/)
    await page.keyboard.press(opener)
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: /^Use the .* theme$/ })).toBeFocused()
  }
})

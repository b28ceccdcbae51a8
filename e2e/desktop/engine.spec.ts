import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { enginePid, expect, gpt2, test } from './electron'

async function openByPath(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open a model' }).first().click()
  await page.getByRole('combobox', { name: /Path/ }).fill(gpt2)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Sentence' })).toBeVisible()
}

const sentence = (page: Page) => page.getByRole('textbox', { name: 'Sentence' })
const tokens = (page: Page) => page.getByRole('list', { name: 'Tokens' }).getByRole('button')

test('a typed path opens a model, and a sentence shows its tokens', async ({ page }) => {
  await openByPath(page)
  await sentence(page).fill('The Eiffel Tower')
  await expect(tokens(page)).not.toHaveCount(0)
})

test('an engine that is killed is started again, and the next call works', async ({ desktop, page }) => {
  await openByPath(page)
  const first = await enginePid(desktop)
  expect(first).toBeGreaterThan(0)
  process.kill(first!, 'SIGKILL')
  await expect.poll(() => enginePid(desktop).then((pid) => pid !== undefined && pid !== first)).toBe(true)
  await sentence(page).fill('The Eiffel Tower')
  await expect(tokens(page)).not.toHaveCount(0)
})

test('a page that is loaded again is connected again', async ({ page }) => {
  await page.reload()
  await openByPath(page)
})

test('the engine ends with the program', async ({ desktop, page }) => {
  await openByPath(page)
  const pid = await enginePid(desktop)
  await desktop.close()
  await expect.poll(() => lives(pid!)).toBe(false)
})

test('what the page saves is saved where the person says', async ({ desktop, page, dataFolder }) => {
  const path = join(dataFolder, 'saved.csv')
  await desktop.evaluate(({ session }, path) => {
    session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path))
  }, path)
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['layer,kind\n'], { type: 'text/csv' }))
    link.download = 'tower.csv'
    link.click()
  })
  await expect.poll(() => readFile(path, 'utf8').catch(() => null)).toBe('layer,kind\n')
})

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

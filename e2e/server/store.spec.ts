import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, startServer, test } from './serve'
import { eiffel, gpt2, openByPath, runButton, runSummary, tableOf, traceTower, typeSentence } from './workbench'

const storeButton = (page: Page) => page.getByRole('button', { name: /^Store / })
const store = (page: Page) => page.getByRole('dialog', { name: 'Activation store' })

test('a sentence that was run before the program was closed comes back from the store', async ({
  page,
  context,
  dataFolder,
  served,
}) => {
  await page.goto(served.address)
  await openByPath(page, gpt2)
  await traceTower(page)
  await expect(runSummary(page)).toContainText('computed on')
  const before = await tableOf(page)
  await page.close()
  await served.stop()

  const again = await startServer(dataFolder)
  try {
    const next = await context.newPage()
    await next.goto(again.address)
    await next.getByRole('region', { name: 'Recent models' }).getByRole('button', { name: 'gpt2-tiny' }).click()
    await traceTower(next)
    await expect(runSummary(next)).toContainText('from the store')
    expect(await tableOf(next)).toEqual(before)
    await next.close()
  } finally {
    await again.stop()
  }
})

test.describe('with a model open', () => {
  test.use({ serverArgs: [gpt2] })

  test('the store is cleared, and the next look is computed', async ({ page, address }) => {
    await page.goto(address)
    await traceTower(page)
    await runButton(page).click()
    await expect(runSummary(page)).toContainText('from the store')

    await storeButton(page).click()
    await expect(store(page)).toContainText(/in 1 entry/)
    await store(page).getByRole('button', { name: 'Clear the store' }).click()
    await store(page).getByRole('button', { name: 'Remove everything' }).click()
    await expect(store(page)).toContainText('in 0 entries')
    await page.keyboard.press('Escape')
    await runButton(page).click()
    await expect(runSummary(page)).toContainText('computed on')
  })

  test('the store’s limit is set, is kept for the next start, and is held', async ({ page, address, dataFolder }) => {
    await page.goto(address)
    await storeButton(page).click()
    await store(page).getByRole('textbox', { name: 'Limit' }).fill('0.002')
    await store(page).getByRole('button', { name: 'Set the limit' }).click()
    await expect(storeButton(page)).toContainText('of 2 MB')
    await page.keyboard.press('Escape')
    const settings = JSON.parse(await readFile(join(dataFolder, 'settings.json'), 'utf8'))
    expect(settings).toMatchObject({ storeLimitBytes: 2_000_000 })
    await page.reload()
    await expect(storeButton(page)).toContainText('of 2 MB')
  })

  test.describe('over a damaged store', () => {
    test.use({
      dataFolder: async ({ dataFolder }, use) => {
        await writeFile(join(dataFolder, 'activations.sqlite'), 'This was a database once. '.repeat(1000))
        await use(dataFolder)
      },
    })

    test('the window says where it was moved, and works with a new one', async ({ page, address, dataFolder }) => {
      await page.goto(address)
      await expect(storeButton(page)).toContainText('see its notice')
      await storeButton(page).click()
      await expect(store(page)).toContainText('damaged')
      await expect(store(page)).toContainText(join(dataFolder, 'activations.damaged-1.sqlite'))
      expect(await readFile(join(dataFolder, 'activations.damaged-1.sqlite'), 'utf8')).toContain('database once')
      expect(await readdir(dataFolder)).toContain('activations.sqlite')
      await page.keyboard.press('Escape')
      await typeSentence(page, eiffel, 6)
      await runButton(page).click()
      await expect(runSummary(page)).toContainText('computed on')
      await runButton(page).click()
      await expect(runSummary(page)).toContainText('from the store')
    })
  })
})

import { spawn } from 'node:child_process'
import { binary, chooseInMenu, expect, gguf, gpt2, test, wordsFor } from './electron'

test('the menu’s items do what they say', async ({ desktop, page }) => {
  await chooseInMenu(desktop, 'keys')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await page.keyboard.press('Escape')
  await chooseInMenu(desktop, 'open')
  await expect(page.getByRole('dialog', { name: 'Open a model' })).toBeVisible()
})

test('a model is chosen in the native dialog', async ({ desktop, page }) => {
  await desktop.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, gpt2)
  await page.getByRole('button', { name: 'Open a model' }).first().click()
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  await expect(page.getByRole('textbox', { name: 'Sentence' })).toBeVisible()
})

test('a model that is one file is chosen from the menu', async ({ desktop, page }) => {
  await desktop.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async (...args: unknown[]) => {
      const { properties } = args.at(-1) as { properties: string[] }
      return { canceled: false, filePaths: properties.includes('openFile') ? [path] : [] }
    }
  }, gguf)
  await chooseInMenu(desktop, 'open-file')
  await expect(page.getByRole('button', { name: /^Model llama-tiny/ })).toBeVisible()
})

test('a second start hands its model to the first and ends', async ({ page, dataFolder }) => {
  const second = spawn(binary.path!, ['--no-sandbox', ...wordsFor(dataFolder, [gpt2])], { stdio: 'ignore' })
  const ended = new Promise((resolve) => second.once('exit', resolve))
  await expect(page.getByRole('textbox', { name: 'Sentence' })).toBeVisible()
  expect(await ended).toBe(0)
})

test.describe('started with a model', () => {
  test.use({ words: [gpt2] })

  test('the window opens it', async ({ page }) => {
    await expect(page.getByRole('textbox', { name: 'Sentence' })).toBeVisible()
    await expect(page.getByText('gpt2-tiny').first()).toBeVisible()
  })
})

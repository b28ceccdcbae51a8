import type { Page } from '@playwright/test'
import { expect, test } from './serve'
import { canvas, chips, eiffel, fixture, gpt2, openByPath, row, sentence, traceTower } from './workbench'

const openDialog = (page: Page) => page.getByRole('dialog', { name: 'Open a model' })
const folders = (page: Page) => page.getByRole('listbox', { name: 'Folders and models' }).getByRole('option')

test('Ctrl+O or Cmd+O opens the dialog, where a typed path is completed', async ({ page, address }) => {
  await page.goto(address)
  await expect(page.getByRole('button', { name: 'Open a model' }).first()).toBeVisible()
  await page.keyboard.press('ControlOrMeta+O')
  await expect(openDialog(page)).toBeVisible()
  await page.keyboard.type(fixture('bert-tiny-g'))
  await expect(folders(page)).toHaveText([/bert-tiny-gamma\s*model/])
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(openDialog(page)).toBeHidden()
  await expect(sentence(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Model bert-tiny-gamma/ })).toBeVisible()
})

test('a GGUF file is completed by its name and opened', async ({ page, address }) => {
  await page.goto(address)
  await page.getByRole('button', { name: 'Open a model' }).first().click()
  await expect(openDialog(page)).toContainText('GGUF file')
  await page.getByRole('combobox', { name: /Path/ }).fill(fixture('../gguf/gpt2-tiny-sh'))
  await expect(folders(page)).toHaveText([/gpt2-tiny-sharded-00001-of-00003\.gguf\s*model/])
  await folders(page).click()
  await expect(page.getByRole('button', { name: /^Model gpt2-tiny-sharded/ })).toBeVisible()
})

test('a folder that holds none is walked into, down to a model', async ({ page, address }) => {
  await page.goto(address)
  await openByPath(page, fixture('').replace(/\/$/, ''))
  await expect(page.getByRole('alert').filter({ hasText: 'The model did not open' })).toContainText('holds models')
  await page.getByRole('combobox', { name: /Path/ }).fill(`${fixture('llama-tiny')}`)
  await folders(page)
    .filter({ hasText: /llama-tiny\s*model/ })
    .click()
  await expect(page.getByRole('button', { name: /^Model llama-tiny/ })).toBeVisible()
})

test.describe('started with a model on the command line', () => {
  test.use({ serverArgs: [gpt2] })

  test('the window opens it', async ({ page, address }) => {
    await page.goto(address)
    await expect(page.getByRole('button', { name: /^Model gpt2-tiny/ })).toBeVisible()
  })

  test('a reload comes back to the model, the sentence, the token and the step', async ({ page, address }) => {
    await page.goto(address)
    await traceTower(page)
    await row(page, 'L1 attention').click()
    await page.reload()
    await expect(sentence(page)).toHaveValue(eiffel)
    await expect(canvas(page)).toHaveAccessibleName(/^Tower in/)
    await expect(row(page, 'L1 attention')).toHaveAttribute('aria-selected', 'true')
  })

  test('the browser’s back and forward go between the tokens that were looked at', async ({ page, address }) => {
    await page.goto(address)
    await traceTower(page)
    await chips(page).filter({ hasText: 'Paris' }).click()
    await expect(canvas(page)).toHaveAccessibleName(/^Paris in/)
    await page.goBack()
    await expect(canvas(page)).toHaveAccessibleName(/^Tower in/)
    await page.goForward()
    await expect(canvas(page)).toHaveAccessibleName(/^Paris in/)
  })
})

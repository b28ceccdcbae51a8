import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeOllamaFolder } from '../ollama-folder'
import { expect, test } from './serve'
import { failure, openByPath } from './workbench'

const folder = mkdtempSync(join(tmpdir(), 'tokentrace-ollama-'))
test.use({ serverEnv: { OLLAMA_MODELS: folder } })
test.beforeAll(async () => {
  const own = 'registry.ollama.ai/library'
  await makeOllamaFolder(folder, [`${own}/llama3.2/1b`, `${own}/llama3.2/3b`])
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

test('a model of Ollama’s is completed by its name, opened, and stays among the recent ones', async ({
  page,
  address,
}) => {
  await page.goto(address)
  await page.getByRole('button', { name: 'Open a model' }).first().click()
  await page.getByRole('combobox', { name: /Path/ }).fill('llama3')
  const choices = page.getByRole('listbox', { name: 'Folders and models' }).getByRole('option')
  await expect(choices).toHaveText([/^llama3\.2:1b\s*model$/, /^llama3\.2:3b\s*model$/])
  await choices.first().click()
  await expect(page.getByRole('button', { name: /^Model llama3\.2:1b/ })).toBeVisible()
  await page.getByRole('tab', { name: 'Model', exact: true }).click()
  await expect(page.getByRole('region', { name: 'What the file says' })).toContainText('Ollama’s prompt template')
  await page.reload()
  await expect(page.getByRole('button', { name: /^Model llama3\.2:1b/ })).toBeVisible()
})

test('a name that Ollama has no model of says which it has', async ({ page, address }) => {
  await page.goto(address)
  await openByPath(page, 'llama9:1b')
  await expect(failure(page)).toContainText('Ollama has no model of this name')
  await expect(failure(page)).toContainText('llama3.2:1b, llama3.2:3b')
})

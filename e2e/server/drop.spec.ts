import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drop, invitation } from './drop-files'
import { expect, test } from './serve'
import { failure, gpt2, openByPath, sentence } from './workbench'

const gguf = (name: string) => join(import.meta.dirname, '../../fixtures/gguf', name)
const parts = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']

test('the files of a model that are dropped on the window are copied and opened', async ({
  page,
  address,
  dataFolder,
}) => {
  await page.goto(address)
  const files = parts.map((name) => join(gpt2, name))
  await drop(page, files)
  await expect(sentence(page)).toBeVisible()
  await expect(page.getByText(invitation)).toBeHidden()
  await page.getByRole('tab', { name: 'Model', exact: true }).click()
  const place = page.getByRole('region', { name: 'Place' })
  await expect(place).toContainText(dataFolder)
  const folder = (await place.locator('.mono').textContent())!
  expect((await readdir(folder)).sort()).toEqual([...parts].sort())
  const copy = await readFile(join(folder, 'model.safetensors'))
  expect(copy.equals(await readFile(join(gpt2, 'model.safetensors')))).toBe(true)
})

test('a folder that is dropped on the window is copied and opened under its name', async ({
  page,
  address,
  dataFolder,
}) => {
  await page.goto(address)
  await drop(page, [gpt2])
  await expect(sentence(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Model gpt2-tiny/ })).toBeVisible()
  await page.getByRole('tab', { name: 'Model', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Place' })).toContainText(dataFolder)
})

test('a GGUF file that is dropped on the window is copied and opened, without a folder around it', async ({
  page,
  address,
  dataFolder,
}) => {
  await page.goto(address)
  await drop(page, [gguf('llama-tiny.gguf')])
  await expect(page.getByRole('button', { name: /^Model llama-tiny/ })).toBeVisible()
  await page.getByRole('tab', { name: 'Model', exact: true }).click()
  const place = page.getByRole('region', { name: 'Place' })
  await expect(place.getByText('File', { exact: true })).toBeVisible()
  const copy = (await place.locator('.mono').textContent())!
  expect(copy.startsWith(dataFolder)).toBe(true)
  expect((await readFile(copy)).equals(await readFile(gguf('llama-tiny.gguf')))).toBe(true)
})

test('the files that a GGUF model is split into are dropped together, and one of them alone is not copied', async ({
  page,
  address,
  dataFolder,
}) => {
  const shards = [3, 1, 2].map((number) => gguf(`gpt2-tiny-sharded-0000${number}-of-00003.gguf`))
  await page.goto(address)
  await drop(page, shards.slice(1, 2))
  await expect(failure(page)).toContainText('The model is in 3 files, and 1 came')
  await expect(failure(page)).toContainText('Drop all of its files together.')
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
  expect(await readdir(join(dataFolder, 'dropped')).catch(() => [])).toEqual([])
  await drop(page, shards)
  await expect(page.getByRole('button', { name: /^Model gpt2-tiny-sharded/ })).toBeVisible()
  expect(await readdir(join(dataFolder, 'dropped', 'gpt2-tiny-sharded'))).toHaveLength(3)
})

test('dropped files that are no model say so', async ({ page, address, dataFolder }) => {
  const notes = join(dataFolder, 'notes.doc')
  await writeFile(notes, '')
  await page.goto(address)
  await drop(page, [notes])
  await expect(failure(page).filter({ hasText: 'It holds no file of a model' })).toContainText(
    'Drop a GGUF or ONNX file, or the folder that holds config.json and the .safetensors files.',
  )
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
  await openByPath(page, gpt2)
  await expect(sentence(page)).toBeVisible()
})

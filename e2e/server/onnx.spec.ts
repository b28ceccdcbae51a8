import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { onnxFolder } from '../onnx-folder'
import { expectClean } from './clean'
import { drop } from './drop-files'
import { test as base, expect } from './serve'
import { canvas, chips, fixture, openByPath, row, runButton, runSummary, sentence, traceTower } from './workbench'

const repository = fixture('../onnx/repository')

/** GPT-2 as torch.onnx exports it, with its tokenizer beside it. */
const test = base.extend<{ graph: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern.
  graph: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), 'tokentrace-onnx-'))
    await use(join(await onnxFolder(root, 'gpt2-tiny/dynamo-sdpa-20.onnx'), 'dynamo-sdpa-20.onnx'))
    await rm(root, { recursive: true, force: true })
  },
})

test.use({ contextOptions: { reducedMotion: 'reduce' } })

const section = (page: Page) => page.getByRole('region', { name: 'Found in the graph' })
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })

test('an ONNX file is traced, taken apart and read as a model of any other format', async ({
  page,
  address,
  graph,
}) => {
  await page.goto(address)
  await openByPath(page, graph)
  await traceTower(page)
  await row(page, 'L1 attention').click()
  await tab(page, 'Attention').click()
  await expect(page.getByRole('listbox', { name: 'queries by keys' })).toBeVisible()
  await tab(page, 'Q · K · V').click()
  await expect(page.getByRole('region', { name: 'Query times key' })).toContainText('÷ √')
  await tab(page, 'Moves').click()
  await expect(page.getByRole('heading', { name: /^Layer 1 attention moves/ })).toBeVisible()
  await page.getByRole('radio', { name: 'To a word' }).click()
  await expect(page.getByText(/together .*, the word’s logit/)).toBeVisible()
  await tab(page, 'Predict').click()
  await expect(page.getByRole('region', { name: 'Likeliest words' })).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Logit lens' })).toBeVisible()
})

test('the Model panel says what was found in its graph, and proves it on a run', async ({ page, address, graph }) => {
  await page.goto(address)
  await openByPath(page, graph)
  await expect(sentence(page)).toBeVisible()
  await tab(page, 'Model').click()
  await expect(section(page)).toContainText(/Hook points\s*all \d+/)
  await expect(section(page)).toContainText('input_ids token ids')
  await section(page).getByRole('button', { name: 'Check it' }).click()
  await expect(section(page).locator('.check-verdict')).toHaveText('passed')
  const rows = section(page).getByRole('list', { name: 'Results' }).getByRole('listitem')
  await expect(rows.first()).toContainText(/Outputs: passed ?exact/)
  await expectClean(page, 'what was found in a graph', '.graph')
})

test('a repository for the browser is completed, opened and offered again', async ({ page, address }) => {
  await page.goto(address)
  await page.getByRole('button', { name: 'Open a model' }).first().click()
  await page.getByRole('combobox', { name: /Path/ }).fill(repository.slice(0, -3))
  const choices = page.getByRole('listbox', { name: 'Folders and models' }).getByRole('option')
  await expect(choices).toHaveText([/repository\s*model/])
  await choices.click()
  await expect(page.getByRole('button', { name: /^Model repository/ })).toBeVisible()
  await sentence(page).fill('the tower')
  await expect(chips(page).first()).toBeVisible()
  await runButton(page).click()
  await expect(runSummary(page)).toContainText('computed on CPU')
  await tab(page, 'Models').click()
  await expect(page.getByRole('tabpanel', { name: 'Models' })).toContainText('repository')
})

test('an ONNX file without a tokenizer runs on token ids', async ({ page, address }) => {
  await page.goto(address)
  await openByPath(page, fixture('../onnx/llama-tiny/ts-eager-14.onnx'))
  const ids = page.getByRole('textbox', { name: 'Token ids' })
  await ids.fill('5 9 12 3')
  await expect(chips(page)).toHaveCount(4)
  await runButton(page).click()
  await chips(page).nth(2).click()
  await expect(canvas(page)).toHaveAccessibleName(/^12 in/)
})

test('a dropped ONNX file is copied with its data and tokenizer, and opened', async ({ page, address, graph }) => {
  await page.goto(address)
  const folder = join(graph, '..')
  await drop(
    page,
    ['dynamo-sdpa-20.onnx', 'weights.bin', 'tokenizer.json'].map((name) => join(folder, name)),
  )
  await expect(page.getByRole('button', { name: /^Model dynamo-sdpa-20/ })).toBeVisible()
  await traceTower(page)
})

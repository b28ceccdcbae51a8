import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeStates } from '../../src/main/engine/testing/states-file'
import { readReference } from '../../src/main/inference/testing/reference'
import { fixed } from '../../src/shared/figures/numbers'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { chips, fixture, openByPath, row, runButton, runSummary } from './workbench'

const { tokenIds, encoderStates, tensors } = readReference('whisper-tiny').find((one) => one.tokenIds.length === 1)!
const ids = tokenIds[0]!
const states = encoderStates!.shape[1]!
const field = (page: Page) => page.getByRole('textbox', { name: 'File of encoder states' })

test.beforeEach(async ({ page, address, dataFolder }) => {
  const folder = join(dataFolder, 'heard')
  mkdirSync(folder, { recursive: true })
  await page.goto(address)
  await openByPath(page, fixture('whisper-tiny'))
  await page.getByRole('textbox', { name: 'Token ids' }).fill(ids.join(' '))
  await field(page).fill(writeStates(folder, encoderStates!))
  await expect(chips(page)).toHaveCount(ids.length)
})

test('Whisper’s decoder runs on states out of a file, and says what is missing without them', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/9 tokens · computed on/)
  await expect(page).toHaveURL(/states=/)
  await page.reload()
  await expect(field(page)).toHaveValue(/states-1-30-24-F32\.safetensors$/)
  await field(page).fill('')
  await runButton(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'none were given' })).toContainText(
    'Name a safetensors file that holds them',
  )
})

test('the states that it reads are named by number in every look inside', async ({ page }) => {
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  await row(page, 'L1 cross-attention').click()

  await page.getByRole('tab', { name: 'Attention' }).click()
  const pattern = page.getByRole('region', { name: 'Pattern', exact: true })
  await expect(pattern.getByRole('heading')).toHaveText('Head cross 1.0')
  const matrix = pattern.getByRole('listbox', { name: 'Head cross 1.0: queries by keys' })
  await pattern.locator('.pattern-reading').filter({ hasText: '→ state 8:' }).waitFor()
  await matrix.press('ArrowLeft')
  const weight = tensors.get('decoder.1.cross_attn.hook_pattern')!.data[(ids.length - 1) * states + 7]!
  await expect(pattern.locator('.pattern-reading')).toContainText(`→ state 7: weight ${fixed(weight, 3)}`)

  await page.getByRole('tab', { name: 'Moves' }).click()
  const step = page.getByRole('region', { name: 'The step' })
  await expect(step.getByRole('heading')).toHaveText(`Layer 1 cross-attention moves ${ids.at(-1)}`)
  await step.getByRole('radio', { name: 'By word' }).click()
  await expect(step.getByRole('button', { name: /state 29/ })).toHaveCount(1)

  await page.getByRole('tab', { name: 'Q · K · V' }).click()
  const picker = (name: string) => page.getByRole('combobox', { name, exact: true })
  await picker('Key').selectOption('state 29')
  await expect(page.getByRole('region', { name: 'Value' }).getByRole('heading').first()).toHaveText('Value of state 29')
  await expect(page.getByRole('region', { name: 'Cost of the context' })).toContainText('270 weights a head')
  await expectClean(page, 'the field of states', '.sentence')
  await expectClean(page, 'a state as key', '.qkv')
})

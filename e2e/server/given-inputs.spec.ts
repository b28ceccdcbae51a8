import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeAskingGraph } from '../../src/main/engine/testing/asking-graph'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { chips, openByPath, runButton, runSummary } from './workbench'

const field = (page: Page) => page.getByRole('textbox', { name: 'Input gain: FLOAT [2]' })

test('an input of no known use is asked for beside the sentence, and stays in the address', async ({
  page,
  address,
  dataFolder,
}) => {
  const folder = join(dataFolder, 'asking')
  mkdirSync(folder, { recursive: true })
  await page.goto(address)
  await openByPath(page, writeAskingGraph(folder))
  await page.getByRole('textbox', { name: 'Token ids' }).fill('5 7 11')
  await expect(chips(page)).toHaveCount(3)
  await runButton(page).click()
  const fault = page.getByRole('alert').filter({ hasText: 'input gain is for is not known' })
  await expect(fault).toContainText('in its field beside the sentence')
  await field(page).fill('1, 2, 3')
  await runButton(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'it is 3 numbers' })).toContainText('shape [2]')
  await field(page).fill('one')
  await expect(page.getByRole('region', { name: 'Sentence' })).toContainText('no list of numbers')
  await field(page).fill('1, 2')
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/3 tokens · computed on/)
  await expect(page).toHaveURL(/inputs=/)
  await page.reload()
  await expect(field(page)).toHaveValue('1, 2')
  await expectClean(page, 'an input beside the sentence', '.sentence')
})

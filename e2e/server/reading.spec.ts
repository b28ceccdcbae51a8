import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeInstruct } from '../instruct-model'
import { expectClean } from './clean'
import { expect, test } from './serve'
import {
  canvas,
  chips,
  eiffel,
  fixture,
  openByPath,
  row,
  runButton,
  runSummary,
  sentence,
  typeSentence,
} from './workbench'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

const special = (page: Page) => page.getByRole('button', { name: 'Special tokens', exact: true })
const chat = (page: Page) => page.getByRole('button', { name: 'Chat', exact: true })
/** Of each token in the row, whether a template added it. */
const added = (page: Page) =>
  chips(page).evaluateAll((buttons) => buttons.map((button) => Number(button.classList.contains('token-special'))))

/** What transformers made of the sentence in the template (fixtures/make_chats.py). */
const said: { ids: number[]; special: number[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/reference/chats.json'), 'utf8'),
).chats.llama3.find(({ message }: { message: string }) => message === eiffel)
const ownTokens = said.special.filter((one) => one === 0).length

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
})

test('special tokens are left out and put back, and what is looked at stays the same word', async ({ page }) => {
  await openByPath(page, fixture('bert-tiny'))
  await typeSentence(page, eiffel, 8)
  await expect(chat(page)).toHaveCount(0)
  await expect(special(page)).toHaveAttribute('aria-pressed', 'true')
  await runButton(page).click()
  await chips(page).filter({ hasText: 'tower' }).click()
  await expect(row(page, 'embedding')).toBeVisible()
  await expect(canvas(page)).toHaveAccessibleName(/^tower in “the eiffel tower is in paris”/)

  await special(page).click()
  await expect(special(page)).toHaveAttribute('aria-pressed', 'false')
  await expect(chips(page)).toHaveCount(6)
  expect(await added(page)).toEqual([0, 0, 0, 0, 0, 0])
  await expect(chips(page).nth(2)).toHaveAttribute('aria-pressed', 'true')
  await expect(runSummary(page)).toContainText(/6 tokens · (computed on|from the store)/)
  await expect(canvas(page)).toHaveAccessibleName(/^tower in “the eiffel tower is in paris”/)
  expect(page.url()).toContain('special=off')

  await page.reload()
  await expect(chips(page)).toHaveCount(6)
  await expect(special(page)).toHaveAttribute('aria-pressed', 'false')
  await page.goBack()
  await expect(chips(page)).toHaveCount(8)
  await expect(chips(page).nth(3)).toHaveAttribute('aria-pressed', 'true')
  expect(page.url()).not.toContain('special=')
})

test('a chat is the sentence in the model’s template, with the tokens of transformers', async ({
  page,
  dataFolder,
}) => {
  await openByPath(page, makeInstruct(join(dataFolder, 'instruct'), 'llama3'))
  await typeSentence(page, eiffel, ownTokens + 1)
  await expect(special(page)).toBeVisible()
  await chat(page).focus()
  await page.keyboard.press('Space')
  await expect(chips(page)).toHaveCount(said.ids.length)
  expect(await added(page)).toEqual(said.special)
  await expect(special(page)).toHaveCount(0)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on/)
  expect(page.url()).toContain('chat=on')
  await expect(canvas(page)).toHaveAccessibleName(/in “The Eiffel Tower is in Paris”/)

  await expectClean(page, 'ways to read the sentence', '.sentence')

  await page.getByRole('tab', { name: 'Predict' }).click()
  await page.getByRole('button', { name: 'Generate' }).click()
  await expect(page.getByRole('list', { name: 'New words' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Use this sentence' })).toHaveCount(0)

  await chat(page).click()
  await expect(chips(page)).toHaveCount(ownTokens + 1)
})

test('the command field switches both, and offers what the model has a template for', async ({ page, dataFolder }) => {
  const palette = page.getByRole('dialog', { name: 'Search words and actions' })
  const option = (name: RegExp) => palette.getByRole('option', { name })
  const search = async (words: string) => {
    await page.keyboard.press('ControlOrMeta+k')
    await palette.getByRole('combobox').fill(words)
  }
  await openByPath(page, makeInstruct(join(dataFolder, 'instruct'), 'llama3'))
  await typeSentence(page, eiffel, ownTokens + 1)
  await search('special tokens')
  await option(/special tokens/).click()
  await expect(chips(page)).toHaveCount(ownTokens)
  await search('chat')
  await page.keyboard.press('Enter')
  await expect(chips(page)).toHaveCount(said.ids.length)
  // The chat's template says itself which special tokens there are.
  await search('special tokens')
  await expect(option(/special tokens/)).toHaveCount(0)
})

test('every context keeps how it is read', async ({ page, dataFolder }) => {
  await openByPath(page, makeInstruct(join(dataFolder, 'instruct'), 'chatml'))
  await typeSentence(page, eiffel, ownTokens)
  // This tokenizer adds nothing by itself.
  await expect(special(page)).toHaveCount(0)
  await page.getByRole('button', { name: /^Add a context/ }).click()
  await chat(page).click()
  await expect(chips(page).first()).toHaveText('Position 0 <|im_start|>')
  await page.keyboard.press('Alt+1')
  await expect(chips(page)).toHaveCount(ownTokens)
  await expect(chat(page)).toHaveAttribute('aria-pressed', 'false')
  await page.reload()
  await expect(chips(page)).toHaveCount(ownTokens)
  await page.getByRole('list', { name: 'Contexts', exact: true }).getByRole('button', { name: 'Context B' }).click()
  await expect(sentence(page)).toHaveValue(eiffel)
  await expect(chips(page).first()).toHaveText('Position 0 <|im_start|>')
  await expect(chat(page)).toHaveAttribute('aria-pressed', 'true')
})

test('a chat where there is no template is said, and can be turned off', async ({ page }) => {
  await page.evaluate(
    (fragment) => {
      location.hash = fragment
    },
    `model=${encodeURIComponent(fixture('gpt2-tiny'))}&text=Paris&chat=on`,
  )
  await page.reload()
  const fault = page.getByRole('region', { name: 'Sentence' }).getByRole('alert')
  await expect(fault).toContainText('The model has no chat template')
  await chat(page).click()
  await expect(fault).toHaveCount(0)
  await expect(chips(page)).toHaveCount(2)
  await expect(chat(page)).toHaveCount(0)
})

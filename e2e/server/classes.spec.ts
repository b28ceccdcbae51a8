import type { Page } from '@playwright/test'
import { readReference } from '../../src/main/inference/testing/reference'
import { row } from '../../src/shared/tensor'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { chips, fixture, openByPath, runButton, runSummary } from './workbench'

const classes = (page: Page) => page.getByRole('region', { name: 'Classes', exact: true })
const hook = 'classifier.hook_classifier_out'

/** Opens a tiny model, runs the ids of its reference's first prompt and shows what it predicts. */
async function predict(page: Page, name: string) {
  const [reference] = readReference(name)
  const ids = reference!.tokenIds[0]!
  await openByPath(page, fixture(name))
  await page.getByRole('textbox', { name: 'Token ids' }).fill(ids.join(' '))
  await expect(chips(page)).toHaveCount(ids.length)
  await runButton(page).click()
  await expect(runSummary(page)).toContainText(/computed on|from the store/)
  await page.getByRole('tab', { name: 'Predict' }).click()
  return { ids, logits: reference!.tensors.get(hook)! }
}

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
})

test('a classifier shows its classes with the probabilities of PyTorch, the likeliest first', async ({ page }) => {
  const { logits } = await predict(page, 'bert-tiny-classifier')
  const expected = ['sad', 'glad', 'neither']
    .map((name, index) => ({ name, probability: 1 / (1 + Math.exp(-logits.data[index]!)) }))
    .sort((a, b) => b.probability - a.probability)
    .map(({ name, probability }) => name + probability.toFixed(3))
  await expect(classes(page).getByRole('heading')).toHaveText('Classes of the text')
  await expect(classes(page).getByRole('listitem')).toHaveText(expected)
  await expectClean(page, 'classes', '.prediction')
})

test('a classifier of tokens shows those of the selected token, and chooses one from all', async ({ page }) => {
  const { logits } = await predict(page, 'bert-tiny-tokens')
  const names = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC']
  const likeliest = (at: number) => {
    const scores = [...row(logits, 0, at)]
    return names[scores.indexOf(Math.max(...scores))]!
  }
  const every = page.getByRole('region', { name: 'Classes of all tokens' }).getByRole('button')
  await every.nth(2).click()
  await expect(chips(page).nth(2)).toHaveAttribute('aria-pressed', 'true')
  await expect(classes(page).getByRole('listitem').first()).toContainText(likeliest(2))
  await chips(page).nth(4).click()
  await expect(classes(page).getByRole('listitem').first()).toContainText(likeliest(4))
  await expect(every.nth(4)).toContainText(likeliest(4))
  await expectClean(page, 'classes', '.prediction')
})

test('a regression shows its number and no probability', async ({ page }) => {
  const { logits } = await predict(page, 'bert-tiny-regression')
  const number = logits.data[0]!.toFixed(3).replace('-', '−')
  await expect(classes(page).getByRole('listitem')).toHaveText([`similarity${number}`])
})

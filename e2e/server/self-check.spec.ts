import type { Page } from '@playwright/test'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { engineStatus, gpt2, sample, sentence, traceTower } from './workbench'

test.use({ serverArgs: [sample], contextOptions: { reducedMotion: 'reduce' } })

/** From within the workbench; its name at the top is then the model's. */
async function openAnother(page: Page, path: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+O')
  await page.getByRole('combobox', { name: /Path/ }).fill(path)
  await page.keyboard.press('Enter')
  const name = path.split('/').at(-1)!
  await expect(page.getByRole('button', { name: new RegExp(`^Model ${name} `) })).toBeVisible()
}

const section = (page: Page) => page.getByRole('region', { name: 'Self-check' })
const results = (page: Page) => section(page).getByRole('list', { name: 'Results' }).getByRole('listitem')
const notice = (page: Page) => page.getByRole('contentinfo').getByRole('button', { name: /Self-check failed/ })
const showModel = (page: Page) => page.getByRole('tab', { name: 'Model', exact: true }).click()
const check = (page: Page) => section(page).getByRole('button', { name: 'Check this model' })

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await expect(sentence(page)).toBeVisible()
})

test('the sample passes, and its numbers stay while its facts are looked at again', async ({ page }) => {
  await showModel(page)
  await check(page).click()
  await expect(section(page).getByRole('status')).toHaveText('passed')
  await expect(results(page)).toHaveCount(6)
  await expect(results(page).first()).toContainText(/Next-word loss: passed ?\d\.\d\d nats · 0\.\d\d bits\/byte/)
  await expect(notice(page)).toHaveCount(0)
  await expectClean(page, 'results of the check', '.check')
  await page.getByRole('tab', { name: 'Models', exact: true }).click()
  await showModel(page)
  await expect(results(page)).toHaveCount(6)
})

test('a model that is opened shows no result of the last one, and its own comes back with it', async ({ page }) => {
  await showModel(page)
  await check(page).click()
  await expect(results(page)).toHaveCount(6)
  await openAnother(page, gpt2)
  await showModel(page)
  await expect(check(page)).toBeVisible()
  await expect(results(page)).toHaveCount(0)
  await openAnother(page, sample)
  await showModel(page)
  await expect(results(page)).toHaveCount(6)
})

test('with the preference a model is checked once its first path stands, and a failure says so and leads to it', async ({
  page,
}) => {
  await showModel(page)
  await section(page).getByRole('button', { name: 'Check on opening' }).click()
  await page.reload()
  await expect(sentence(page)).toBeVisible()
  await openAnother(page, gpt2)
  await traceTower(page)
  await expect(notice(page)).toBeVisible()
  await expect(engineStatus(page)).toHaveText('Engine idle')
  await page.getByRole('tab', { name: 'Models', exact: true }).click()
  await notice(page).click()
  await expect(section(page).getByRole('status')).toHaveText('failed')
  await expect(results(page).first()).toContainText('Hardly better than chance')
  await expect(results(page).nth(2)).toContainText('Residual stream: passed')
})

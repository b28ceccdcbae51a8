import { brokenModels, makeBroken } from '../broken-models'
import { scenes } from '../pictures/scenes'
import { expectClean } from './clean'
import { expect, test } from './serve'
import { failure, openByPath, row, sample, sentence, traceTower } from './workbench'

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('axe finds nothing on the start page, in the workbench and in every dialog', async ({
  page,
  address,
  dataFolder,
}) => {
  await page.goto(address)
  await expect(page.getByRole('button', { name: 'Open a model' }).first()).toBeVisible()
  await expectClean(page, 'the start page')

  const broken = `${dataFolder}/broken`
  makeBroken(brokenModels[0]!, broken)
  await openByPath(page, broken)
  await expect(failure(page).filter({ hasText: 'did not open' })).toBeVisible()
  await expectClean(page, 'a model that did not open')
  await page.getByRole('combobox', { name: /Path/ }).fill(sample)
  await page.keyboard.press('Enter')
  await expect(sentence(page)).toBeVisible()
  await expectClean(page, 'an open model')

  await traceTower(page)
  await row(page, 'L1 attention').hover()
  await expectClean(page, 'a traced token')
  await page.getByRole('tab', { name: 'Model', exact: true }).click()
  await expectClean(page, 'the facts of the model')
  await page.getByRole('tab', { name: 'Steps' }).click()

  for (const [opener, dialog] of [
    ['ControlOrMeta+O', 'Open a model'],
    ['ControlOrMeta+E', 'Export the figure'],
    ['?', 'Keys'],
    ['ControlOrMeta+K', 'Search words and actions'],
  ] as const) {
    await page.keyboard.press(opener)
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
    await expectClean(page, `the dialog “${dialog}”`, '[role=dialog]')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }

  for (const [button, popover] of [
    [/^Store /, 'Activation store'],
    [/^Device/, 'Device'],
    [/^Watch /, 'Watched word'],
    ['About the path', 'About the path'],
  ] as const) {
    await page.getByRole('button', { name: button }).first().click()
    await expect(page.getByRole('dialog', { name: popover })).toBeVisible()
    await expectClean(page, `the popover “${popover}”`, '[role=dialog]')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
})

for (const { name, show } of scenes) {
  test(`axe finds nothing in the view “${name}”`, async ({ page, address, dataFolder }) => {
    await page.goto(address)
    await show(page, dataFolder)
    await page.mouse.move(0, 0)
    await expectClean(page, name)
  })
}

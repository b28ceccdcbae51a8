import { startLongRun, test, tokenIds } from './long-run'
import { enginePid, expect } from './serve'
import { engineStatus, openByPath, runButton, runSummary, sample, tableOf, traceTower } from './workbench'

test('an engine that dies while idle is started again, and nothing that was stored is lost', async ({
  page,
  address,
  served,
}) => {
  await page.goto(address)
  await openByPath(page, sample)
  await traceTower(page)
  const before = await tableOf(page)
  process.kill(enginePid(served), 'SIGKILL')
  await expect(engineStatus(page)).toHaveText('Engine restarted')
  await engineStatus(page).hover()
  await expect(page.getByRole('tooltip')).toContainText('the engine was ended by SIGKILL')
  // What is on the screen is still true.
  expect(await tableOf(page)).toEqual(before)

  await runButton(page).click()
  await expect(runSummary(page)).toContainText('from the store')
  await expect(engineStatus(page)).toHaveText('Engine idle')
  expect(await tableOf(page)).toEqual(before)
})

test('a run whose engine dies fails with a card that says so, and can be run again', async ({
  page,
  address,
  served,
  slowModel,
}) => {
  await page.goto(address)
  await openByPath(page, slowModel)
  await startLongRun(page)
  process.kill(enginePid(served), 'SIGKILL')
  const card = page.getByRole('alert').filter({ hasText: 'The engine was restarted' })
  await expect(card).toBeVisible()
  await expect(card.getByRole('button', { name: 'Run again' })).toBeVisible()
  await expect(runSummary(page)).toContainText('failed')

  await tokenIds(page).fill('1 2 3')
  await tokenIds(page).press('Enter')
  await expect(runSummary(page)).toContainText('3 tokens · computed on')
  await expect(card).toBeHidden()
})

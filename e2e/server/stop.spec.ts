import { startLongRun, stopButton, test, tokenIds } from './long-run'
import { enginePid, expect } from './serve'
import { engineStatus, openByPath, rows, runSummary } from './workbench'

test('a run is stopped, the window says so, and the engine answers the next', async ({
  page,
  address,
  served,
  slowModel,
}) => {
  await page.goto(address)
  await openByPath(page, slowModel)
  await startLongRun(page)
  const running = enginePid(served)
  await stopButton(page).click()
  await expect(runSummary(page)).toContainText('stopped')
  await expect(page.getByRole('tabpanel', { name: 'Path' })).toContainText(
    'The run was stopped. Nothing of it is kept.',
  )
  await expect(stopButton(page)).toBeHidden()
  // Native code cannot be interrupted: the process that it held is gone, and another one stands ready.
  await expect(engineStatus(page)).toHaveText('Engine restarted')
  await engineStatus(page).hover()
  await expect(page.getByRole('tooltip')).toContainText('a cancelled run was holding it')
  expect(enginePid(served)).not.toBe(running)

  await tokenIds(page).fill('1 2 3')
  await tokenIds(page).press('Enter')
  await expect(runSummary(page)).toContainText('3 tokens · computed on')
  await expect(rows(page)).toHaveCount(97)
  await expect(engineStatus(page)).toHaveText('Engine idle')
})

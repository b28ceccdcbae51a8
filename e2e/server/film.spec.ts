import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { readProvenance } from '../../src/main/export/read-provenance'
import { playedFrames } from './played-frames'
import { expect, test } from './serve'
import { eiffel, sample, traceTower } from './workbench'

test.use({ serverArgs: [sample] })

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export the figure' })

async function saved(page: Page, format: 'GIF' | 'MP4'): Promise<Buffer> {
  const save = dialog(page).getByRole('button', { name: `Save ${format}` })
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
  expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`, 'i'))
  await expect(dialog(page).locator('.export-state')).toHaveText('Saved.')
  return readFile(await download.path())
}

test.beforeEach(async ({ page, address }) => {
  await page.goto(address)
  await traceTower(page)
  await page.getByRole('button', { name: 'Export figure' }).click()
})

test('a journey is set, seen playing, and saved as a GIF that carries what it is made of, and as an MP4', async ({
  page,
  context,
}) => {
  await dialog(page).getByRole('radio', { name: 'GIF' }).click()
  await dialog(page).getByLabel('Length').fill('1')
  await dialog(page).getByLabel('Frames').fill('10')
  await dialog(page).getByLabel('Film width').fill('400')
  await expect(dialog(page).locator('.export-state')).toHaveText(/^10 frames, about \d+(\.\d+)? kB$/)
  const preview = dialog(page).getByRole('figure', { name: 'Preview' })
  const heading = preview.locator('#heading')
  const pause = dialog(page).getByRole('button', { name: 'Pause the preview' })
  if (await pause.isVisible()) await pause.click()
  await preview.getByRole('slider', { name: 'Frame' }).press('End')
  await expect(preview).toContainText('Frame 10 of 10')
  await expect(heading).toContainText('L5 MLP')
  await preview.getByRole('slider', { name: 'Frame' }).press('Home')
  await expect(heading).toContainText('embedding')
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/film-dialog.png` })
  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').setLegacyMode().analyze()
  expect(violations.map(({ id }) => id)).toEqual([])

  const film = { seconds: 1, fps: 10, width: 400 }
  expect(readProvenance(await saved(page, 'GIF'))).toMatchObject({ prompt: { text: eiffel }, film })

  await test.step('the browser plays it as MP4 frame for frame as the preview showed it', async () => {
    await dialog(page).getByRole('radio', { name: 'MP4' }).click()
    await dialog(page).getByRole('radio', { name: 'Both' }).click()
    const slider = preview.getByRole('slider', { name: 'Frame' })
    const shown: string[] = []
    for (const [frame, keys] of [
      [0, ['Home']],
      [5, Array(5).fill('ArrowRight')],
      [9, ['End']],
    ] as const) {
      for (const key of keys) await slider.press(key)
      await expect(preview).toContainText(`Frame ${frame + 1} of 10`)
      shown.push((await preview.locator('.figure-paper').screenshot({ scale: 'css' })).toString('base64'))
    }
    const mp4 = await saved(page, 'MP4')
    const file = new Input({ source: new BufferSource(Uint8Array.from(mp4)), formats: ALL_FORMATS })
    const { packetCount } = await (await file.getPrimaryVideoTrack())!.computePacketStats()
    const empty = await context.newPage()
    const played = await empty.evaluate(playedFrames, {
      film: mp4.toString('base64'),
      frames: [0, 5, 9].map((frame, index) => ({ at: frame / 10, picture: shown[index]! })),
    })
    expect(packetCount).toBe(10)
    expect(played).toMatchObject({ width: 400, height: 266, duration: 1 })
    for (const [frame, of] of played.apart.entries()) {
      for (const [picture, apart] of of.entries()) {
        // Most of a picture is paper in all frames.
        if (picture === frame) expect(apart, `frame ${frame}`).toBeLessThan(2)
        else expect(apart, `frame ${frame} beside picture ${picture}`).toBeGreaterThan(1.4 * of[frame]!)
      }
    }
  })
})

test('a film that is too long is refused while it is typed, and one that is being made is stopped', async ({
  page,
}) => {
  await dialog(page).getByRole('radio', { name: 'MP4' }).click()
  await dialog(page).getByLabel('Length').fill('600')
  await expect(dialog(page).getByText('A film takes 0.5 to 60 s')).toBeVisible()
  await expect(dialog(page).getByRole('button', { name: 'Save MP4' })).toBeDisabled()
  await dialog(page).getByLabel('Length').fill('20')
  await dialog(page).getByRole('button', { name: 'Save MP4' }).click()
  await expect(dialog(page).locator('.export-state')).toContainText(/Drawing frame \d+ of 600/)
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog(page).getByRole('button', { name: 'Save MP4' })).toBeEnabled()
  await expect(dialog(page).locator('.export-state')).not.toHaveText('Saved.')
})

// Its declaration of `window.speed`.
import type {} from '../src/renderer/scene3d/speed-page.test-data'
import { median, ratios } from './samples'
import { noBrowser, onSpeedPage } from './speed-page'
import { atMost, type LeftOut, type Row } from './table'

const what = '3D with 50,000 words and 20 paths, beside plain points of three.js'
const page = new URL('../src/renderer/scene3d/speed-page.test-data.tsx', import.meta.url)
/** Of each round, on each side. */
const frames = 15

/**
 * The 3D view on a page of its own, on a made trajectory: how long a frame takes while the camera turns, beside 50,000 points
 * of three.js alone on a canvas of the same size under the same camera; and from an arrow key until the next station is drawn.
 * The browser waits for no screen, so that a fast frame counts as fast.
 */
export async function measureScene(rounds: number): Promise<(Row | LeftOut)[]> {
  const measured = await onSpeedPage(page, async (page): Promise<Row[]> => {
    const ours: number[] = []
    const plain: number[] = []
    // The first round compiles shaders and does not count.
    for (let round = 0; round <= rounds; round++) {
      const bare = await page.evaluate((count) => window.speed.plain(count), frames)
      const full = await page.evaluate((count) => window.speed.ours(count), frames)
      if (round === 0) continue
      plain.push(median(bare))
      ours.push(median(full))
    }
    const steps: { frames: number; ms: number }[] = []
    for (let step = 0; step <= rounds; step++) {
      const shown = page.evaluate(() => window.speed.station())
      // It listens once it has drawn.
      await page.locator('[data-frames]').waitFor({ state: 'attached' })
      await page.waitForTimeout(500)
      await page.keyboard.press('ArrowRight')
      if (step > 0) steps.push(await shown)
      else await shown
    }
    const from = '1280×720, Chromium drawing WebGL in software; a round is its median frame'
    const slow = 'WebGL is drawn in software by the same two cores.'
    const perSecond = (times: readonly number[]) => (1000 / median(times)).toFixed(0)
    return [
      {
        what,
        values: ratios(ours, plain),
        unit: '×',
        aim: atMost(1.3, slow),
        from: `${perSecond(ours)} and ${perSecond(plain)} frames a second, ${from}`,
      },
      { what: 'a frame of ours', values: ours, unit: 'ms', aim: null, from: 'words, paths, labels, legend, caption' },
      { what: 'a frame of plain points', values: plain, unit: 'ms', aim: null, from: 'points alone' },
      {
        what: 'another station by key, until 3D shows it',
        values: steps.map(({ ms }) => ms),
        unit: 'ms',
        aim: null,
        from: 'the same words and paths',
      },
      {
        what: 'the same in frames painted',
        values: steps.map(({ frames }) => frames),
        unit: '×',
        aim: atMost(2, slow),
        from: 'key to drawn',
      },
    ]
  })
  return measured ?? [{ what, because: noBrowser }]
}

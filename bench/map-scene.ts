// Its declaration of `window.mapSpeed`.
import type {} from '../src/renderer/scene3d/map-speed-page.test-data'
import { median, ratios } from './samples'
import { noBrowser, onSpeedPage } from './speed-page'
import { atMost, type LeftOut, type Row } from './table'

const what = 'the map of words, beside plain points of three.js'
const page = new URL('../src/renderer/scene3d/map-speed-page.test-data.tsx', import.meta.url)
/** Of words, and in how many frames of a round each is measured. */
const sizes = [
  { words: 10_000, frames: 15 },
  { words: 100_000, frames: 9 },
  { words: 1_000_000, frames: 4 },
] as const

/**
 * The map of words on a page of its own: how long a frame takes while the camera turns, labels and all, beside the same points of
 * three.js alone on a canvas of the same size under the same camera; and how long it takes to find the word under the pointer.
 */
export async function measureMapScene(rounds: number): Promise<(Row | LeftOut)[]> {
  const measured = await onSpeedPage(page, async (page) => {
    const rows: Row[] = []
    for (const { words, frames } of sizes) {
      const prepared = await page.evaluate((count) => window.mapSpeed.prepare(count), words)
      const ours: number[] = []
      const plain: number[] = []
      // The first round compiles shaders and does not count.
      for (let round = 0; round <= rounds; round++) {
        const bare = await page.evaluate((count) => window.mapSpeed.plain(count), frames)
        const full = await page.evaluate((count) => window.mapSpeed.ours(count), frames)
        if (round === 0) continue
        plain.push(median(bare))
        ours.push(median(full))
      }
      const perSecond = (times: readonly number[]) => (1000 / median(times)).toFixed(1)
      const named = `${words.toLocaleString('en')} words`
      rows.push(
        {
          what: `3D map of ${named}, a frame beside plain points of three.js`,
          values: ratios(ours, plain),
          unit: '×',
          aim: atMost(1.3, 'WebGL is drawn in software by the same two cores.'),
          from: `${perSecond(ours)} and ${perSecond(plain)} frames a second, 1280×720, Chromium drawing WebGL in software`,
        },
        {
          what: `the word under the pointer, of ${named}`,
          values: await page.evaluate(() => window.mapSpeed.pick(20)),
          unit: 'ms',
          aim: null,
          from: `after ${prepared.toFixed(0)} ms of sorting them once`,
        },
      )
    }
    return rows
  })
  return measured ?? [{ what, because: noBrowser }]
}

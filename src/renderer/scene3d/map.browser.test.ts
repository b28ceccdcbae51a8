import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { coloursAt } from '../../../e2e/colours-at'
import { pageScript } from '../../../e2e/page-script'
import { figureColours } from '../../shared/figures/theme'
import { homeCamera } from '../../shared/figures/trajectory-cameras'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { seenPoint } from '../../shared/figures/vocabulary/asking-words'
import { madeMap, madePath, madeWords } from '../../shared/figures/vocabulary/map.test-data'
import { mapColours } from '../../shared/figures/vocabulary/map-colours'
import { layoutMap } from '../../shared/figures/vocabulary/map-layout'
import { eyeOf, pickPoint } from '../../shared/figures/vocabulary/point-grid'
import { shownMap } from '../../shared/figures/vocabulary/shown-map'
import { executablePath, framesOf, openPage, order, quiet, size, software } from './scene-browser.test-data'

const words = madeWords(20_000)
const shown = shownMap(words, madeMap(words), false)
const { key } = mapColours(words, shown.map, 'script', 'dark')
const framed = { frame: shown.cloud.frame, box: shown.cloud.box, path: [] }
const home = homeCamera(framed, size)
const none = { labels: 40, marked: [], word: null, station: null, path: null, colours: key, reserved: [] }
const layout = layoutMap(shown, { ...none, camera: home, ...size })

interface PageState {
  camera: Camera
  hovered: number | null
  selected: number | null
  station: number | null
  chosen: number[] | null
}

const stateOf = (page: Page) => page.evaluate(() => (window as unknown as { state: PageState }).state)

describe.skipIf(!executablePath)('the map of words in Chromium', () => {
  let browser: Browser
  let page: Page
  let script: string
  const complaints: string[] = []
  beforeAll(async () => {
    script = await pageScript(new URL('map-page.test-data.tsx', import.meta.url))
    browser = await chromium.launch({ executablePath: executablePath!, args: [...quiet, ...software] })
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    complaints.length = 0
    await page?.close()
    page = await openPage(browser, script, '#key', complaints)
  })

  it('draws twenty thousand words and then rests', async () => {
    const frames = await framesOf(page)
    expect(frames).toBeGreaterThan(0)
    await page.waitForTimeout(600)
    expect(await framesOf(page)).toBe(frames)
    expect(complaints).toEqual([])
  })

  it('draws each word where the camera puts it, those that stand out in their whole colour', async () => {
    // Far from each other and from every label, so that nothing lies over them.
    const eye = eyeOf(home, size)
    const taken = layout.labels.map(({ box }) => box)
    const seen = Array.from({ length: words.texts.length }, (_, id) => seenPoint(shown.cloud.at, id, eye))
      .filter((one) => one !== null)
      .filter(({ x, y }) => !taken.some((box) => x > box.x0 - 6 && x < box.x1 + 6 && y > box.y0 - 6 && y < box.y1 + 6))
      .filter(({ x, y }) => x > 30 && y > 30 && x < 560 && y < 480)
      .filter((_, index) => index % 250 === 0)
    expect(seen.length).toBeGreaterThan(10)
    await order(
      page,
      'setChosen',
      seen.map(({ point }) => point),
    )
    await page.waitForTimeout(200)
    const hues = figureColours.dark.contexts
    const colours = await coloursAt(page, seen)
    const right = seen.filter(({ point }, index) => colours[index] === hues[words.scriptOf[point]!])
    // A few have another strong point over them.
    expect(right.length).toBeGreaterThanOrEqual(seen.length - 2)
  })

  it('writes the labels that the figure writes, none over another', async () => {
    const written = await page.locator('#labels text').allTextContents()
    expect(written).toEqual(layout.labels.map(({ text, note }) => (note === '' ? text : `${text}\u00a0${note}`)))
    expect(layout.labels.filter(({ key }) => key.startsWith('word:')).length).toBeGreaterThan(15)
  })

  it('tells of the word under the pointer and takes it by a click', async () => {
    const eye = eyeOf(home, size)
    const at = { x: 300, y: 300 }
    const near = pickPoint(shown.sorted.grid, eye, at, 200)!
    const { x, y } = seenPoint(shown.cloud.at, near, eye)!
    await page.mouse.move(x, y)
    await page.getByRole('tooltip').waitFor()
    const { hovered } = await stateOf(page)
    const found = seenPoint(shown.cloud.at, hovered!, eye)!
    expect(Math.hypot(found.x - x, found.y - y)).toBeLessThan(1)
    await page.mouse.click(x, y)
    expect((await stateOf(page)).selected).toBe(hovered)
  })

  it('chooses the words within a shape that is drawn, and turns again afterwards', async () => {
    await order(page, 'setLasso', true)
    await page.mouse.move(100, 100)
    await page.mouse.down()
    for (const [x, y] of [
      [450, 90],
      [440, 420],
      [110, 430],
    ] as const)
      await page.mouse.move(x, y, { steps: 6 })
    await page.mouse.up()
    await page.waitForFunction(() => (window as unknown as { state: PageState }).state.chosen !== null)
    const { chosen, camera } = await stateOf(page)
    expect(camera).toEqual(home)
    const eye = eyeOf(home, size)
    const inside = new Set(chosen)
    expect(inside.size).toBeGreaterThan(100)
    for (let id = 0; id < words.texts.length; id += 7) {
      const seen = seenPoint(shown.cloud.at, id, eye)
      if (!seen) continue
      const { x, y } = seen
      if (x > 120 && x < 430 && y > 110 && y < 410) expect(inside, words.texts[id]).toContain(id)
      if (x < 95 || x > 455 || y < 85 || y > 435) expect(inside, words.texts[id]).not.toContain(id)
    }
    await order(page, 'setLasso', false)
    await page.mouse.move(60, 500)
    await page.mouse.down()
    await page.mouse.move(120, 480, { steps: 3 })
    await page.mouse.up()
    expect((await stateOf(page)).camera.azimuth).not.toBe(home.azimuth)
  })

  it('pans by a drag where it is flat', async () => {
    await order(page, 'setFlat', true)
    const before = (await stateOf(page)).camera
    await page.mouse.move(60, 500)
    await page.mouse.down()
    await page.mouse.move(120, 480, { steps: 3 })
    await page.mouse.up()
    const { camera } = await stateOf(page)
    expect(camera.azimuth).toBe(before.azimuth)
    expect(camera.target).not.toEqual(before.target)
  })

  it('draws a path over the words, whose stations can be clicked', async () => {
    await order(page, 'showPath')
    await page.waitForTimeout(200)
    const { stations } = layoutMap(shown, { ...none, camera: home, ...size, path: madePath })
    const [start, , , , end] = stations
    expect(await coloursAt(page, [start!, end!])).toEqual([figureColours.dark.ink, figureColours.dark.accent])
    await page.mouse.click(stations[2]!.x, stations[2]!.y)
    expect((await stateOf(page)).station).toBe(2)
  })

  it('takes its canvas away when it leaves', async () => {
    await order(page, 'leave')
    expect(await page.locator('canvas').count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

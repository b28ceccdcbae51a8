import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { coloursAt } from '../../../e2e/colours-at'
import { pageScript } from '../../../e2e/page-script'
import { frameTrajectory } from '../../shared/figures/frame'
import { figureColours } from '../../shared/figures/theme'
import { sampleTrajectory } from '../../shared/figures/trajectory.test-data'
import { homeCamera } from '../../shared/figures/trajectory-cameras'
import { layoutTrajectory } from '../../shared/figures/trajectory-layout'
import { executablePath, framesOf, openPage, order, quiet, size, software } from './scene-browser.test-data'

const trajectory = sampleTrajectory()
const framed = frameTrajectory(trajectory)
const layout = layoutTrajectory(trajectory, framed, {
  camera: homeCamera(framed, size),
  ...size,
  show: { words: 30, otherTokens: false },
  station: null,
  pinned: new Set(),
})

let script: string
beforeAll(async () => {
  if (executablePath) script = await pageScript(new URL('scene-page.test-data.tsx', import.meta.url))
})

interface PageState {
  camera: { azimuth: number; distance: number; target: number[] }
  station: number | null
  hovered: { kind: string; index: number } | null
  pinned: number[]
}

const stateOf = (page: Page) => page.evaluate(() => (window as unknown as { state: PageState }).state)
describe.skipIf(!executablePath)('the 3D view in Chromium', () => {
  let browser: Browser
  let page: Page
  const complaints: string[] = []
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: [...quiet, ...software] })
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    complaints.length = 0
    await page?.close()
    page = await openPage(browser, script, '#label-end', complaints)
  })

  it('draws once and then rests: a still camera costs no frame', async () => {
    const frames = await framesOf(page)
    expect(frames).toBeGreaterThan(0)
    await page.waitForTimeout(600)
    expect(await framesOf(page)).toBe(frames)
    expect(complaints).toEqual([])
  })

  it('has each station where the figure has it, in the figure’s colours', async () => {
    const middles = layout.stations.map(({ x, y }) => ({ x, y }))
    const colours = await coloursAt(page, middles)
    const { ink, accent, canvas } = figureColours.dark
    expect(colours.at(0)).toBe(ink)
    expect(colours.at(-1)).toBe(accent)
    expect(new Set(colours.slice(1, -1))).toEqual(new Set([canvas]))
  })

  it('has the steps where the figure has them, attention solid in its colour', async () => {
    const attention = layout.steps.filter(({ kind, line: { x1, y1, x2, y2 } }) => {
      return kind === 'attention' && Math.hypot(x2 - x1, y2 - y1) > 16
    })
    const middles = attention.map(({ line: { x1, y1, x2, y2 } }) => ({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 }))
    expect(middles.length).toBeGreaterThan(4)
    expect(new Set(await coloursAt(page, middles))).toEqual(new Set([figureColours.dark.attention]))
  })

  it('casts the shadow where the figure casts it', async () => {
    const long = layout.shadow.filter(({ x1, y1, x2, y2 }) => Math.hypot(x2 - x1, y2 - y1) > 10)
    const colours = await coloursAt(
      page,
      long.map(({ x1, y1, x2, y2 }) => ({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 })),
    )
    // Words and labels lie on some of it.
    const seen = colours.filter((colour) => colour === figureColours.dark.shadow)
    expect(long.length).toBeGreaterThan(8)
    expect(seen.length).toBeGreaterThan(long.length / 2)
  })

  it('writes the labels that the figure writes', async () => {
    const written = await page.locator('#labels text').allTextContents()
    expect(written).toEqual(layout.labels.map(({ text, note }) => (note === '' ? text : `${text}\u00a0${note}`)))
  })

  it('says what it shows to those who cannot see it', async () => {
    const label = await page.getByRole('img').getAttribute('aria-label')
    expect(label).toContain('Tower in “The Eiffel Tower is in Paris”')
    expect(label).toContain('Three axes keep 71 %')
  })

  it('tells of the station under the pointer and selects it by a click', async () => {
    const { x, y } = layout.stations[17]!
    await page.mouse.move(x + 4, y + 3)
    await page.getByRole('tooltip').waitFor()
    expect((await stateOf(page)).hovered).toEqual({ kind: 'station', index: 17 })
    const card = await page.getByRole('tooltip').textContent()
    expect(card).toContain('L8 attention')
    expect(card).toContain(`‖Δ‖ ${trajectory.steps[17]!.length.toFixed(1)}`)
    await page.mouse.click(x, y)
    expect((await stateOf(page)).station).toBe(17)
    await page.mouse.move(3, 3)
    expect((await stateOf(page)).hovered).toBeNull()
  })

  it('pins the word whose label is clicked, and lets it go at the next click', async () => {
    const label = layout.labels.find(({ key }) => key.startsWith('word:'))!
    const [x, y] = [(label.box.x0 + label.box.x1) / 2, (label.box.y0 + label.box.y1) / 2]
    await page.mouse.click(x, y)
    const id = Number(label.key.slice(5))
    expect((await stateOf(page)).pinned).toEqual([id])
    const dot = layout.named.find((named) => named.id === id)!
    await page.mouse.click(dot.x, dot.y)
    expect((await stateOf(page)).pinned).toEqual([])
  })

  it('turns by a drag, pans by a right drag, zooms by the wheel and frames by a double click', async () => {
    const before = (await stateOf(page)).camera
    const drag = async (button: 'left' | 'right') => {
      await page.mouse.move(60, 500)
      await page.mouse.down({ button })
      await page.mouse.move(120, 480, { steps: 3 })
      await page.mouse.up({ button })
      return (await stateOf(page)).camera
    }
    const turned = await drag('left')
    expect(turned.azimuth).toBeLessThan(before.azimuth)
    expect(turned.target).toEqual(before.target)
    const panned = await drag('right')
    expect(panned.azimuth).toBe(turned.azimuth)
    expect(panned.target).not.toEqual(turned.target)
    await page.mouse.wheel(0, -300)
    await expect.poll(async () => (await stateOf(page)).camera.distance).toBeLessThan(panned.distance)
    const zoomed = (await stateOf(page)).camera
    await page.mouse.dblclick(880, 545)
    const framedAgain = (await stateOf(page)).camera
    expect(framedAgain.azimuth).toBe(zoomed.azimuth)
    expect(framedAgain.distance).toBeGreaterThan(zoomed.distance)
  })

  it('keeps nothing of the last trajectory under the next', async () => {
    const end = layout.stations.at(-1)!
    await order(page, 'next')
    await page.waitForTimeout(150)
    const [colour] = await coloursAt(page, [end])
    expect(colour).not.toBe(figureColours.dark.accent)
    expect(await page.locator('#labels').textContent()).not.toContain('L11')
    expect(await page.getByRole('img').getAttribute('aria-label')).toContain('6 layers')
  })

  it('becomes a drawing when the graphics context is lost, and returns with it', async () => {
    await page.evaluate(() => {
      const lose = document.querySelector('canvas')!.getContext('webgl2')!.getExtension('WEBGL_lose_context')!
      Object.assign(window, { lose })
      lose.loseContext()
    })
    await page.getByRole('status').waitFor()
    expect(await page.locator('#attention-steps line').count()).toBe(12)
    await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.restoreContext())
    await page.getByRole('status').waitFor({ state: 'detached' })
    await page.waitForTimeout(150)
    expect((await coloursAt(page, [layout.stations.at(-1)!]))[0]).toBe(figureColours.dark.accent)
    expect(complaints).toEqual([])
  })

  it('follows the size of its place', async () => {
    await page.setViewportSize({ width: 500, height: 400 })
    await expect.poll(() => page.evaluate(() => document.querySelector('canvas')!.width)).toBe(500)
    expect(await page.locator('#caption').boundingBox()).toMatchObject({ x: expect.any(Number) })
  })

  it('takes its canvas away when it leaves', async () => {
    await order(page, 'leave')
    expect(await page.locator('canvas').count()).toBe(0)
    expect(complaints).toEqual([])
  })
})

describe.skipIf(!executablePath)('the 3D view where there is no WebGL2', () => {
  it('is the figure, can be turned, and says why', async () => {
    const browser = await chromium.launch({ executablePath: executablePath!, args: [...quiet, '--disable-3d-apis'] })
    try {
      const complaints: string[] = []
      const page = await openPage(browser, script, '#label-end', complaints)
      expect(await page.getByRole('status').textContent()).toContain('no WebGL2')
      const start = () => page.locator('#station-0').getAttribute('cx')
      const before = await start()
      await page.mouse.move(60, 500)
      await page.mouse.down()
      await page.mouse.move(140, 500, { steps: 2 })
      await page.mouse.up()
      expect(await start()).not.toBe(before)
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  })
})

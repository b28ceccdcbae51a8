import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawGlb, trajectoryTable } from '../../src/main/export'
import { origin } from '../../src/main/export/testing/figure'
import { frameTrajectory } from '../../src/shared/figures/frame'
import { trajectorySpace } from '../../src/shared/figures/space/trajectory-space'
import { figureColours } from '../../src/shared/figures/theme'
import { sampleSpec, sampleTrajectory } from '../../src/shared/figures/trajectory.test-data'
import { homeCamera } from '../../src/shared/figures/trajectory-cameras'
import { layoutTrajectory, stationName } from '../../src/shared/figures/trajectory-layout'
import { coloursAt } from '../colours-at'
import { pageScript } from '../page-script'
import type { showGlb } from './three-page'

const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path))
const software = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
const quiet = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking']

const trajectory = sampleTrajectory(6)
const framed = frameTrajectory(trajectory)
const size = { width: 672, height: 440 }
const spec = sampleSpec(trajectory, homeCamera(framed, size))
const layout = layoutTrajectory(trajectory, framed, { ...spec, pinned: new Set() })

/** By another program than the one that wrote it: three's GLTFLoader, with the camera that the file has. */
describe.skipIf(!executablePath)('a glTF file of a path, read by three', () => {
  let browser: Browser
  let page: Page
  let shown: Awaited<ReturnType<typeof showGlb>>

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: [...quiet, ...software] })
    page = await browser.newPage({ viewport: size })
    await page.setContent('<!doctype html><style>body { margin: 0 }</style><body></body>')
    await page.addScriptTag({ content: await pageScript(new URL('three-page.ts', import.meta.url)) })
    const glb = await drawGlb(trajectorySpace(spec, trajectory, []), trajectoryTable(trajectory), origin)
    const base64 = Buffer.from(glb).toString('base64')
    shown = await page.evaluate(
      ([base64, width, height, paper]) =>
        (window as unknown as { showGlb: typeof showGlb }).showGlb(base64, width, height, paper),
      [base64, size.width, size.height, figureColours.light.paper] as const,
    )
  })
  afterAll(() => browser?.close())

  it('has each station where the figure has it', () => {
    for (const { index, x, y } of layout.stations) {
      const node = shown.seen.find(({ name }) => name === stationName(trajectory.steps[index]!))
      expect(node?.x).toBeCloseTo(x, 1)
      expect(node?.y).toBeCloseTo(y, 1)
    }
  })

  it('has the steps and stations in the colours that the figure has there', async () => {
    const places = [
      ...layout.stations.map(({ x, y }) => ({ x, y })),
      ...layout.steps.map(({ line: { x1, y1, x2, y2 } }) => ({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 })),
    ]
    const colours = await coloursAt(page, places)
    const { ink, accent, attention, mlp } = figureColours.light
    expect(colours[0]).toBe(ink)
    expect(colours[layout.stations.length - 1]).toBe(accent)
    expect(new Set(colours.slice(1, layout.stations.length - 1))).toEqual(new Set([attention, mlp]))
    const steps = layout.steps.map(({ kind }) => (kind === 'mlp' ? mlp : attention))
    const seen = colours.slice(layout.stations.length)
    // A nearer part of the path lies over some short step's middle.
    expect(seen.filter((colour, index) => colour === steps[index]).length).toBeGreaterThan(0.8 * steps.length)
  })

  it('keeps the provenance for who opens it there', () => {
    expect(shown.extras.tokentrace).toEqual(origin)
  })
})

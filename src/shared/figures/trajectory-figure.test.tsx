import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Trajectory } from '../trajectory'
import { cameraAxes, cameraPosition } from './camera'
import { frameTrajectory } from './frame'
import { boxesMeet, discMeetsBox, encloses } from './label-layout'
import { figureColours } from './theme'
import { sampleSpec, sampleTrajectory } from './trajectory.test-data'
import { axisCamera, homeCamera } from './trajectory-cameras'
import { TrajectoryFigure } from './trajectory-figure'
import { layoutTrajectory, pictureOf, stationRadius } from './trajectory-layout'
import { type TrajectorySpec, trajectorySpec } from './trajectory-spec'

const trajectory = sampleTrajectory()
const size = { width: 672, height: 440 }
const spec = sampleSpec(trajectory, homeCamera(trajectory, size))

function draw(more: Partial<TrajectorySpec> = {}, of: Trajectory = trajectory): string {
  return renderToStaticMarkup(<TrajectoryFigure spec={{ ...spec, ...more }} trajectory={of} />)
}

function attributes(svg: string, id: string): Record<string, string> {
  const tag = new RegExp(`<\\w+ id="${id}"[^>]*>`).exec(svg)?.[0] ?? ''
  return Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]))
}

/** Projection by a matrix-free other way: similar triangles along the camera's own axes. */
function seenAt(point: readonly [number, number, number], { camera, width, height }: TrajectorySpec) {
  const { right, up, back } = cameraAxes(camera)
  const from = cameraPosition(camera)
  const [dx, dy, dz] = [point[0] - from[0], point[1] - from[1], point[2] - from[2]]
  const along = (axis: readonly number[]) => dx * axis[0]! + dy * axis[1]! + dz * axis[2]!
  const half = Math.tan((camera.fov * Math.PI) / 360) * -along(back)
  return { x: width / 2 + ((along(right) / half) * height) / 2, y: height / 2 - ((along(up) / half) * height) / 2 }
}

describe('the trajectory figure', () => {
  it('is one SVG of the size that its spec says', () => {
    const svg = draw()
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="672" height="440" viewBox="0 0 672 440"/)
    expect(trajectorySpec.parse(spec)).toEqual(spec)
  })

  it('is the same each time it is drawn', () => expect(draw()).toBe(draw()))

  it('puts every station where the camera sees it', () => {
    const svg = draw()
    const { path } = frameTrajectory(trajectory)
    for (const [index, step] of trajectory.steps.entries()) {
      const mark = attributes(svg, `station-${index}`)
      const { x, y } = seenAt(path[index]!, spec)
      const square = step.kind === 'mlp' && index < path.length - 1
      expect(square ? Number(mark.x) + Number(mark.width) / 2 : Number(mark.cx)).toBeCloseTo(x, 1)
      expect(square ? Number(mark.y) + Number(mark.height) / 2 : Number(mark.cy)).toBeCloseTo(y, 1)
    }
  })

  it('draws a step between each two stations, attention and MLP in groups of their own', () => {
    const svg = draw()
    const group = (id: string) => new RegExp(`<g id="${id}"[^>]*>(.*?)</g>`).exec(svg)?.[0] ?? ''
    expect([...group('attention-steps').matchAll(/id="step-\d+"/g)]).toHaveLength(12)
    expect([...group('mlp-steps').matchAll(/id="step-\d+"/g)]).toHaveLength(12)
    expect(group('attention-steps')).toContain(figureColours.light.attention)
    expect(group('mlp-steps')).toContain(figureColours.light.mlp)
    expect(group('mlp-steps')).toContain('stroke-dasharray')
    const [station, step] = [attributes(svg, 'station-1'), attributes(svg, 'step-1')]
    expect([step.x2, step.y2]).toEqual([station.cx, station.cy])
  })

  it('names the token at the start, the likeliest word at the end and the layers between', () => {
    const svg = draw()
    expect(svg).toMatch(/id="label-start"[^>]*>Tower</)
    expect(svg).toMatch(/id="label-end"[^>]*>Paris<tspan[^>]*>.likeliest after L11</)
    expect(svg).toMatch(/id="label-layer-5"[^>]*>L5</)
  })

  it('names the nearest word at the end of a model that has no vocabulary scores', () => {
    const steps = trajectory.steps.map((step) => ({
      ...step,
      lens: null,
      nearest: [{ id: 1, text: 'seine', cosine: 1 }],
    }))
    expect(draw({}, { ...trajectory, steps })).toMatch(/id="label-end"[^>]*>seine<tspan[^>]*>.nearest after L11</)
  })

  it('says what its axes are and how much of the variance they keep', () => {
    const svg = draw()
      .replaceAll('\u00a0', ' ')
      .replaceAll(/<\/?tspan[^>]*>/g, '')
    expect(svg).toContain('PC 1 (41 %)')
    expect(svg).toContain('PC 2 (22 %)')
    expect(svg).toContain('PC 3 (8 %)')
    expect(svg).toContain('Three axes keep 71 % of the path’s variance · nearest 900 of 49,152 words')
  })

  it.each([
    [640, 200],
    [560, 150],
    [400, 200],
  ])('names all three axes in a picture of %i × %i', (width, height) => {
    const svg = draw({ width, height, camera: homeCamera(trajectory, { width, height }) })
    for (const axis of [1, 2, 3]) expect(svg).toContain(`PC ${axis}<tspan`)
  })

  it('draws a whole vocabulary, of which no more are named than may be', () => {
    const crowd = sampleTrajectory(12, 5000)
    const space = frameTrajectory(crowd)
    const camera = homeCamera(space, size)
    const { cloud, named } = layoutTrajectory(crowd, space, { ...sampleSpec(crowd, camera), pinned: new Set() })
    expect(named).toHaveLength(40)
    const seen = space.words.filter(({ at }) => pictureOf(camera, size).visible(at) !== null)
    expect(new Set([...cloud, ...named].map(({ id }) => id))).toEqual(new Set(seen.map(({ word }) => word.id)))
    expect(cloud.length + named.length).toBe(seen.length)
  })

  it('draws each word once, as a faint dot or as a named one', () => {
    const svg = draw()
    const { words } = frameTrajectory(trajectory)
    const layout = layoutTrajectory(trajectory, frameTrajectory(trajectory), { ...spec, pinned: new Set() })
    const group = /<g id="words">.*?<\/g><\/g>/.exec(svg)![0]
    expect([...group.matchAll(/<circle/g)]).toHaveLength(layout.cloud.length + layout.named.length)
    expect(layout.cloud.length + layout.named.length).toBeGreaterThan(0.8 * words.length)
    expect([...svg.matchAll(/id="label-word-\d+"/g)]).toHaveLength(layout.named.length)
    expect(layout.named).toHaveLength(40)
  })

  it('labels fewer words where there is less room', () => {
    const small = { ...spec, width: 336, height: 224, pinned: new Set<number>() }
    const layout = layoutTrajectory(trajectory, frameTrajectory(trajectory), small)
    expect(layout.named.length).toBeGreaterThan(5)
    expect(layout.named.length).toBeLessThan(15)
  })

  it('says the same in fewer words in a column', () => {
    const text = draw({ width: 326, height: 218 })
    expect(text).toContain('71 % of variance kept · 899 of 49,152 words')
  })

  it('ends its caption before what stands at the bottom right', () => {
    const buttons = { x0: 420, y0: 390, x1: 672, y1: 440 }
    const layout = layoutTrajectory(trajectory, frameTrajectory(trajectory), {
      ...spec,
      pinned: new Set(),
      reserved: [buttons],
    })
    expect(layout.caption.lines).toHaveLength(2)
    for (const box of layout.caption.boxes) expect(boxesMeet(box, buttons)).toBe(false)
  })

  it('casts the path’s shadow on the floor, but not under the path itself or among other tokens’ paths', () => {
    const lines = (svg: string) => /<g id="shadow".*?<\/g>/.exec(svg)?.[0].match(/<line/g)?.length ?? 0
    expect(lines(draw())).toBe(24)
    expect(lines(draw({ camera: axisCamera(trajectory, '1-2', size) }))).toBe(0)
    expect(lines(draw({ show: { words: 0, otherTokens: true } }))).toBe(0)
  })

  it('draws start and end on top of the stations beside them', () => {
    const order = [...draw().matchAll(/id="station-(\d+)"/g)].map(([, index]) => Number(index))
    expect(order.slice(-2)).toEqual([0, 24])
  })

  it('labels no word when none is asked for, and pinned ones even then', () => {
    expect(draw({ show: { words: 0, otherTokens: false } })).not.toContain('label-word')
    const pinned = [trajectory.words[30]!.id, trajectory.words[200]!.id]
    const svg = draw({ pinned, show: { words: 0, otherTokens: false } })
    expect([...svg.matchAll(/id="label-word-(\d+)"/g)].map(([, id]) => Number(id)).sort()).toEqual(pinned.sort())
  })

  it('shows other tokens on demand, each with its text', () => {
    expect(draw()).not.toContain('other-tokens')
    const svg = draw({ show: { words: 0, otherTokens: true } })
    expect([...svg.matchAll(/<g id="other-\d+"/g)]).toHaveLength(7)
    expect(svg).toMatch(/id="label-other-2"[^>]*>iff</)
  })

  it('rings the marked station and says how long its step is', () => {
    const svg = draw({ station: 17 })
    const { length } = trajectory.steps[17]!
    expect(svg).toMatch(/<g id="marked-station"/)
    expect(svg).toMatch(new RegExp(`id="label-mark"[^>]*>L8 attention<tspan[^>]*>.‖Δ‖ ${length.toFixed(1)}<`))
    expect(draw()).not.toContain('marked-station')
  })

  it('says in words what it shows', () => {
    const pieces = ['[CLS]', 'a', 'mole', '##hill', '[SEP]']
    const tokens = pieces.map((text, id) => ({ id, text, special: text.startsWith('[') }))
    expect(draw({}, { ...trajectory, tokens, position: 2 })).toContain('<title>mole in “a molehill”:')
    expect(draw()).toContain(
      '<title>Tower in “The Eiffel Tower is in Paris”: path through 12 layers of SmolLM2-135M, unit length</title>',
    )
  })
})

const views: [string, Partial<TrajectorySpec>, Trajectory][] = [
  ['at home', {}, trajectory],
  [
    'with all there is',
    { station: 9, pinned: [1003, 1300, 1500], show: { words: 200, otherTokens: true } },
    trajectory,
  ],
  ['in a column', { width: 336, height: 260 }, trajectory],
  ['from above', { camera: axisCamera(trajectory, '1-2', size) }, trajectory],
  ['along the second axis', { camera: axisCamera(trajectory, '1-3', size) }, trajectory],
  ['along the first axis', { camera: axisCamera(trajectory, '2-3', size) }, trajectory],
  ['from inside', { camera: { ...spec.camera, distance: 1, target: [0.4, 0, 0] } }, trajectory],
  ['of 40 layers', {}, sampleTrajectory(40, 2000)],
]

describe.each(views)('the labels of a picture %s', (_, more, of) => {
  const all = { ...spec, ...more }
  const layout = layoutTrajectory(of, frameTrajectory(of), { ...all, pinned: new Set(all.pinned) })
  const { labels } = layout

  it('are there', () => expect(labels.length).toBeGreaterThan(8))

  it('do not overlap each other, the legend or the caption', () => {
    const boxes = [...labels.map(({ box }) => box), ...layout.legend.boxes, ...layout.caption.boxes]
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) expect(boxesMeet(a, b)).toBe(false)
    }
  })

  it('leave every station to be seen', () => {
    for (const { box, key } of labels) {
      for (const { x, y, role } of layout.stations) {
        expect(discMeetsBox({ x, y, r: stationRadius[role] }, box), key).toBe(false)
      }
    }
  })

  it('are not cut off', () => {
    const picture = { x0: 0, y0: 0, x1: all.width, y1: all.height }
    const boxes = [...labels.map(({ box }) => box), ...layout.legend.boxes, ...layout.caption.boxes]
    for (const box of boxes) expect(encloses(picture, box)).toBe(true)
  })

  it('belong to points that are in the picture, as all drawn lines are', () => {
    const inside = (x: number, y: number) => x >= -1e-6 && y >= -1e-6 && x <= all.width + 1e-6 && y <= all.height + 1e-6
    for (const { line } of [...layout.steps, ...layout.axes]) {
      expect(inside(line.x1, line.y1) && inside(line.x2, line.y2)).toBe(true)
    }
  })
})

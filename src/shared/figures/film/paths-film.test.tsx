import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { atOnce } from '../../slices'
import type { Point3 } from '../../trajectory'
import { projector } from '../camera'
import { discLeader, discsApart } from '../contexts/letter-discs'
import { ContextsFigure, contextsPicture } from '../contexts-figure'
import { frameContexts, layoutContexts, markSize } from '../contexts-layout'
import type { ShownContexts } from '../contexts-shown'
import type { ContextsSpec } from '../contexts-spec'
import { figureSpec } from '../figure-spec'
import { formatsOf } from '../formats-of'
import { sampleTrajectory } from '../trajectory.test-data'
import { homeCamera } from '../trajectory-cameras'
import { type FilmSettings, frameCount, momentOf, plainFilm } from './film'
import { pathsFilm } from './paths-film'

const stations = 5
const kinds = ['embed', 'attention', 'mlp', 'attention', 'mlp'] as const
/** Two paths from one point, which part after the second step and end a unit apart. */
const paths: Point3[][] = [0, 1].map((own) =>
  Array.from({ length: stations }, (_, at): Point3 => [at, at > 2 ? own * (at - 2) : 0, at / 2]),
)
const { model, tokens, basis } = sampleTrajectory(2, 0)
const shown: ShownContexts = {
  contexts: {
    ...{ model, device: 'cpu', view: 'raw', basis, words: [], parting: 3 },
    stations: kinds.map((kind, at) => ({ tap: `t${at}`, layer: Math.floor((at - 1) / 2), kind })),
    contexts: paths.map((path) => ({ tokens, position: 4, fromStore: false, path })),
    pairs: [{ a: 0, b: 1, distances: [0, 0, 0, 1, 2], cosines: [1, 1, 1, 0.9, 0.8], parting: 3 }],
  },
  letters: [0, 1],
  active: 0,
}
const size = { width: 640, height: 540 }
const prompt = { text: 'The Eiffel Tower is in Paris' }
const items = [0, 1].map((letter) => ({ prompt, position: 4, letter }))
const spec: ContextsSpec = {
  ...{ kind: 'contexts', version: 1, model: { name: 'm', fingerprint: 'f' }, prompt, items, active: 0 },
  ...{ view: 'raw', measure: 'distance', theme: 'light', ...size, words: 10, station: null },
  camera: homeCamera(frameContexts(shown), contextsPicture({ ...size, items })),
}
const settings: FilmSettings = { ...plainFilm, seconds: 4, fps: 10, ...size }

function film(kind: FilmSettings['kind']) {
  const of = { ...settings, kind }
  const at = atOnce(pathsFilm(spec, shown, contextsPicture, of))
  return (frame: number) => {
    const one = at(frame)
    const picture = contextsPicture(one.spec)
    const layout = layoutContexts(shown, frameContexts(shown), { ...one.spec, ...picture, labels: one.labels })
    return { ...one, layout, picture, reach: momentOf(of, frame, stations - 1).reach }
  }
}

describe('several paths that grow', () => {
  const at = film('layers')
  const half = Array.from({ length: frameCount(settings) }, (_, frame) => at(frame)).find(
    ({ reach }) => reach! > 3.2 && reach! < 3.8,
  )!

  it('carry their letters in front, where each has come to', () => {
    const { frame } = frameContexts(shown)
    const eye = projector(half.spec.camera, half.picture)
    for (const { context, x, y } of half.layout.discs) {
      const [from, to] = [paths[context]![3]!, paths[context]![4]!]
      const point = [0, 1, 2].map((axis) => from[axis]! + (half.reach! - 3) * (to[axis]! - from[axis]!)) as Point3
      const seen = eye.point(point.map((value, axis) => (value - frame.center[axis]!) * frame.scale) as Point3)!
      expect(Math.hypot(x - seen.x, y - seen.y)).toBeLessThan(0.01)
    }
    expect(half.layout.paths.map((path) => path.stations.length)).toEqual([4, 4])
  })

  it('name their step, and their ends once they have come there', () => {
    const [first, last] = [at(0), at(frameCount(settings) - 1)]
    expect([first, half, last].map(({ layout }) => layout.heading?.text)).toEqual(['embedding', 'L1 MLP', 'L1 MLP'])
    const ends = ({ labels }: typeof first) => labels.filter(({ key }) => key.startsWith('end:')).length
    expect([first, half, last].map(ends)).toEqual([0, 0, 2])
  })

  it('have the lines of the chart grow with them', () => {
    const svg = renderToStaticMarkup(<ContextsFigure shown={shown} spec={half.spec} labels={half.labels} />)
    const points = (text: string) =>
      [...text.matchAll(/<polyline points="([^"]*)"/g)].map(([, one]) => one!.split(' ').map((p) => p.split(',')))
    const whole = points(renderToStaticMarkup(<ContextsFigure shown={shown} spec={spec} />))[0]!
    const grown = points(svg)[0]!
    expect([grown.length, whole.length]).toEqual([5, 5])
    for (const axis of [0, 1]) {
      const [third, fourth] = [Number(whole[3]![axis]), Number(whole[4]![axis])]
      expect(Number(grown[4]![axis])).toBeCloseTo(third + (half.reach! - 3) * (fourth - third), 0)
    }
  })

  it('have their discs side by side while they are one path', () => {
    const [a, b] = at(0).layout.discs
    expect(a!.y).toBeCloseTo(b!.y, 6)
    expect(b!.x - a!.x).toBeCloseTo(2 * markSize.end + 1, 2)
  })
})

it('paths that turn are seen whole from every side, and are a figure’s whose spec can be saved', () => {
  const at = film('orbit')
  for (let frame = 0; frame < frameCount(settings); frame += 5) {
    const { layout, spec } = at(frame)
    expect(layout.paths.map((path) => path.stations.length)).toEqual([stations, stations])
    expect(figureSpec.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
  }
  expect(formatsOf(spec)).toEqual(expect.arrayContaining(['gif', 'mp4']))
})

describe('discs of letters', () => {
  const radius = 8
  const nearest = (discs: readonly { x: number; y: number }[]) =>
    Math.min(...discs.flatMap((a, at) => discs.slice(at + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y))))

  it('stay where they are where none covers another', () => {
    const places = [0, 30, 60].map((x) => ({ x, y: x / 2 }))
    expect(discsApart(places, radius).map(({ x, y }) => [Math.round(x), y])).toEqual([0, 30, 60].map((x) => [x, x / 2]))
  })

  it('stand in a row in the order of their letters where all are at one place', () => {
    const discs = discsApart(Array(8).fill({ x: 100, y: 50 }), radius)
    expect(nearest(discs)).toBeGreaterThan(2 * radius)
    expect(discs.map(({ x }) => x)).toEqual(discs.map(({ x }) => x).toSorted((a, b) => a - b))
    expect(discs.reduce((sum, { x }) => sum + x, 0) / 8).toBeCloseTo(100, 1)
    expect(discs.map((disc) => discLeader({ x: 100, y: 50 }, disc, radius) === null)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((at) => at === 3 || at === 4),
    )
  })

  it('give way in the direction in which they lie', () => {
    const [a, b] = discsApart(
      [
        { x: 10, y: 10 },
        { x: 10, y: 14 },
      ],
      radius,
    )
    expect([a!.x, b!.x].map(Math.round)).toEqual([10, 10])
    expect([a!.y, b!.y]).toEqual([expect.closeTo(3.5, 2), expect.closeTo(20.5, 2)])
  })
})

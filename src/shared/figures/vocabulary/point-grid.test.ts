import { describe, expect, it } from 'vitest'
import { atOnce } from '../../slices'
import { projector } from '../camera'
import { homeCamera } from '../trajectory-cameras'
import { importanceBy, labelImportance, seenPoint, wordsAsking } from './asking-words'
import { frameCloud } from './cloud'
import { pointsWithin } from './lasso'
import { madeMap, madeWords } from './map.test-data'
import { eachInSight, eyeOf, gridOf, pickPoint } from './point-grid'

const viewport = { width: 800, height: 500 }
const cloud = frameCloud(madeMap(madeWords(8000)).positions, false)
const grid = atOnce(gridOf(cloud))
const framed = { frame: cloud.frame, box: cloud.box, path: [] }
const home = homeCamera(framed, viewport)
const near = { ...home, distance: home.distance / 9, target: [0.9, 0, 0.2] as [number, number, number] }
const pointOf = (id: number): [number, number, number] => [
  cloud.at[id * 3]!,
  cloud.at[id * 3 + 1]!,
  cloud.at[id * 3 + 2]!,
]

describe('a cloud of points', () => {
  it('has most of its points within the box and the longest side from −1 to 1', () => {
    const inside = Array.from({ length: cloud.count }, (_, id) => pointOf(id)).filter((at) =>
      at.every((value, axis) => value >= cloud.box.low[axis]! - 1e-6 && value <= cloud.box.high[axis]! + 1e-6),
    )
    expect(inside.length).toBeGreaterThan(cloud.count * 0.95)
    expect(Math.max(...cloud.box.high)).toBeCloseTo(1, 5)
  })

  it('lies on a plane where it is to be flat', () => {
    const { at, box } = frameCloud(madeMap(madeWords(50)).positions, true)
    expect(at.filter((_, index) => index % 3 === 2).every((value) => value === 0)).toBe(true)
    expect(box.high[2]).toBe(0)
  })

  it('may be one point, or none', () => {
    expect(frameCloud(Float32Array.of(3, 4, 5), false).at).toEqual(Float32Array.of(0, 0, 0))
    expect(atOnce(gridOf(frameCloud(new Float32Array(0), false))).order).toHaveLength(0)
  })
})

describe.each([
  ['from afar', home],
  ['from near', near],
])('points %s', (_, camera) => {
  const eye = eyeOf(camera, viewport)

  it('are in sight exactly where the camera of figures sees them', () => {
    const expected = projector(camera, viewport)
    const seen = new Map<number, { x: number; y: number; depth: number }>()
    eachInSight(grid, eye, (id, x, y, depth) => seen.set(id, { x, y, depth }))
    let count = 0
    for (let id = 0; id < cloud.count; id++) {
      const at = expected.point(pointOf(id))
      const isIn = at !== null && at.x >= 0 && at.y >= 0 && at.x <= viewport.width && at.y <= viewport.height
      if (!isIn) continue
      count++
      expect(Math.hypot(seen.get(id)!.x - at.x, seen.get(id)!.y - at.y)).toBeLessThan(1e-3)
    }
    expect(seen.size).toBe(count)
  })

  it('are picked as by asking each', () => {
    for (let trial = 0; trial < 40; trial++) {
      const pointer = { x: (trial * 97) % viewport.width, y: (trial * 61) % viewport.height }
      let best: number | null = null
      let least = 8
      for (let id = 0; id < cloud.count; id++) {
        const seen = seenPoint(cloud.at, id, eye)
        const away = seen ? Math.hypot(seen.x - pointer.x, seen.y - pointer.y) : 99
        if (away < least) {
          least = away
          best = id
        }
      }
      expect(pickPoint(grid, eye, pointer, 8)).toBe(best)
    }
  })

  it('ask for labels by importance, of those in sight alone', () => {
    const importance = importanceBy(Uint32Array.from({ length: cloud.count }, (_, id) => cloud.count - 1 - id))
    const expected = Array.from(importance.order).filter((id) => seenPoint(cloud.at, id, eye) !== null)
    expect(wordsAsking(grid, importance, eye, 200).map(({ point }) => point)).toEqual(expected.slice(0, 200))
  })
})

describe('a lasso', () => {
  const eye = eyeOf(home, viewport)
  const all = Array.from({ length: cloud.count }, (_, id) => seenPoint(cloud.at, id, eye)).filter((one) => one !== null)

  it('holds what lies in it, whichever way it is drawn', () => {
    const shape = [
      { x: 100, y: 60 },
      { x: 620, y: 90 },
      { x: 560, y: 420 },
    ]
    const cross = (a: { x: number; y: number }, b: { x: number; y: number }, p: { x: number; y: number }) =>
      (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
    const [a, b, c] = shape as [(typeof shape)[0], (typeof shape)[0], (typeof shape)[0]]
    const expected = all
      .filter((p) => cross(a, b, p) > 0 && cross(b, c, p) > 0 && cross(c, a, p) > 0)
      .map(({ point }) => point)
    const inside = [...pointsWithin(grid, eye, shape)]
    // Rows of half a pixel decide at its edges.
    const either = new Set([...inside, ...expected])
    expect(inside.length).toBeGreaterThan(500)
    expect(either.size - Math.min(inside.length, expected.length)).toBeLessThan(expected.length * 0.01)
    expect([...pointsWithin(grid, eye, shape.toReversed())]).toEqual(inside)
  })

  it('has a hole where it crosses itself', () => {
    const ring = (from: number, to: number) => [
      { x: from, y: from },
      { x: to, y: from },
      { x: to, y: to },
      { x: from, y: to },
      { x: from, y: from },
    ]
    const inside = new Set(pointsWithin(grid, eye, [...ring(10, 490), ...ring(150, 400)]))
    for (const { point, x, y } of all) {
      if (x > 152 && x < 398 && y > 152 && y < 398) expect(inside).not.toContain(point)
    }
    expect(inside.size).toBeGreaterThan(100)
  })

  it('of no area holds nothing', () => {
    expect(
      pointsWithin(grid, eye, [
        { x: 1, y: 1 },
        { x: 2, y: 2 },
      ]),
    ).toHaveLength(0)
    expect(
      pointsWithin(grid, eye, [
        { x: -9, y: 5 },
        { x: -4, y: 9 },
        { x: -5, y: 2 },
      ]),
    ).toHaveLength(0)
  })
})

describe('the importance of a label', () => {
  it('grows with nearness and with frequency', () => {
    expect(labelImportance(3, 2, 4)).toBeGreaterThan(labelImportance(3, 4, 4))
    expect(labelImportance(3, 4, 4)).toBeGreaterThan(labelImportance(300, 4, 4))
    expect(labelImportance(0, 0.1, 4)).toBeLessThanOrEqual(1)
  })
})

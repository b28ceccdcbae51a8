import { describe, expect, it } from 'vitest'
import { atOnce } from '../../slices'
import type { Point3 } from '../../trajectory'
import { projector } from '../camera'
import { frameTrajectory } from '../frame'
import { sampleSpec, sampleTrajectory } from '../trajectory.test-data'
import { boxCorners, homeCamera } from '../trajectory-cameras'
import { layoutFigure } from '../trajectory-figure'
import { layoutTrajectory, travelled } from '../trajectory-layout'
import { frameSpec } from './figure-film'
import { film, frameCount, momentOf, plainFilm } from './film'
import { type AskingLabels, filmLabels } from './film-labels'
import { trajectoryFilm } from './trajectory-film'
import { turned, turntable } from './turntable'

const viewport = { width: 640, height: 360 }
const trajectory = sampleTrajectory(4, 200)
const framed = frameTrajectory(trajectory)
const steps = trajectory.path.length - 1
const spec = { ...sampleSpec(trajectory, homeCamera(framed, viewport)), ...viewport }
const short = { ...plainFilm, seconds: 3, fps: 20, ...viewport }
const none = { station: 0, arrows: [] }

describe('a moment of a film', () => {
  it('begins at the first station, ends at the last one, and never goes back', () => {
    const reaches = Array.from({ length: frameCount(short) }, (_, frame) => momentOf(short, frame, steps).reach!)
    expect(reaches[0]).toBe(0)
    expect(reaches.at(-1)).toBe(steps)
    // The end is held, so that it can be read.
    expect(reaches.filter((reach) => reach === steps).length).toBeGreaterThanOrEqual(0.2 * reaches.length)
    for (const [index, reach] of reaches.entries())
      if (index > 0) expect(reach).toBeGreaterThanOrEqual(reaches[index - 1]!)
  })

  it('turns once round, and the frame after the last would be the first', () => {
    const orbit = { ...short, kind: 'orbit' } as const
    expect(momentOf(orbit, 0, steps)).toEqual({ reach: null, turn: 0 })
    const [one, last] = [momentOf(orbit, 1, steps).turn, momentOf(orbit, frameCount(orbit) - 1, steps).turn]
    expect(last + one).toBeCloseTo(2 * Math.PI, 12)
  })

  it('has its end at the last frame of the shortest film, and of one step', () => {
    for (const kind of ['layers', 'both'] as const) {
      const shortest = { ...short, kind, seconds: 0.5, fps: 2 }
      expect(momentOf(shortest, frameCount(shortest) - 1, 1).reach).toBe(1)
    }
  })

  it.each([{ seconds: 0.1 }, { seconds: 61 }, { fps: 0 }, { fps: 24.5 }, { width: 641 }, { height: 5000 }])(
    'is not of a film with %o',
    (change) => {
      expect(film.safeParse({ ...plainFilm, ...change }).success).toBe(false)
    },
  )
})

describe('a path that grows', () => {
  it('is at a station after whole steps, and between two otherwise', () => {
    const path: Point3[] = [
      [0, 0, 0],
      [1, 2, 3],
      [3, 2, 1],
    ]
    expect(travelled(path, 0)).toEqual({ path: [[0, 0, 0]], tip: null })
    expect(travelled(path, 1.5)).toEqual({ path: path.slice(0, 2), tip: [2, 2, 2] })
    expect(travelled(path, 2)).toEqual({ path, tip: null })
  })

  it('shows so many stations, names the step that is taken, and keeps its axes', () => {
    const at = atOnce(trajectoryFilm(spec, trajectory, none, short))
    const layouts = [0, 30, 59].map((frame) => {
      const shown = at(frame)
      return layoutTrajectory(trajectory, framed, { ...shown.spec, pinned: new Set(), labels: shown.labels })
    })
    expect(layouts.map(({ stations }) => stations.length)).toEqual([
      1,
      Math.floor(momentOf(short, 30, steps).reach!) + 1,
      steps + 1,
    ])
    expect(layouts[0]!.tip).not.toBeNull()
    expect(layouts[1]!.tip).not.toBeNull()
    expect(layouts[2]!.tip).toBeNull()
    expect(layouts[0]!.heading?.text).toBe('embedding')
    expect(layouts[2]!.heading?.text).toBe('L3 MLP')
    expect(layouts[2]!.heading?.note).toBe('likeliest “Paris” 74 %')
    expect(layouts[1]!.axes).toEqual(layouts[0]!.axes)
    expect(layouts[0]!.labels.map(({ key }) => key)).not.toContain('end')
    expect(layouts[2]!.labels.find(({ key }) => key === 'end')?.opacity).toBe(1)
  })

  it('has its labels at one place all the time', () => {
    const at = atOnce(trajectoryFilm(spec, trajectory, none, short))
    const places = new Map<string, Set<string>>()
    for (let frame = 0; frame < frameCount(short); frame++) {
      for (const { key, x, y } of at(frame).labels!) {
        places.set(key, (places.get(key) ?? new Set()).add(`${x} ${y}`))
      }
    }
    expect(places.size).toBeGreaterThan(8)
    expect([...places.values()].every(({ size }) => size === 1)).toBe(true)
  })
})

describe('a turntable', () => {
  const points = [...framed.path, ...boxCorners(framed)]

  it('has all of a path and its box in sight from every side', () => {
    const from = turntable(spec.camera, points, viewport)
    for (let index = 0; index < 90; index++) {
      const eye = projector(turned(from, (2 * Math.PI * index) / 90), viewport)
      for (const point of points) {
        const seen = eye.point(point)!
        expect(seen.x).toBeGreaterThan(0)
        expect(seen.x).toBeLessThan(viewport.width)
        expect(seen.y).toBeGreaterThan(0)
        expect(seen.y).toBeLessThan(viewport.height)
      }
    }
  })

  it('stays as near as a person has gone', () => {
    const near = { ...spec.camera, distance: spec.camera.distance / 3 }
    expect(turntable(near, points, viewport)).toEqual(near)
  })

  it('keeps the middle of the scene at its place in the picture', () => {
    const seen = [0, 1, 3].map((turn) => projector(turned(spec.camera, turn), viewport).point([0, 0, 0.2])!)
    for (const one of seen) {
      expect(one.x).toBeCloseTo(seen[0]!.x, 9)
      expect(one.y).toBeCloseTo(seen[0]!.y, 9)
    }
  })
})

describe('labels of a film that turns', () => {
  const orbit = { ...short, kind: 'orbit' } as const
  const at = atOnce(trajectoryFilm(spec, trajectory, none, orbit))
  const frames = Array.from({ length: frameCount(orbit) }, (_, frame) => at(frame).labels!)

  it('never cover one another', () => {
    for (const labels of frames) {
      for (const [index, { box: a }] of labels.entries()) {
        for (const { box: b } of labels.slice(index + 1)) {
          expect(a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1).toBe(false)
        }
      }
    }
  })

  it('move no further from one frame to the next than their points do, unless they are coming or going', () => {
    for (const [frame, labels] of frames.entries()) {
      for (const label of frames[(frame + 1) % frames.length]!) {
        const before = labels.find(({ key }) => key === label.key)
        if (!before || before.opacity! < 0.5 || label.opacity! < 0.5) continue
        expect(Math.hypot(label.x - before.x, label.y - before.y)).toBeLessThan(40)
      }
    }
  })

  it('come and go slowly, and stay for a while', () => {
    const shown = new Map<string, number>()
    for (const labels of frames) for (const { key } of labels) shown.set(key, (shown.get(key) ?? 0) + 1)
    expect(Math.min(...shown.values())).toBeGreaterThanOrEqual(0.8 * orbit.fps)
    expect(shown.get('start')).toBeGreaterThan(0.6 * frames.length)
    expect(shown.get('end')).toBeGreaterThan(0.6 * frames.length)
    expect(frames.flat().some(({ opacity }) => opacity! < 0.5)).toBe(true)
  })

  it('are none where nothing asks', () => {
    const field = { bounds: { x0: 0, y0: 0, x1: 9, y1: 9 }, boxes: [], discs: [], lines: [], limits: {} }
    const labels = filmLabels(1, () => ({ requests: [], field }), { least: 1, fade: 1, cyclic: true })
    expect(atOnce(labels)).toEqual([[]])
  })

  it('are found a few frames at a time, each frame’s wishes asked for once, and say how far they are', () => {
    const frame = frameSpec(spec, orbit, spec.camera, steps, 0)
    let [laidOut, looked] = [0, 0]
    const asking = (at: number): AskingLabels => {
      laidOut += 1
      const turnedSpec = { ...frame, camera: turned(spec.camera, (2 * Math.PI * at) / 120) }
      const { requests, field } = layoutFigure(turnedSpec, trajectory, framed, []).asking
      return {
        requests,
        get field() {
          looked += 1
          return field
        },
      }
    }
    const work = filmLabels(120, asking, { least: 16, fade: 4, cyclic: true })
    const inStep: { laidOut: number; looked: number; share: number }[] = []
    for (let step = work.next(); !step.done; step = work.next()) {
      inStep.push({ laidOut, looked, share: step.value })
      ;[laidOut, looked] = [0, 0]
    }
    // The step that lays out the last frame also takes from all of them what stands there already.
    const begin = inStep.findLastIndex((step) => step.laidOut > 0)
    expect(inStep.filter((step) => step.laidOut > 1)).toEqual([])
    expect(inStep.reduce((sum, step) => sum + step.laidOut, 0)).toBe(120)
    expect(Math.max(...inStep.slice(begin + 1).map((step) => step.looked))).toBeLessThanOrEqual(8 * 8)
    expect(inStep.length).toBeGreaterThan(500)
    const shares = inStep.map(({ share }) => share)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares[0]).toBe(0)
    expect(shares.at(-1)).toBeGreaterThan(0.5)
    expect(shares.at(-1)).toBeLessThan(1)
  })
})

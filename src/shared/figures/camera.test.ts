import { describe, expect, it } from 'vitest'
import type { Point3 } from '../trajectory'
import { axisDirections, cameraPosition, defaultFov, fitCamera, homeDirection, nearPlane, projector } from './camera'
import type { Camera } from './trajectory-spec'

const viewport = { width: 600, height: 400 }
const camera = (more: Partial<Camera> = {}): Camera => ({
  azimuth: 0,
  elevation: 0,
  distance: 4,
  target: [0, 0, 0],
  fov: 30,
  ...more,
})

describe('the projection', () => {
  it('puts the target in the middle, as far off as the distance says', () => {
    const target: Point3 = [0.3, -0.2, 0.7]
    const seen = projector(camera({ target, azimuth: 1.1, elevation: 0.4 }), viewport).point(target)!
    expect(seen.x).toBeCloseTo(300, 9)
    expect(seen.y).toBeCloseTo(200, 9)
    expect(seen.depth).toBeCloseTo(4, 9)
  })

  it('shows the first component to the right and the third one upwards when it looks along the second', () => {
    const eye = projector(camera(axisDirections['1-3']), viewport)
    const edge = 4 * Math.tan((15 * Math.PI) / 180)
    expect(eye.point([edge, 0, 0])).toMatchObject({ x: expect.closeTo(500, 6), y: expect.closeTo(200, 6) })
    expect(eye.point([0, 0, edge])).toMatchObject({ x: expect.closeTo(300, 6), y: expect.closeTo(0, 6) })
    expect(eye.point([0, 1, 0])!.depth).toBeCloseTo(5, 9)
  })

  it('looks straight down without losing what is up', () => {
    const eye = projector(camera(axisDirections['1-2']), viewport)
    expect(eye.point([1, 0, 0])!.x).toBeGreaterThan(300)
    expect(eye.point([0, 1, 0])!.y).toBeLessThan(200)
    expect(eye.point([0, 0, 1])!.depth).toBeCloseTo(3, 9)
  })

  it('looks along the first component with the second to the right', () => {
    const eye = projector(camera(axisDirections['2-3']), viewport)
    expect(eye.point([0, 1, 0])!.x).toBeGreaterThan(300)
    expect(eye.point([0, 0, 1])!.y).toBeLessThan(200)
    expect(eye.point([1, 0, 0])!.depth).toBeCloseTo(3, 9)
  })

  it('shows nothing behind the camera and cuts a line that passes it', () => {
    const eye = projector(camera(), viewport)
    expect(cameraPosition(camera())[1]).toBeCloseTo(-4, 9)
    expect(eye.point([0, -5, 0])).toBeNull()
    expect(eye.segment([0, -6, 0], [1, -5, 0])).toBeNull()
    const cut = eye.segment([0.1, -6, 0], [0.1, 0, 0])!
    expect(cut[0].depth).toBeCloseTo(nearPlane, 9)
    expect(cut[1].depth).toBeCloseTo(4, 9)
  })
})

describe('a fitted camera', () => {
  const points: Point3[] = [
    [1, 0.2, 0.1],
    [-0.9, -0.3, 0.2],
    [0.1, 0.6, -0.4],
    [0.2, -0.7, 0.5],
  ]
  const directions = [homeDirection, ...Object.values(axisDirections)]
  const shapes = [viewport, { width: 200, height: 500 }, { width: 1200, height: 300 }]

  it.each(shapes.flatMap((shape) => directions.map((direction) => ({ shape, direction }))))(
    'has every point in the picture and fills it in one direction: $shape $direction',
    ({ shape, direction }) => {
      const eye = projector(fitCamera(points, direction, shape), shape)
      const seen = points.map((point) => eye.point(point)!)
      const across = seen.map(({ x }) => x / shape.width)
      const down = seen.map(({ y }) => y / shape.height)
      const spans = [across, down].map((values) => Math.max(...values) - Math.min(...values))
      expect(Math.min(...across, ...down)).toBeGreaterThan(0.03)
      expect(Math.max(...across, ...down)).toBeLessThan(0.97)
      expect(Math.max(...spans)).toBeGreaterThan(0.6)
    },
  )

  it('stands at a finite place for one point and for none', () => {
    expect(fitCamera([[0, 0, 0]], homeDirection, viewport)).toMatchObject({ distance: 0.5, fov: defaultFov })
    expect(fitCamera([], homeDirection, viewport).target).toEqual([0, 0, 0])
  })
})

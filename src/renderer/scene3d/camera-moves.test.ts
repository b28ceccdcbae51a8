import { describe, expect, it } from 'vitest'
import { cameraAxes, moved, projector } from '../../shared/figures/camera'
import type { Camera } from '../../shared/figures/trajectory-spec'
import { between, panned, turned, zoomed } from './camera-moves'

const viewport = { width: 800, height: 500 }
const camera: Camera = { azimuth: 0.4, elevation: 0.3, distance: 4, target: [0.1, 0.2, -0.1], fov: 30 }

/** A framed point that the camera sees at a place of the picture, at the depth of its target. */
function pointAt(x: number, y: number) {
  const { right, up } = cameraAxes(camera)
  const unit = (2 * camera.distance * Math.tan(Math.PI / 12)) / viewport.height
  return moved(moved(camera.target, right, (x - 400) * unit), up, (250 - y) * unit)
}

describe('a camera', () => {
  it('zooms to the pointer: what is under it stays under it', () => {
    const point = pointAt(650, 120)
    const nearer = zoomed(camera, 0.5, { x: 650, y: 120 }, viewport)
    expect(nearer.distance).toBeCloseTo(2, 9)
    expect(projector(nearer, viewport).point(point)).toMatchObject({
      x: expect.closeTo(650, 6),
      y: expect.closeTo(120, 6),
    })
  })

  it('does not zoom through its target nor out of sight', () => {
    expect(zoomed(camera, 1e-9, { x: 0, y: 0 }, viewport).distance).toBeGreaterThan(0.1)
    expect(zoomed(camera, 1e9, { x: 0, y: 0 }, viewport).distance).toBeLessThan(100)
  })

  it('pans with the pointer', () => {
    const point = pointAt(300, 200)
    const after = panned(camera, { x: 40, y: -25 }, viewport)
    expect(projector(after, viewport).point(point)).toMatchObject({
      x: expect.closeTo(340, 6),
      y: expect.closeTo(175, 6),
    })
  })

  it('turns so that the near side follows the pointer, and not over the top', () => {
    const near = moved(camera.target, cameraAxes(camera).back, 0.5)
    const seen = projector(turned(camera, { x: 30, y: 0 }), viewport).point(near)!
    expect(seen.x).toBeGreaterThan(projector(camera, viewport).point(near)!.x)
    expect(turned(camera, { x: 0, y: 9999 }).elevation).toBe(Math.PI / 2)
    expect(turned(camera, { x: 0, y: -9999 }).elevation).toBe(-Math.PI / 2)
  })

  it('flies the short way round and arrives exactly', () => {
    const to = { ...camera, azimuth: -3, distance: 1 }
    const from = { ...camera, azimuth: 3 }
    expect(Math.abs(between(from, to, 0.5).azimuth)).toBeGreaterThan(3)
    expect(between(from, to, 0.5).distance).toBeCloseTo(2, 9)
    expect(between(from, to, 1)).toBe(to)
  })
})

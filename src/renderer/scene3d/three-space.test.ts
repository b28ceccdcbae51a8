import { PerspectiveCamera, Quaternion, Vector3 } from 'three'
import { describe, expect, it } from 'vitest'
import { axisDirections, homeDirection, projector } from '../../shared/figures/camera'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { Point3 } from '../../shared/trajectory'
import { applyCamera, toScene } from './three-space'

const viewport = { width: 731, height: 412 }
const points: Point3[] = [
  [0, 0, 0],
  [0.7, -0.2, 0.4],
  [-0.9, 0.8, -0.6],
  [0.1, 0.5, 0.9],
]
const cameras: Camera[] = [
  ...Object.values(axisDirections),
  homeDirection,
  { azimuth: 2.6, elevation: -0.9 },
  { azimuth: -1.2, elevation: -Math.PI / 2 },
].flatMap((direction) => [
  { ...direction, distance: 3.4, target: [0, 0, 0] as Point3, fov: 30 },
  { ...direction, distance: 2.1, target: [0.2, -0.4, 0.3] as Point3, fov: 55 },
])

function throughThree(camera: Camera, point: Point3) {
  const eye = new PerspectiveCamera()
  applyCamera(eye, camera, viewport)
  const depth = -toScene(point).applyMatrix4(eye.matrixWorldInverse).z
  const ndc = toScene(point).project(eye)
  return { x: ((ndc.x + 1) / 2) * viewport.width, y: ((1 - ndc.y) / 2) * viewport.height, depth }
}

describe('the figure’s projection', () => {
  it.each(cameras)('is what three computes, to a thousandth of a pixel: %o', (camera) => {
    const ours = projector(camera, viewport)
    for (const point of points) {
      const [a, b] = [ours.point(point)!, throughThree(camera, point)]
      expect(a.x).toBeCloseTo(b.x, 3)
      expect(a.y).toBeCloseTo(b.y, 3)
      expect(a.depth).toBeCloseTo(b.depth, 6)
    }
  })
})

describe('the camera that three is given', () => {
  it('is the one that its own lookAt gives where that is defined', () => {
    const camera = cameras[6]!
    const eye = new PerspectiveCamera()
    applyCamera(eye, camera, viewport)
    const looking = new PerspectiveCamera()
    looking.position.copy(eye.position)
    looking.lookAt(toScene(camera.target))
    expect(new Quaternion().copy(eye.quaternion).angleTo(looking.quaternion)).toBeLessThan(1e-6)
  })

  it('keeps the handedness: the framed axes become a right-handed set', () => {
    const [a, b, c] = [toScene([1, 0, 0]), toScene([0, 1, 0]), toScene([0, 0, 1])]
    expect(new Vector3().crossVectors(a, b).distanceTo(c)).toBe(0)
  })
})

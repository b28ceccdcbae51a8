import type { Point3 } from '../../trajectory'
import { cameraAxes, dot, type Viewport } from '../camera'
import type { Camera } from '../trajectory-spec'

/** What is shown turns about its own upright axis, and so a camera goes round the middle of it. */
export function turned(camera: Camera, turn: number): Camera {
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)]
  const [x, y, z] = camera.target
  return { ...camera, azimuth: camera.azimuth + turn, target: [x * cos - y * sin, x * sin + y * cos, z] }
}

/** So many directions of a turn are looked at. */
const directions = 72
/** The share of half the picture's width and height that is left free around what turns. */
const margin = { across: 0.06, up: 0.16 } as const

/**
 * The camera from which a turn begins: as far off as it takes to have all points in the picture from every side. One that does not
 * have them all in sight to begin with was put so near on purpose, and stays there.
 */
export function turntable(camera: Camera, points: readonly Point3[], viewport: Viewport): Camera {
  if (distanceFor(camera, points, viewport, 0) > camera.distance * 1.001) return camera
  let distance = camera.distance
  for (let index = 0; index < directions; index++) {
    const side = turned(camera, (2 * Math.PI * index) / directions)
    distance = Math.max(distance, distanceFor(side, points, viewport, 1))
  }
  return { ...camera, distance }
}

/** From how far off a camera of this direction and target sees all points; `free` is how much of the margin it keeps. */
function distanceFor(camera: Camera, points: readonly Point3[], { width, height }: Viewport, free: 0 | 1): number {
  const { right, up, back } = cameraAxes(camera)
  const slope = Math.tan((camera.fov * Math.PI) / 360)
  const across = slope * (width / height) * (1 - free * margin.across)
  const upward = slope * (1 - free * margin.up)
  const [x, y, z] = camera.target
  return points.reduce((most, point) => {
    const offset: Point3 = [point[0] - x, point[1] - y, point[2] - z]
    const needed = Math.max(Math.abs(dot(offset, right)) / across, Math.abs(dot(offset, up)) / upward)
    return Math.max(most, needed + dot(offset, back))
  }, 0)
}

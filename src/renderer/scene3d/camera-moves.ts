import { cameraAxes, moved, type Viewport } from '../../shared/figures/camera'
import type { Camera } from '../../shared/figures/trajectory-spec'

/** What drags, wheels and flights do to a camera. Pure: pixels in, a new camera out. */

export interface Pixels {
  readonly x: number
  readonly y: number
}

const radiansAPixel = 0.008
const nearest = 0.15
const furthest = 60

/** Turns about the target, as if the scene were held by the pointer. */
export function turned(camera: Camera, by: Pixels): Camera {
  const elevation = camera.elevation + by.y * radiansAPixel
  return {
    ...camera,
    azimuth: wrapped(camera.azimuth - by.x * radiansAPixel),
    elevation: Math.min(Math.PI / 2, Math.max(-Math.PI / 2, elevation)),
  }
}

/** Shifts the target, so that what lies at its depth stays under the pointer. */
export function panned(camera: Camera, by: Pixels, viewport: Viewport): Camera {
  const { right, up } = cameraAxes(camera)
  const unit = unitsAPixel(camera, viewport)
  return { ...camera, target: moved(moved(camera.target, right, -by.x * unit), up, by.y * unit) }
}

/** Comes nearer by a factor below one, or moves away; what lies under `at`, at the target's depth, stays there. */
export function zoomed(camera: Camera, factor: number, at: Pixels, viewport: Viewport): Camera {
  const distance = Math.min(furthest, Math.max(nearest, camera.distance * factor))
  const kept = 1 - distance / camera.distance
  const { right, up } = cameraAxes(camera)
  const unit = unitsAPixel(camera, viewport)
  const across = (at.x - viewport.width / 2) * unit * kept
  const upward = (viewport.height / 2 - at.y) * unit * kept
  return { ...camera, distance, target: moved(moved(camera.target, right, across), up, upward) }
}

/** A camera on the way from one to another; `share` runs from 0 to 1. Turns the short way round. */
export function between(from: Camera, to: Camera, share: number): Camera {
  if (share >= 1) return to
  const mix = (a: number, b: number) => a + (b - a) * share
  return {
    azimuth: wrapped(from.azimuth + wrapped(to.azimuth - from.azimuth) * share),
    elevation: mix(from.elevation, to.elevation),
    distance: from.distance * (to.distance / from.distance) ** share,
    target: [mix(from.target[0], to.target[0]), mix(from.target[1], to.target[1]), mix(from.target[2], to.target[2])],
    fov: mix(from.fov, to.fov),
  }
}

/** Starts and ends gently. */
export function eased(share: number): number {
  return share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2
}

function unitsAPixel(camera: Camera, { height }: Viewport): number {
  return (2 * camera.distance * Math.tan((camera.fov * Math.PI) / 360)) / height
}

function wrapped(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI))
}

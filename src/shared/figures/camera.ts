import type { Point3 } from '../trajectory'
import type { Camera } from './trajectory-spec'

/**
 * Where the camera of a figure puts a framed point. The framed space has its third component up; a camera at azimuth 0 and
 * elevation 0 looks along the second one, with the first to the right. Turning by a positive azimuth moves the camera to
 * the right. This is what three.js computes for a PerspectiveCamera once the framed (a, b, c) is taken to its (a, c, -b).
 */
export interface Viewport {
  readonly width: number
  readonly height: number
}

/** A point of the picture, y down, and how far in front of the camera it lies. */
export interface Projected {
  readonly x: number
  readonly y: number
  readonly depth: number
}

/** Unit vectors of a camera in framed space: to the right of the picture, up, and from the target back to the camera. */
export interface CameraAxes {
  readonly right: Point3
  readonly up: Point3
  readonly back: Point3
}

export type Direction = Pick<Camera, 'azimuth' | 'elevation'>

/** Points nearer than this to the plane of the camera are not drawn. */
export const nearPlane = 0.05
export const farPlane = 200

/** A mild perspective: depth is told, and lengths are not bent out of shape. */
export const defaultFov = 30

/** From where a picture is first looked at. */
export const homeDirection: Direction = { azimuth: -0.42, elevation: 0.42 }

/** The three views along an axis, named by the two components that the picture then shows: across, up. */
export type AxisView = '1-2' | '1-3' | '2-3'

export const axisDirections: Readonly<Record<AxisView, Direction>> = {
  '1-2': { azimuth: 0, elevation: Math.PI / 2 },
  '1-3': { azimuth: 0, elevation: 0 },
  '2-3': { azimuth: Math.PI / 2, elevation: 0 },
}

export function cameraAxes({ azimuth, elevation }: Direction): CameraAxes {
  const [sinA, cosA] = [Math.sin(azimuth), Math.cos(azimuth)]
  const [sinE, cosE] = [Math.sin(elevation), Math.cos(elevation)]
  return {
    right: [cosA, sinA, 0],
    up: [-sinE * sinA, sinE * cosA, cosE],
    back: [cosE * sinA, -cosE * cosA, sinE],
  }
}

export function dot(a: Point3, b: Point3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/** The point `from` moved by `amount` times `along`. */
export function moved(from: Point3, along: Point3, amount: number): Point3 {
  return [from[0] + along[0] * amount, from[1] + along[1] * amount, from[2] + along[2] * amount]
}

export function cameraPosition(camera: Camera): Point3 {
  return moved(camera.target, cameraAxes(camera).back, camera.distance)
}

export interface Projector {
  /** Null for a point behind the near plane. */
  point(at: Point3): Projected | null
  /** The visible part of a segment, or null: what lies behind the near plane is cut off. */
  segment(from: Point3, to: Point3): [Projected, Projected] | null
}

export function projector(camera: Camera, { width, height }: Viewport): Projector {
  const { right, up, back } = cameraAxes(camera)
  const position = cameraPosition(camera)
  const focal = height / 2 / Math.tan((camera.fov * Math.PI) / 360)
  const toCamera = (at: Point3): Point3 => {
    const offset: Point3 = [at[0] - position[0], at[1] - position[1], at[2] - position[2]]
    return [dot(offset, right), dot(offset, up), -dot(offset, back)]
  }
  const toPicture = ([x, y, depth]: Point3): Projected => ({
    x: width / 2 + (focal * x) / depth,
    y: height / 2 - (focal * y) / depth,
    depth,
  })
  return {
    point(at) {
      const seen = toCamera(at)
      return seen[2] < nearPlane ? null : toPicture(seen)
    },
    segment(from, to) {
      const a = toCamera(from)
      const b = toCamera(to)
      if (a[2] < nearPlane && b[2] < nearPlane) return null
      const cut = (): Point3 => {
        const share = (nearPlane - a[2]) / (b[2] - a[2])
        return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), nearPlane]
      }
      return [toPicture(a[2] < nearPlane ? cut() : a), toPicture(b[2] < nearPlane ? cut() : b)]
    },
  }
}

/** How much of a picture's half width and half height is left free around what is fitted. */
const fitMargin = { across: 0.07, up: 0.14 }

/**
 * The nearest camera of a direction that has all points in the picture. Each point asks of both opposite edges of the view
 * that it lies inside them, which is linear in the distance and the shift of the target, so that it has a closed solution.
 */
export function fitCamera(
  points: readonly Point3[],
  direction: Direction,
  { width, height }: Viewport,
  fov: number = defaultFov,
): Camera {
  const { right, up, back } = cameraAxes(direction)
  const slope = Math.tan((fov * Math.PI) / 360)
  const across = fitAlong(points, right, back, slope * (width / height) * (1 - fitMargin.across))
  const upward = fitAlong(points, up, back, slope * (1 - fitMargin.up))
  const distance = Math.max(across.distance, upward.distance, 0.5)
  const target = moved(moved([0, 0, 0], right, across.shift), up, upward.shift)
  return { azimuth: direction.azimuth, elevation: direction.elevation, distance, target, fov }
}

function fitAlong(points: readonly Point3[], axis: Point3, back: Point3, slope: number) {
  let most = Number.NEGATIVE_INFINITY
  let least = Number.NEGATIVE_INFINITY
  for (const point of points) {
    const along = dot(point, axis)
    const towards = slope * dot(point, back)
    most = Math.max(most, along + towards)
    least = Math.max(least, towards - along)
  }
  if (points.length === 0) return { distance: 1, shift: 0 }
  return { distance: (most + least) / (2 * slope), shift: (most - least) / 2 }
}

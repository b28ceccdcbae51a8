import type { Point3 } from '../trajectory'
import { cameraAxes, type Direction, dot } from './camera'
import type { Bounds, Frame } from './frame'
import type { Camera } from './trajectory-spec'

export interface AxisLine {
  /** 0, 1 or 2: which component grows along it. */
  readonly axis: 0 | 1 | 2
  readonly from: Point3
  readonly to: Point3
}

/** What tells where a picture's space lies: a floor under the path and three edges of its box, each along one component. */
export interface AxesGeometry {
  readonly axes: readonly AxisLine[]
  readonly floor: readonly (readonly [Point3, Point3])[]
  /** The side of a floor square, in the units of the vectors. */
  readonly square: number
  /** The floor's third component. */
  readonly ground: number
}

/** Seen from more steeply than this, in radians, a shadow lies under its path and tells nothing. */
const steepest = 1.2

/**
 * What a path casts on the floor: its first two components alone. It shows how high above the floor each part of the path
 * runs, which a flat picture cannot tell otherwise.
 */
export function shadowOf(
  path: readonly Point3[],
  { ground }: AxesGeometry,
  { elevation }: Direction,
): (readonly [Point3, Point3])[] {
  if (Math.abs(elevation) > steepest) return []
  const cast = path.map(([a, b]): Point3 => [a, b, ground])
  return cast.slice(1).map((point, index) => [cast[index]!, point] as const)
}

/**
 * The edges are those that leave the picture free: the floor's two edges on the camera's side, and the upright one at the
 * far left. The floor's lines stand at round multiples of the vectors' own unit.
 */
export function axesGeometry({ low, high }: Bounds, frame: Frame, camera: Camera): AxesGeometry {
  const { right, back } = cameraAxes(camera)
  const ground = back[2] >= -1e-6 ? low[2] : high[2]
  const nearX = back[0] > 1e-6 ? high[0] : low[0]
  const nearY = back[1] > 1e-6 ? high[1] : low[1]
  const corners: readonly Point3[] = [
    [low[0], low[1], ground],
    [low[0], high[1], ground],
    [high[0], low[1], ground],
    [high[0], high[1], ground],
  ]
  const corner = corners.reduce((best, point) => (dot(point, right) < dot(best, right) - 1e-9 ? point : best))
  const square = roundStep(Math.max(high[0] - low[0], high[1] - low[1]) / frame.scale / 8)
  return {
    axes: [
      { axis: 0, from: [low[0], nearY, ground], to: [high[0], nearY, ground] },
      { axis: 1, from: [nearX, low[1], ground], to: [nearX, high[1], ground] },
      { axis: 2, from: [corner[0], corner[1], low[2]], to: [corner[0], corner[1], high[2]] },
    ],
    floor: floorLines({ low, high }, frame, ground, square),
    square,
    ground,
  }
}

function floorLines({ low, high }: Bounds, { center, scale }: Frame, ground: number, square: number) {
  const lines: [Point3, Point3][] = [
    [
      [low[0], low[1], ground],
      [high[0], low[1], ground],
    ],
    [
      [low[0], high[1], ground],
      [high[0], high[1], ground],
    ],
    [
      [low[0], low[1], ground],
      [low[0], high[1], ground],
    ],
    [
      [high[0], low[1], ground],
      [high[0], high[1], ground],
    ],
  ]
  for (const value of multiples(low[0] / scale + center[0], high[0] / scale + center[0], square)) {
    const x = (value - center[0]) * scale
    lines.push([
      [x, low[1], ground],
      [x, high[1], ground],
    ])
  }
  for (const value of multiples(low[1] / scale + center[1], high[1] / scale + center[1], square)) {
    const y = (value - center[1]) * scale
    lines.push([
      [low[0], y, ground],
      [high[0], y, ground],
    ])
  }
  return lines
}

/** The least of 1, 2 and 5 times a power of ten that is not below `wanted`. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(wanted, 1e-12)))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= wanted * 0.999)
  return (step ?? 10) * power
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step)
  const last = Math.floor(to / step)
  return Array.from({ length: Math.max(0, Math.min(last - first + 1, 60)) }, (_, index) => (first + index) * step)
}

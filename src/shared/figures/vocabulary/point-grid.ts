import type { Sliced } from '../../slices'
import { cameraAxes, cameraPosition, nearPlane, type Viewport } from '../camera'
import type { Camera } from '../trajectory-spec'
import type { MapCloud } from './cloud'

/**
 * Points sorted into cells, so that those in sight, under a pointer or within a shape are found without asking each: a picture
 * of a million words has to answer within a frame.
 */
export interface PointGrid {
  readonly cloud: MapCloud
  /** Points cell by cell; within a cell as they are numbered. */
  readonly order: Uint32Array
  /** Cells that hold points, one after the other: where each begins in `order`, and after the last one its length. */
  readonly starts: Uint32Array
  /** [cell, x y z r]: a sphere around the points of each cell. */
  readonly spheres: Float32Array
}

/** Cells along each side. */
const across = 32
/** Cells reach so much further than the box; what lies beyond falls to the outermost. */
const reach = 1.2
/** Points of a step. */
const pointsAtOnce = 1 << 15

export function* gridOf(cloud: MapCloud): Sliced<PointGrid> {
  const { at, count, box } = cloud
  const cellOf = new Uint32Array(count)
  const sizes = new Uint32Array(across ** 3 + 1)
  const steps = [0, 1, 2].map((axis) => {
    const half = box.high[axis]! * reach
    return { from: -half, by: half > 0 ? across / (2 * half) : 0 }
  })
  for (let index = 0; index < count; index++) {
    if (index % pointsAtOnce === 0) yield index / count / 3
    let cell = 0
    for (let axis = 0; axis < 3; axis++) {
      const { from, by } = steps[axis]!
      const place = Math.floor((at[index * 3 + axis]! - from) * by)
      cell = cell * across + Math.min(across - 1, Math.max(0, place))
    }
    cellOf[index] = cell
    sizes[cell + 1]!++
  }
  const filled: number[] = []
  for (let cell = 0; cell < across ** 3; cell++) if (sizes[cell + 1]! > 0) filled.push(cell)
  for (let cell = 0; cell < across ** 3; cell++) sizes[cell + 1]! += sizes[cell]!
  const starts = Uint32Array.from([...filled.map((cell) => sizes[cell]!), count])
  const order = new Uint32Array(count)
  const next = sizes.slice()
  for (let index = 0; index < count; index++) {
    if (index % pointsAtOnce === 0) yield (1 + index / count) / 3
    order[next[cellOf[index]!]!++] = index
  }
  return { cloud, order, starts, spheres: yield* spheresOf(at, order, starts) }
}

function* spheresOf(at: Float32Array, order: Uint32Array, starts: Uint32Array): Sliced<Float32Array> {
  const spheres = new Float32Array((starts.length - 1) * 4)
  let done = 0
  for (let cell = 0; cell < starts.length - 1; cell++) {
    if (starts[cell]! >= done) {
      yield (2 + done / order.length) / 3
      done += pointsAtOnce
    }
    let [x0, y0, z0] = [Infinity, Infinity, Infinity]
    let [x1, y1, z1] = [-Infinity, -Infinity, -Infinity]
    for (let rank = starts[cell]!; rank < starts[cell + 1]!; rank++) {
      const place = order[rank]! * 3
      const [x, y, z] = [at[place]!, at[place + 1]!, at[place + 2]!]
      x0 = Math.min(x0, x)
      y0 = Math.min(y0, y)
      z0 = Math.min(z0, z)
      x1 = Math.max(x1, x)
      y1 = Math.max(y1, y)
      z1 = Math.max(z1, z)
    }
    const radius = Math.hypot(x1 - x0, y1 - y0, z1 - z0) / 2
    spheres.set([(x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2, radius], cell * 4)
  }
  return spheres
}

/** A camera as numbers, for loops over very many points: `projector` computes the same of one. */
export interface Eye {
  /** Rows of the turn into the camera's space: to the right, up, and away from it. */
  readonly turn: readonly number[]
  readonly from: readonly [number, number, number]
  /** Pixels to a unit at depth 1. */
  readonly focal: number
  readonly viewport: Viewport
}

export function eyeOf(camera: Camera, viewport: Viewport): Eye {
  const { right, up, back } = cameraAxes(camera)
  return {
    turn: [...right, ...up, -back[0], -back[1], -back[2]],
    from: cameraPosition(camera),
    focal: viewport.height / 2 / Math.tan((camera.fov * Math.PI) / 360),
    viewport,
  }
}

/** Calls `visit` for every point that lies in the picture and before the camera, with its place in pixels and its depth. */
export function eachInSight(
  grid: PointGrid,
  eye: Eye,
  visit: (point: number, x: number, y: number, depth: number) => void,
): void {
  eachNear(grid, eye, { x0: 0, y0: 0, x1: eye.viewport.width, y1: eye.viewport.height }, visit)
}

/** How many points the cells in sight hold: at least as many as are in sight. */
export function mostInSight(grid: PointGrid, eye: Eye): number {
  let most = 0
  const { width, height } = eye.viewport
  for (const cell of cellsNear(grid, eye, { x0: 0, y0: 0, x1: width, y1: height })) {
    most += grid.starts[cell + 1]! - grid.starts[cell]!
  }
  return most
}

interface Part {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** The same of the points that lie in a part of the picture, in pixels. */
export function eachNear(
  grid: PointGrid,
  eye: Eye,
  part: Part,
  visit: (point: number, x: number, y: number, depth: number) => void,
): void {
  const { at } = grid.cloud
  const [r0, r1, r2, u0, u1, u2, d0, d1, d2] = eye.turn as number[] & { length: 9 }
  const [ex, ey, ez] = eye.from
  const [midX, midY] = [eye.viewport.width / 2, eye.viewport.height / 2]
  for (const cell of cellsNear(grid, eye, part)) {
    const end = grid.starts[cell + 1]!
    for (let rank = grid.starts[cell]!; rank < end; rank++) {
      const point = grid.order[rank]!
      const x = at[point * 3]! - ex
      const y = at[point * 3 + 1]! - ey
      const z = at[point * 3 + 2]! - ez
      const depth = d0! * x + d1! * y + d2! * z
      if (depth < nearPlane) continue
      const seenX = midX + (eye.focal * (r0! * x + r1! * y + r2! * z)) / depth
      if (seenX < part.x0 || seenX > part.x1) continue
      const seenY = midY - (eye.focal * (u0! * x + u1! * y + u2! * z)) / depth
      if (seenY < part.y0 || seenY > part.y1) continue
      visit(point, seenX, seenY, depth)
    }
  }
}

/** The cells some of whose points may lie in a part of the picture. */
function* cellsNear({ spheres }: PointGrid, eye: Eye, part: Part): Generator<number> {
  const [r0, r1, r2, u0, u1, u2, d0, d1, d2] = eye.turn as number[] & { length: 9 }
  const [ex, ey, ez] = eye.from
  const { focal, viewport } = eye
  // The four planes through the camera and the sides of the part, as unit normals that point out of it.
  const plane = (offset: number, sign: 1 | -1) => {
    const slope = offset / focal
    const length = Math.hypot(1, slope)
    return { along: sign / length, away: (-sign * slope) / length }
  }
  const left = plane(part.x0 - viewport.width / 2, -1)
  const right = plane(part.x1 - viewport.width / 2, 1)
  const above = plane(viewport.height / 2 - part.y0, 1)
  const below = plane(viewport.height / 2 - part.y1, -1)
  for (let cell = 0; cell < spheres.length / 4; cell++) {
    const x = spheres[cell * 4]! - ex
    const y = spheres[cell * 4 + 1]! - ey
    const z = spheres[cell * 4 + 2]! - ez
    const radius = spheres[cell * 4 + 3]! + 1e-6
    const depth = d0! * x + d1! * y + d2! * z
    if (depth + radius < nearPlane) continue
    const across = r0! * x + r1! * y + r2! * z
    if (across * left.along + depth * left.away > radius) continue
    if (across * right.along + depth * right.away > radius) continue
    const up = u0! * x + u1! * y + u2! * z
    if (up * above.along + depth * above.away > radius) continue
    if (up * below.along + depth * below.away > radius) continue
    yield cell
  }
}

/** The point that is seen nearest to a place of the picture, of those within so many pixels; of equals the one in front. */
export function pickPoint(
  grid: PointGrid,
  eye: Eye,
  { x, y }: { readonly x: number; readonly y: number },
  pixels: number,
): number | null {
  let best: number | null = null
  let least = pixels * pixels
  let front = Number.POSITIVE_INFINITY
  eachNear(
    grid,
    eye,
    { x0: x - pixels, y0: y - pixels, x1: x + pixels, y1: y + pixels },
    (point, seenX, seenY, depth) => {
      const away = (seenX - x) ** 2 + (seenY - y) ** 2
      if (away > least || (away === least && depth >= front)) return
      least = away
      front = depth
      best = point
    },
  )
  return best
}

import { type Eye, eachNear, type PointGrid } from './point-grid'

export interface Place {
  readonly x: number
  readonly y: number
}

/**
 * Points seen within a closed shape, in the order of their numbers: at whatever depth. What is within is decided by the even-odd
 * rule, on crossings that are found once for each row of pixels, so that a shape of many corners costs no more than a plain one.
 */
export function pointsWithin(grid: PointGrid, eye: Eye, shape: readonly Place[]): Uint32Array {
  if (shape.length < 3) return new Uint32Array(0)
  const xs = shape.map(({ x }) => x)
  const ys = shape.map(({ y }) => y)
  const part = {
    x0: Math.max(0, Math.min(...xs)),
    y0: Math.max(0, Math.min(...ys)),
    x1: Math.min(eye.viewport.width, Math.max(...xs)),
    y1: Math.min(eye.viewport.height, Math.max(...ys)),
  }
  if (part.x0 >= part.x1 || part.y0 >= part.y1) return new Uint32Array(0)
  const first = Math.floor(part.y0 * rowsAPixel)
  const rows = Array.from({ length: Math.ceil(part.y1 * rowsAPixel) - first + 1 }, (_, row) =>
    crossings(shape, (first + row + 0.5) / rowsAPixel),
  )
  const inside = new Uint8Array(grid.cloud.count)
  let count = 0
  eachNear(grid, eye, part, (point, x, y) => {
    let odd = false
    for (const crossing of rows[Math.floor(y * rowsAPixel) - first]!) {
      if (crossing > x) break
      odd = !odd
    }
    if (!odd) return
    inside[point] = 1
    count++
  })
  const points = new Uint32Array(count)
  for (let point = 0, next = 0; next < count; point++) if (inside[point] === 1) points[next++] = point
  return points
}

const rowsAPixel = 2

/** Where the outline of a shape crosses a horizontal line, from left to right. */
function crossings(shape: readonly Place[], y: number): number[] {
  const found: number[] = []
  let from = shape.at(-1)!
  for (const to of shape) {
    if (from.y <= y !== to.y <= y) found.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x))
    from = to
  }
  return found.sort((a, b) => a - b)
}

import { nearPlane } from '../camera'
import { type Eye, eachInSight, mostInSight, type PointGrid } from './point-grid'

/** A point in sight, in pixels. */
export interface SeenPoint {
  readonly point: number
  readonly x: number
  readonly y: number
  readonly depth: number
}

/** In which order words deserve to be named: all points, the most important first, and where in that order each stands. */
export interface Importance {
  readonly order: Uint32Array
  readonly rank: Uint32Array
}

export function importanceBy(order: Uint32Array): Importance {
  const rank = new Uint32Array(order.length)
  for (let place = 0; place < order.length; place++) rank[order[place]!] = place
  return { order, rank }
}

/** The most important of some words, of which there may be very many: each is looked at once. */
export function mostImportant(ids: Iterable<number>, { rank }: Importance, most: number): number[] {
  const best: number[] = []
  for (const id of ids) {
    if (best.length === most && rank[id]! >= rank[best.at(-1)!]!) continue
    let place = best.length
    while (place > 0 && rank[best[place - 1]!]! > rank[id]!) place--
    best.splice(place, 0, id)
    if (best.length > most) best.pop()
  }
  return best
}

/** So many of the most important words are looked through first: from afar, most of them are in sight. */
const looked = 6000
/** A camera that has no more than this before it is asked for all of them. */
const fewInSight = 60_000

/** The most important words in sight: those that may ask for a label. */
export function wordsAsking(grid: PointGrid, importance: Importance, eye: Eye, most: number): SeenPoint[] {
  const { order, rank } = importance
  const first = amongFirst(grid, order, eye, looked, most)
  if (first.length >= most || order.length <= looked) return first
  if (mostInSight(grid, eye) > fewInSight) return amongFirst(grid, order, eye, fewInSight, most)
  const all: SeenPoint[] = []
  eachInSight(grid, eye, (point, x, y, depth) => all.push({ point, x, y, depth }))
  return all.sort((a, b) => rank[a.point]! - rank[b.point]!).slice(0, most)
}

function amongFirst(grid: PointGrid, order: Uint32Array, eye: Eye, until: number, most: number): SeenPoint[] {
  const seen: SeenPoint[] = []
  for (let place = 0; place < Math.min(until, order.length) && seen.length < most; place++) {
    const one = seenPoint(grid.cloud.at, order[place]!, eye)
    if (one) seen.push(one)
  }
  return seen
}

/** Where a point is seen; null for what lies outside the picture. */
export function seenPoint(at: Float32Array, point: number, eye: Eye): SeenPoint | null {
  const [r0, r1, r2, u0, u1, u2, d0, d1, d2] = eye.turn as number[] & { length: 9 }
  const x = at[point * 3]! - eye.from[0]
  const y = at[point * 3 + 1]! - eye.from[1]
  const z = at[point * 3 + 2]! - eye.from[2]
  const depth = d0! * x + d1! * y + d2! * z
  if (depth < nearPlane) return null
  const { width, height } = eye.viewport
  const seenX = width / 2 + (eye.focal * (r0! * x + r1! * y + r2! * z)) / depth
  const seenY = height / 2 - (eye.focal * (u0! * x + u1! * y + u2! * z)) / depth
  if (seenX < 0 || seenY < 0 || seenX > width || seenY > height) return null
  return { point, x: seenX, y: seenY, depth }
}

/** How much a word in sight deserves its label, up to 1: one twice as near counts as much as one a hundred times as frequent. */
export function labelImportance(rank: number, depth: number, targetDistance: number): number {
  const score = Math.log2(targetDistance / depth) - Math.log(1 + rank) / Math.log(100)
  return 1 / (1 + Math.exp(-score))
}

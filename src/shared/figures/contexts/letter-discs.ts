import type { Line } from '../label-layout'

interface Place {
  readonly x: number
  readonly y: number
}

/** Between two discs, in pixels. */
const gap = 1
/** So small that nobody sees it: of discs at one place, the first comes to stand leftmost. */
const nudge = 1e-3
/** What takes more rounds stands closely enough. */
const mostRounds = 100

/**
 * Where discs of a radius stand that are to cover none of the others, near to their own places. In each round all give way at once, each
 * to every one that it touches, so that none leaps over another.
 */
export function discsApart(places: readonly Place[], radius: number): Place[] {
  const least = 2 * radius + gap
  let discs: Place[] = places.map(({ x, y }, index) => ({ x: x + index * nudge, y }))
  for (let round = 0; round < mostRounds; round++) {
    const next = discs.map((one) => {
      let { x, y } = one
      for (const other of discs) {
        const between = Math.hypot(one.x - other.x, one.y - other.y)
        if (one === other || between >= least - nudge) continue
        const push = (least - between) / 2 / between
        x += push * (one.x - other.x)
        y += push * (one.y - other.y)
      }
      return { x, y }
    })
    if (next.every(({ x, y }, index) => x === discs[index]!.x && y === discs[index]!.y)) break
    discs = next
  }
  return discs
}

/** From its own place to the disc, where that had to give way so far that the place lies outside of it. */
export function discLeader(place: Place, disc: Place, radius: number): Line | null {
  const isCovered = Math.hypot(disc.x - place.x, disc.y - place.y) <= radius + gap
  return isCovered ? null : { x1: place.x, y1: place.y, x2: disc.x, y2: disc.y }
}

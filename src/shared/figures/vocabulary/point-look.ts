import { dotStyle } from '../cloud'

/** How a point stands out: faded beside those that were asked for, as ever, or asked for. */
export const pointState = { quiet: 0, plain: 1, strong: 2 } as const

/** What a quiet point keeps of its opacity. */
export const quietShare = 0.3
/** By how much, in pixels, the radius of a strong point is larger. */
export const strongMore = 1

/** Dots of a crowd are smaller: by how much, beside those of a small vocabulary. */
export function pointSize(count: number): number {
  return Math.min(1.5, Math.max(0.75, (60_000 / Math.max(1, count)) ** 0.2))
}

/** Radius in pixels and opacity of a point; `cloudPass` in the window computes the same on the GPU. */
export function pointStyle(
  state: number,
  depth: number,
  targetDistance: number,
  size: number,
): { radius: number; opacity: number } {
  const { radius, opacity } = dotStyle(depth, targetDistance)
  if (state === pointState.strong) return { radius: size * radius + strongMore, opacity: 1 }
  return { radius: size * radius, opacity: state === pointState.quiet ? opacity * quietShare : opacity }
}

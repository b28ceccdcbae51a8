import { distance, norm } from './vectors'

/** The largest error that was met, and where. */
export class Farthest {
  error = 0
  place: string

  /** `place` is where, while nothing differs. */
  constructor(place: string) {
    this.place = place
  }

  meet(error: number, place: string): void {
    if (error <= this.error) return
    this.error = error
    this.place = place
  }
}

/** The larger of several errors, the first of equals. */
export function farthestOf([first, ...others]: readonly Farthest[]): Farthest {
  return others.reduce((worst, other) => (other.error > worst.error ? other : worst), first!)
}

/**
 * ‖parts − whole‖ / ‖whole‖, or by the longest of the summands where that is longer: parts that cancel leave their rounding
 * behind. 0 where all are zero.
 */
export function relativeError(
  parts: Float32Array,
  whole: Float32Array,
  summands: readonly Float32Array[] = [],
): number {
  const off = distance(parts, whole)
  return off === 0 ? 0 : off / Math.max(norm(whole), ...summands.map(norm), Number.MIN_VALUE)
}

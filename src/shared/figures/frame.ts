import type { Point3, Trajectory, TrajectoryWord } from '../trajectory'
import { wordImportance } from './cloud'
import { longestName, plainWord, shortened } from './words'

/** The shift and the scale that take a path into the unit sphere; everything else of the picture goes through the same. */
export interface Frame {
  readonly center: Point3
  readonly scale: number
}

/**
 * Words further than this from the centre, in radii of the path, are not drawn and are counted instead: an embedding table
 * that lies far off would otherwise put a veil of specks at the picture's edges and pull the eye from the path.
 */
export const farRadius = 2.5

/** The centre of the path's bounding box and the scale at which its furthest point lies on the unit sphere. */
export function frameOf(path: readonly Point3[]): Frame {
  const { low, high } = bounds(path)
  const center: Point3 = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2]
  const reach = Math.max(0, ...path.map((point) => distance(point, center)))
  return { center, scale: reach > 0 ? 1 / reach : 1 }
}

export function framed({ center, scale }: Frame, point: Point3): Point3 {
  return [(point[0] - center[0]) * scale, (point[1] - center[1]) * scale, (point[2] - center[2]) * scale]
}

/** A box in framed space. */
export interface Bounds {
  readonly low: Point3
  readonly high: Point3
}

export interface FramedWord {
  readonly word: TrajectoryWord
  readonly at: Point3
  /** As the figure writes it. */
  readonly name: string
  /** How much it deserves a label, up to 1. */
  readonly importance: number
}

/** All points of a trajectory's picture in framed space. */
export interface FramedTrajectory {
  readonly frame: Frame
  readonly path: readonly Point3[]
  readonly others: readonly { readonly position: number; readonly path: readonly Point3[] }[]
  /** Words within `farRadius`, in the trajectory's order. */
  readonly words: readonly FramedWord[]
  /** The same words, those that deserve a label most first. */
  readonly ranked: readonly FramedWord[]
  /** Words further out, drawn only where a person has pinned them. */
  readonly farWords: readonly FramedWord[]
  /** What the axes enclose: the path and the bulk of the words around it. */
  readonly box: Bounds
}

export function frameTrajectory(trajectory: Trajectory): FramedTrajectory {
  const frame = frameOf(trajectory.path)
  const path = trajectory.path.map((point) => framed(frame, point))
  return {
    frame,
    path,
    others: trajectory.others.map((other) => ({
      position: other.position,
      path: other.path.map((point) => framed(frame, point)),
    })),
    ...frameWords(frame, trajectory.words, path),
  }
}

/** Words in the framed space of a picture, and the box around `path` and the bulk of them. */
export function frameWords(
  frame: Frame,
  given: TrajectoryWord[],
  path: readonly Point3[],
): Pick<FramedTrajectory, 'words' | 'ranked' | 'farWords' | 'box'> {
  const ranks = wordImportance(given)
  const all = given.map((word) => ({
    word,
    at: framed(frame, word.at),
    name: shortened(plainWord(word.text), longestName),
    importance: ranks.get(word.id) ?? 0,
  }))
  const words = all.filter(({ at }) => Math.hypot(...at) <= farRadius)
  return {
    words,
    ranked: words.toSorted((a, b) => b.importance - a.importance),
    farWords: all.filter(({ at }) => Math.hypot(...at) > farRadius),
    box: boxAround(
      path,
      words.map(({ at }) => at),
    ),
  }
}

/** The least and the greatest distance from the path to a side of the box: words may push it out so far. */
const boxPadding = 0.1
const boxReach = 0.15
/** The share of the words, on either side of each axis, that may lie outside the box. */
const outsideShare = 0.04

function boxAround(path: readonly Point3[], words: readonly Point3[]): Bounds {
  const { low, high } = bounds(path)
  const side = (axis: 0 | 1 | 2): [number, number] => {
    const sorted = words.map((word) => word[axis]).sort((a, b) => a - b)
    const rank = Math.floor(sorted.length * outsideShare)
    const [least, most] = [sorted[rank] ?? 0, sorted[sorted.length - 1 - rank] ?? 0]
    return [
      Math.min(low[axis] - boxPadding, Math.max(least, low[axis] - boxReach)),
      Math.max(high[axis] + boxPadding, Math.min(most, high[axis] + boxReach)),
    ]
  }
  const sides = [side(0), side(1), side(2)] as const
  return { low: [sides[0][0], sides[1][0], sides[2][0]], high: [sides[0][1], sides[1][1], sides[2][1]] }
}

function bounds(points: readonly Point3[]): Bounds {
  if (points.length === 0) return { low: [0, 0, 0], high: [0, 0, 0] }
  const along = (axis: 0 | 1 | 2) => points.map((point) => point[axis])
  const least = (axis: 0 | 1 | 2) => Math.min(...along(axis))
  const most = (axis: 0 | 1 | 2) => Math.max(...along(axis))
  return { low: [least(0), least(1), least(2)], high: [most(0), most(1), most(2)] }
}

function distance(a: Point3, b: Point3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

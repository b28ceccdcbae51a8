import { projector, type Viewport } from '../../shared/figures/camera'
import type { FramedTrajectory } from '../../shared/figures/frame'
import { within } from '../../shared/figures/label-layout'
import type { TrajectoryLayout } from '../../shared/figures/trajectory-layout'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { Point3, Trajectory } from '../../shared/trajectory'
import type { Pixels } from './camera-moves'
import type { Hovered } from './hovered'

/** How near, in pixels, the pointer must come: less to a word, of which there are many. */
const reach = { station: 10, word: 7, other: 8 } as const

export interface PickFrom {
  readonly trajectory: Trajectory
  readonly framed: FramedTrajectory
  readonly layout: TrajectoryLayout
  readonly camera: Camera
  readonly viewport: Viewport
  readonly showOthers: boolean
  readonly pinned: ReadonlySet<number>
}

/** What lies under the pointer: a station before a word before another token's path; a word by its label, too. */
export function pick(pointer: Pixels, from: PickFrom): Hovered | null {
  const { trajectory, framed, layout, camera, viewport, showOthers, pinned } = from
  const eye = projector(camera, viewport)
  const away = (at: Point3): number => {
    const seen = eye.point(at)
    return seen ? Math.hypot(seen.x - pointer.x, seen.y - pointer.y) : Number.POSITIVE_INFINITY
  }

  const station = nearest(framed.path, reach.station, away)
  if (station !== null) return { kind: 'station', index: station }

  const indexOf = (id: number) => trajectory.words.findIndex((word) => word.id === id)
  const label = layout.labels.find(({ key, box }) => key.startsWith('word:') && within(pointer, box))
  if (label) return { kind: 'word', index: indexOf(Number(label.key.slice('word:'.length))) }

  const far = framed.farWords.filter(({ word }) => pinned.has(word.id))
  const words = far.length === 0 ? framed.words : [...framed.words, ...far]
  const word = nearest(words, reach.word, ({ at }) => away(at))
  if (word !== null) return { kind: 'word', index: indexOf(words[word]!.word.id) }

  if (!showOthers) return null
  const other = nearest(framed.others, reach.other, ({ path }) => Math.min(...path.map(away)))
  return other === null ? null : { kind: 'other', index: other }
}

function nearest<T>(all: readonly T[], reachable: number, away: (one: T) => number): number | null {
  let best: number | null = null
  let least = reachable
  for (const [index, one] of all.entries()) {
    const distance = away(one)
    if (distance > least) continue
    least = distance
    best = index
  }
  return best
}

import type { StationKind } from '../../taps'
import type { Trajectory } from '../../trajectory'
import { type Box, boxOf } from '../label-layout'
import { percent } from '../numbers'
import { stationName } from '../station-name'
import { longestName, plainWord, shortened } from '../words'

/** What a film says above paths that grow in it. */
export interface Heading {
  /** The step that is being taken. */
  readonly text: string
  /** What the model would say at the station that the path has come to. */
  readonly note: string
  readonly x: number
  readonly y: number
  readonly size: number
  /** Where it stands in all frames, however long its words are in this one. */
  readonly box: Box
}

const [left, size] = [14, 14]
/** The legend's own line, and the one below it. */
const [beside, below] = [22, 44]
/** So wide are the longest of its words, in pixels. */
const widest = 300

/** At the top left, at the same place throughout; below the legend where that leaves no room beside it. */
export function headingOf(
  stations: readonly { readonly layer: number; readonly kind: StationKind }[],
  reach: number,
  note: string,
  legend: readonly Box[],
): Heading {
  const at = Math.min(stations.length - 1, Math.ceil(reach - 1e-9))
  const y = legend.every(({ x0 }) => x0 > left + widest) ? beside : below
  return { text: stationName(stations[at]!), note, x: left, y, size, box: boxOf(left, y, widest, size) }
}

/** What the model would say at the station that a path has come to. */
export function saidAt({ steps }: Trajectory, reach: number): string {
  const step = steps[Math.min(steps.length - 1, Math.floor(reach + 1e-9))]
  const quoted = (text: string) => `\u201c${shortened(plainWord(text), longestName)}\u201d`
  const likeliest = step?.lens?.[0]
  if (likeliest) return `likeliest ${quoted(likeliest.text)} ${percent(likeliest.probability)}`
  const nearest = step?.nearest[0]
  return nearest ? `nearest ${quoted(nearest.text)}` : ''
}

import type { Sliced } from '../../slices'
import {
  type Box,
  boxesMeet,
  discMeetsBox,
  encloses,
  type LabelField,
  type LabelRequest,
  lengthInside,
  type PlacedLabel,
  placesAround,
  within,
} from '../label-layout'

/** What asks for a label in one frame, and what stands there already. */
export interface AskingLabels {
  readonly requests: readonly LabelRequest[]
  readonly field: LabelField
}

export interface LabelTimes {
  /** A label is written for so many frames at least, or not at all. */
  readonly least: number
  /** In so many frames it comes, and goes. */
  readonly fade: number
  /** Whether the last frame is followed by the first. */
  readonly cyclic: boolean
}

/** A label that is written in a frame: in which of the places around its point, and how strongly. */
export interface WrittenLabel {
  readonly key: string
  readonly place: number
  readonly opacity: number
}

/** Labels of a film, a list for each frame. */
export type FilmLabels = readonly (readonly WrittenLabel[])[]

/** Written labels where their points are seen in a frame. */
export function placedLabels(written: readonly WrittenLabel[], { requests }: AskingLabels): PlacedLabel[] {
  const asked = new Map(requests.map((request) => [request.key, request]))
  return written.flatMap(({ key, place, opacity }) => {
    const request = asked.get(key)
    const label = request && placesOf(request)[place]
    return label ? [{ ...label, opacity }] : []
  })
}

/** So many words are tried for each that may be written: most of the others would find no place anyway. */
const tried = 3

/** So many frames are gone through in one step of the work. */
const perStep = 8
/** Of the work, about so much is finding what asks for labels. */
const askingShare = 0.5

/**
 * Labels that keep their places while the picture turns: one stays on the same side of its point for as long as nothing else comes
 * there, and comes and goes slowly, where a layout made anew for each frame would have them jump. The more important label
 * chooses first, for all frames at once, as in maps that are turned (Gemsa, Nöllenburg and Rutter 2016, ‘Consistent labeling of
 * rotating maps’). `asking` is called once for each frame.
 */
export function* filmLabels(
  count: number,
  asking: (frame: number) => AskingLabels,
  times: LabelTimes,
): Sliced<FilmLabels> {
  const frames: AskingLabels[] = []
  const asked: Map<string, LabelRequest>[] = []
  const best = new Map<string, LabelRequest>()
  for (let frame = 0; frame < count; frame++) {
    yield (askingShare * frame) / count
    const one = asking(frame)
    frames.push(one)
    asked.push(new Map(one.requests.map((request) => [request.key, request])))
    keepBest(best, one.requests)
  }
  const written: WrittenLabel[][] = frames.map(() => [])
  const taken: Box[][] = frames.map(({ field }) => [...field.boxes])
  const texts = new Set<string>()
  const used = new Map<string, number>()
  const limits = frames[0]?.field.limits ?? {}
  const order = inOrder(best, limits)
  for (const [index, { key, first }] of order.entries()) {
    const share = askingShare + ((1 - askingShare) * index) / order.length
    const { limit, once } = first
    if (limit !== undefined && (used.get(limit) ?? 0) >= (limits[limit] ?? Number.POSITIVE_INFINITY)) continue
    const name = once === undefined ? null : `${once}\n${first.text}`
    if (name !== null && texts.has(name)) continue
    const requests = asked.map((requests) => requests.get(key))
    const placed = yield* runsOf(requests, frames, taken, times, share)
    for (const { start, length, place } of placed) {
      for (let step = 0; step < length; step++) {
        const frame = (start + step) % frames.length
        const whole = length === frames.length
        const rises = whole || (start === 0 && !times.cyclic) ? 1 : (step + 1) / (times.fade + 1)
        const falls =
          whole || (start + length === frames.length && !times.cyclic) ? 1 : (length - step) / (times.fade + 1)
        written[frame]!.push({ key, place, opacity: Math.min(1, rises, falls) })
        taken[frame]!.push(placesOf(requests[frame]!)[place]!.box)
      }
    }
    if (placed.length === 0) continue
    if (limit !== undefined) used.set(limit, (used.get(limit) ?? 0) + 1)
    if (name !== null) texts.add(name)
  }
  return written
}

/** Keeps of each label that asks the request of the frame in which it is most important. */
function keepBest(best: Map<string, LabelRequest>, requests: readonly LabelRequest[]): void {
  for (const request of requests) {
    const before = best.get(request.key)
    if (request.text !== '' && (!before || request.importance > before.importance)) best.set(request.key, request)
  }
}

/** Every label that any frame asks for, the most important first. */
function inOrder(
  best: ReadonlyMap<string, LabelRequest>,
  limits: LabelField['limits'],
): { key: string; first: LabelRequest }[] {
  const counted = new Map<string, number>()
  return [...best]
    .map(([key, first]) => ({ key, first }))
    .sort((a, b) => b.first.importance - a.first.importance || (a.key < b.key ? -1 : 1))
    .filter(({ first: { limit } }) => {
      if (limit === undefined) return true
      const many = (counted.get(limit) ?? 0) + 1
      counted.set(limit, many)
      return many <= tried * (limits[limit] ?? Number.POSITIVE_INFINITY)
    })
}

function placesOf(request: LabelRequest): PlacedLabel[] {
  const [own, other] = [placesAround(request), request.otherwise ? placesAround(request.otherwise) : []]
  return [...own, ...other]
}

interface Run {
  readonly start: number
  readonly length: number
  readonly place: number
}

/**
 * For how long a label stands where: the longest stretch in one place first, then what is left in others. Places around the point come
 * before those around its substitute, and what is clear of lines before what may lie across them.
 */
function* runsOf(
  requests: readonly (LabelRequest | undefined)[],
  frames: readonly AskingLabels[],
  taken: readonly (readonly Box[])[],
  { least, cyclic }: LabelTimes,
  share: number,
): Sliced<Run[]> {
  const runs: Run[] = []
  const covered = frames.map(() => false)
  const mayCross = requests.some((request) => request?.mayCross)
  for (const round of rounds) {
    const free = yield* freeIn(round, requests, frames, taken, share)
    const shortest = Math.min(frames.length, round.crossing || !mayCross ? least : 2 * least)
    for (;;) {
      let best: Run | null = null
      for (const [place, of] of free) {
        const run = longestRun(
          of.map((one, frame) => one && !covered[frame]),
          cyclic,
        )
        if (run && run.length > (best?.length ?? 0)) best = { ...run, place }
      }
      if (!best || best.length < shortest) break
      runs.push(best)
      for (let step = 0; step < best.length; step++) covered[(best.start + step) % frames.length] = true
    }
    if (covered.every(Boolean)) break
  }
  return runs
}

interface Round {
  /** Whether it is about the request's substitute. */
  readonly other: boolean
  readonly crossing: boolean
}

const rounds: readonly Round[] = [
  { other: false, crossing: false },
  { other: false, crossing: true },
  { other: true, crossing: false },
  { other: true, crossing: true },
]

/** For each place of a round the frames in which it is free. */
function* freeIn(
  { other, crossing }: Round,
  requests: readonly (LabelRequest | undefined)[],
  frames: readonly AskingLabels[],
  taken: readonly (readonly Box[])[],
  share: number,
): Sliced<Map<number, boolean[]>> {
  const free = new Map<number, boolean[]>()
  for (const [frame, whole] of requests.entries()) {
    if (frame % perStep === 0) yield share
    const request = other ? whole?.otherwise : whole
    if (!request || (crossing && !request.mayCross)) continue
    for (const [index, label] of placesAround(request).entries()) {
      const place = other ? index + around : index
      const of = free.get(place) ?? frames.map(() => false)
      free.set(place, of)
      of[frame] = isFree(request, label, frames[frame]!.field, taken[frame]!, crossing)
    }
  }
  return free
}

/** So many places there are around a point. */
const around = 8

function isFree(
  request: LabelRequest,
  { box }: PlacedLabel,
  field: LabelField,
  taken: readonly Box[],
  crossing: boolean,
): boolean {
  if (!within(request, field.bounds) || !encloses(field.bounds, box)) return false
  if (taken.some((other) => boxesMeet(box, other)) || field.discs.some((disc) => discMeetsBox(disc, box))) return false
  return crossing || !field.lines.some((line) => lengthInside(line, box) > 0)
}

/** The longest stretch of `true`; in a circle it may go on from the end to the start. */
function longestRun(of: readonly boolean[], cyclic: boolean): Omit<Run, 'place'> | null {
  const gap = of.indexOf(false)
  if (gap < 0) return { start: 0, length: of.length }
  const first = cyclic ? gap : 0
  let best: Omit<Run, 'place'> | null = null
  let length = 0
  for (let step = 0; step < of.length; step++) {
    const frame = (first + step) % of.length
    length = of[frame] ? length + 1 : 0
    if (length > (best?.length ?? 0)) best = { start: (frame - length + 1 + of.length) % of.length, length }
  }
  return best
}

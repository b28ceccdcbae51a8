import type { StationKind } from '../taps'
import type { Point3, Trajectory } from '../trajectory'
import { type AxesGeometry, axesGeometry, shadowOf } from './axes'
import { type Projected, projector, type Viewport } from './camera'
import { type Caption, captionParts, layoutCaption } from './caption'
import { dotStyle, labelledRadius } from './cloud'
import type { AskingLabels } from './film/film-labels'
import { type Heading, headingOf, saidAt } from './film/heading'
import type { FramedTrajectory, FramedWord } from './frame'
import {
  type Box,
  clipLine,
  type Disc,
  type LabelRequest,
  type Line,
  layoutLabels,
  type PlacedLabel,
  type Side,
  within,
} from './label-layout'
import { type Legend, layoutLegend } from './legend'
import { fixed, percent } from './numbers'
import { stationName } from './station-name'
import { type } from './theme'
import type { Camera, TrajectorySpec } from './trajectory-spec'
import { legible, longestName, plainWord, shortened } from './words'

export { stationName } from './station-name'

/**
 * Where everything of a trajectory's picture stands, in pixels. The figure in a file draws all of it; the window's 3D view
 * draws the same points on the GPU and takes labels, legend and caption from here, so that the two agree.
 */
export interface TrajectoryLayout {
  readonly width: number
  readonly height: number
  readonly floor: readonly Line[]
  /** The side of a floor square, in the units of the vectors. */
  readonly square: number
  /** What the path casts on the floor. */
  readonly shadow: readonly Line[]
  readonly axes: readonly DrawnAxis[]
  /** Words without a label, furthest first; found when asked for, since the 3D view draws all words by itself. */
  readonly cloud: readonly CloudDot[]
  readonly named: readonly NamedDot[]
  readonly others: readonly OtherPath[]
  readonly steps: readonly DrawnStep[]
  readonly stations: readonly DrawnStation[]
  /** The marked station. */
  readonly mark: { readonly x: number; readonly y: number } | null
  readonly arrows: readonly DrawnArrow[]
  /** Where a path that still grows has come to. */
  readonly tip: { readonly x: number; readonly y: number } | null
  /** What asks for a label and what stands in its way; of a film, whose labels are placed for all frames at once. */
  readonly asking: AskingLabels
  readonly labels: readonly PlacedLabel[]
  /** Of a path that grows: the step that is being taken. */
  readonly heading: Heading | null
  readonly legend: Legend
  readonly caption: Caption
}

export interface DrawnAxis {
  readonly axis: 0 | 1 | 2
  readonly line: Line
  /** Whether the line ends where the axis does, and not at the picture's edge. */
  readonly whole: boolean
}

export interface CloudDot {
  readonly id: number
  readonly x: number
  readonly y: number
  readonly r: number
  readonly opacity: number
}

export interface NamedDot {
  readonly id: number
  readonly x: number
  readonly y: number
  readonly pinned: boolean
}

export interface OtherPath {
  readonly position: number
  /** The parts of it that lie in the picture. */
  readonly runs: readonly (readonly { readonly x: number; readonly y: number }[])[]
  readonly end: { readonly x: number; readonly y: number } | null
}

export interface DrawnStep {
  /** Index of the station at which it ends. */
  readonly station: number
  readonly kind: StationKind
  readonly line: Line
}

export interface DrawnStation {
  readonly index: number
  readonly kind: StationKind
  readonly role: StationRole
  readonly x: number
  readonly y: number
}

export type StationRole = 'start' | 'between' | 'end'

export interface LayoutOptions
  extends Pick<TrajectorySpec, 'camera' | 'width' | 'height' | 'show' | 'station' | 'moment'> {
  readonly pinned: ReadonlySet<number>
  /** Parts of the picture that something else stands on: no label is put there. */
  readonly reserved?: readonly Box[]
  /** Parts of a step, in framed space; those with a name ask for a label at their middle. */
  readonly arrows?: readonly LayoutArrow[]
  /** A film's; otherwise they are found places here. */
  readonly labels?: readonly PlacedLabel[] | undefined
}

export interface LayoutArrow {
  readonly key: string
  readonly name: string
  readonly from: Point3
  readonly to: Point3
  /** Drawn in the colour of this kind of attention; otherwise grey. */
  readonly by: 'attention' | 'cross' | null
  /** Drawn bold. */
  readonly pointed: boolean
}

export interface DrawnArrow extends Pick<LayoutArrow, 'key' | 'by' | 'pointed'> {
  readonly line: Line
  /** Whether the line ends where the arrow does, and not at the picture's edge. */
  readonly whole: boolean
}

export const stationRadius: Readonly<Record<StationRole, number>> = { start: 5, between: 3, end: 6 }
export const markRadius = 7.5
/** Of the dot where another token's path ends. */
export const otherRadius = 2
/** Of the disc where a path that grows has come to. */
export const tipRadius = 5
export const edge = 6

/** So many words in sight ask for a label, of all that a vocabulary has: no picture has room for the others. */
const mostAsking = 2000

/** A picture of a smaller area, in square pixels, labels fewer of its words, so that they stand no closer together. */
export const fullPicture = 600 * 400

/** In which order labels ask for a place. Words come last, by `wordImportance`, between 0 and 1. */
export const importance = { mark: 1000, ends: 900, arrow: 850, axis: 800, pinned: 700, layer: 600, other: 500 } as const

export function layoutTrajectory(
  trajectory: Trajectory,
  framed: FramedTrajectory,
  { camera, width, height, show, station, pinned, moment, reserved = [], arrows = [], ...given }: LayoutOptions,
): TrajectoryLayout {
  const { picture, visible, lineOf } = pictureOf(camera, { width, height })
  const geometry = axesGeometry(framed.box, framed.frame, moment?.from ?? camera)
  const reach = moment?.reach ?? framed.path.length
  const { path, tip } = travelled(framed.path, reach)
  const floor = geometry.floor.flatMap(([from, to]) => lineOf(from, to) ?? [])
  // Among other tokens' paths, a shadow would look like one of them.
  const cast = show.otherTokens ? [] : shadowOf(tip ? [...path, tip] : path, geometry, camera)
  const shadow = cast.flatMap(([from, to]) => lineOf(from, to) ?? [])
  const axes = drawnAxes(geometry, { visible, lineOf })

  const sight = { visible, lineOf }
  const { steps, stations, seenPath, mark } = drawnPath(trajectory.steps, framed.path, station, sight, reach)
  const last = framed.path.length - 1
  // It stays in sight while it rests at a station.
  const front = tip ?? (moment && reach < last ? path.at(-1) : null)
  const seenTip = front ? visible(front) : null

  const drawnArrows = arrows.flatMap(({ key, from, to, by, pointed }): DrawnArrow[] => {
    const line = lineOf(from, to)
    return line ? [{ key, by, pointed, line, whole: endsAt(line, visible(to)) }] : []
  })

  const others = show.otherTokens
    ? framed.others.map(({ position, path: other }): OtherPath => {
        const so = travelled(other, reach)
        const points = so.tip ? [...so.path, so.tip] : so.path
        const end = points.at(-1)
        return { position, runs: visibleRuns(points, lineOf), end: end ? visible(end) : null }
      })
    : []

  const words = askingWords(framed, pinned, visible).filter(({ word }) => word.station <= reach)

  const legend = layoutLegend({
    width,
    cross: trajectory.steps.some(({ kind }) => kind === 'cross'),
    parts: drawnArrows.length === 0 ? null : drawnArrows.some(({ by }) => by === 'cross') ? 'cross' : 'attention',
    otherTokens: show.otherTokens && others.length > 0,
    words: framed.words.length > 0 || pinned.size > 0,
  })
  const caption = layoutCaption(captionParts(trajectory, framed.words.length, width), { width, height }, reserved)

  const heading =
    moment && moment.reach !== null
      ? headingOf(trajectory.steps, moment.reach, saidAt(trajectory, moment.reach), legend.boxes)
      : null
  const asking: AskingLabels = {
    requests: [
      ...axisRequests(trajectory.basis, axes, picture),
      ...pathRequests(trajectory, seenPath, last, station),
      ...otherRequests(trajectory, framed, others),
      ...arrowRequests(arrows, visible),
      ...wordRequests(words, pinned),
    ],
    field: {
      bounds: { x0: edge, y0: edge, x1: width - edge, y1: height - edge },
      boxes: [...legend.boxes, ...caption.boxes, ...(heading ? [heading.box] : []), ...reserved],
      discs: [
        ...stations.map(stationDisc),
        ...(seenTip ? [{ ...seenTip, r: tipRadius + 1 }] : []),
        ...(mark ? [{ x: mark.x, y: mark.y, r: markRadius + 1 }] : []),
        ...others.flatMap(({ end }) => (end ? [{ x: end.x, y: end.y, r: otherRadius }] : [])),
      ],
      lines: [
        ...steps.map(({ line }) => line),
        ...axes.map(({ line }) => line),
        ...drawnArrows.map(({ line }) => line),
      ],
      limits: { word: Math.round(show.words * Math.min(1, (width * height) / fullPicture)) },
    },
  }
  const labels = given.labels ?? layoutLabels(asking.requests, asking.field)

  return {
    width,
    height,
    floor,
    square: geometry.square,
    shadow,
    axes,
    get cloud() {
      const all = [...framed.words, ...framed.farWords.filter(({ word }) => pinned.has(word.id))]
      return cloudOf(wordsInSight(all, visible), labels, pinned, camera)
    },
    named: namedOf(words, labels, pinned),
    others,
    steps,
    stations,
    mark,
    arrows: drawnArrows,
    tip: seenTip,
    asking,
    labels,
    heading,
    legend,
    caption,
  }
}

/** The stations that a path has come to after so many steps, and where it is on its way to the next; null at a station. */
export function travelled(path: readonly Point3[], reach: number): { path: readonly Point3[]; tip: Point3 | null } {
  const whole = Math.floor(reach)
  const [from, to] = [path[whole], path[whole + 1]]
  const share = reach - whole
  if (!from || !to) return { path, tip: null }
  const at = (axis: 0 | 1 | 2) => from[axis] + share * (to[axis] - from[axis])
  return { path: path.slice(0, whole + 1), tip: share > 0 ? [at(0), at(1), at(2)] : null }
}

/** What a camera sees of framed space within a picture. */
export interface PictureSight {
  readonly picture: Box
  /** Null for what lies outside the picture. */
  visible(at: Point3): Projected | null
  /** The part of a line that lies in the picture. */
  lineOf(from: Point3, to: Point3): Line | null
}

export function pictureOf(camera: Camera, { width, height }: Viewport): PictureSight {
  const picture: Box = { x0: 0, y0: 0, x1: width, y1: height }
  const eye = projector(camera, { width, height })
  return {
    picture,
    visible(at) {
      const seen = eye.point(at)
      return seen && within(seen, picture) ? seen : null
    },
    lineOf(from, to) {
      const seen = eye.segment(from, to)
      return seen ? clipLine({ x1: seen[0].x, y1: seen[0].y, x2: seen[1].x, y2: seen[1].y }, picture) : null
    },
  }
}

/** The steps and stations of a path that lie in the picture, where each station is seen, and the marked one. */
export function drawnPath(
  kinds: readonly { readonly kind: StationKind }[],
  path: readonly Point3[],
  marked: number | null,
  { visible, lineOf }: Omit<PictureSight, 'picture'>,
  reach = path.length,
): Pick<TrajectoryLayout, 'steps' | 'stations' | 'mark'> & { readonly seenPath: readonly (Projected | null)[] } {
  const { path: come, tip } = travelled(path, reach)
  const steps = kinds.flatMap(({ kind }, index): DrawnStep[] => {
    const [from, to] = [come[index - 1], come[index] ?? tip]
    const line = from && to ? lineOf(from, to) : null
    return line ? [{ station: index, kind, line }] : []
  })
  const seenPath = come.map(visible)
  const last = path.length - 1
  const stations = seenPath.flatMap((seen, index): DrawnStation[] => {
    const kind = kinds[index]?.kind
    if (!seen || !kind) return []
    return [{ index, kind, role: stationRole(index, last), x: seen.x, y: seen.y }]
  })
  return { steps, stations, seenPath, mark: marked === null ? null : (seenPath[marked] ?? null) }
}

export function drawnAxes(geometry: AxesGeometry, { visible, lineOf }: Omit<PictureSight, 'picture'>): DrawnAxis[] {
  return geometry.axes.flatMap(({ axis, from, to }): DrawnAxis[] => {
    const line = lineOf(from, to)
    if (!line) return []
    return [{ axis, line, whole: endsAt(line, visible(to)) }]
  })
}

export function wordsInSight(words: readonly FramedWord[], visible: PictureSight['visible']): SeenWord[] {
  return words.flatMap((framedWord): SeenWord[] => {
    const seen = visible(framedWord.at)
    return seen ? [{ ...framedWord, ...seen }] : []
  })
}

/** The words in sight that ask for a label: the pinned ones, then those that deserve it most. */
function askingWords(
  { ranked, farWords }: FramedTrajectory,
  pinned: ReadonlySet<number>,
  visible: PictureSight['visible'],
): SeenWord[] {
  const isPinned = ({ word }: FramedWord) => pinned.has(word.id)
  const asking = pinned.size === 0 ? [] : wordsInSight([...ranked, ...farWords].filter(isPinned), visible)
  for (const word of ranked) {
    if (asking.length >= mostAsking) break
    const seen = isPinned(word) ? null : visible(word.at)
    if (seen) asking.push({ ...word, ...seen })
  }
  return asking
}

/** Words as faint dots, furthest first: those without a label that nobody has pinned. */
export function cloudOf(
  words: readonly SeenWord[],
  labels: readonly PlacedLabel[],
  pinned: ReadonlySet<number>,
  camera: Camera,
): CloudDot[] {
  const isNamed = isNamedBy(labels, pinned)
  return words
    .filter((word) => !isNamed(word))
    .sort((a, b) => b.depth - a.depth)
    .map(({ word, x, y, depth }) => {
      const { radius, opacity } = dotStyle(depth, camera.distance)
      return { id: word.id, x, y, r: radius, opacity }
    })
}

/** Words as strong dots: those with a label beside them and those that a person has pinned. */
export function namedOf(
  words: readonly SeenWord[],
  labels: readonly PlacedLabel[],
  pinned: ReadonlySet<number>,
): NamedDot[] {
  return words
    .filter(isNamedBy(labels, pinned))
    .map(({ word, x, y }) => ({ id: word.id, x, y, pinned: pinned.has(word.id) }))
}

function isNamedBy(labels: readonly PlacedLabel[], pinned: ReadonlySet<number>): (one: FramedWord) => boolean {
  const written = new Set(labels.map(({ key }) => key))
  return ({ word }) => pinned.has(word.id) || written.has(`word:${word.id}`)
}

export function stationRole(index: number, last: number): StationRole {
  return index === last ? 'end' : index === 0 ? 'start' : 'between'
}

function endsAt({ x2, y2 }: Line, tip: Projected | null): boolean {
  return tip !== null && Math.hypot(tip.x - x2, tip.y - y2) < 0.5
}

export function stationDisc({ x, y, role }: DrawnStation): Disc {
  return { x, y, r: stationRadius[role] + 1 }
}

function visibleRuns(path: readonly Point3[], lineOf: (from: Point3, to: Point3) => Line | null) {
  const runs: { x: number; y: number }[][] = []
  for (let index = 1; index < path.length; index++) {
    const line = lineOf(path[index - 1]!, path[index]!)
    if (!line) continue
    const run = runs.at(-1)
    const tail = run?.at(-1)
    if (run && tail && Math.hypot(tail.x - line.x1, tail.y - line.y1) < 1e-6) run.push({ x: line.x2, y: line.y2 })
    else
      runs.push([
        { x: line.x1, y: line.y1 },
        { x: line.x2, y: line.y2 },
      ])
  }
  return runs
}

/** An axis seen nearly end on says nothing about direction, and is not named; in a small picture all are shorter. */
const shortestNamedAxis = (picture: Box) => 28 * Math.min(1, (picture.y1 - picture.y0) / 360)

/** Where on an axis its name may stand, by the share of its length. */
const alongAxis = [1, 0.5, 0.75, 0.25]

export function axisRequests(
  { shares, directions = [] }: Pick<Trajectory['basis'], 'shares' | 'directions'>,
  axes: readonly DrawnAxis[],
  picture: Box,
): LabelRequest[] {
  const middle = (picture.x0 + picture.x1) / 2
  return axes
    .filter(({ line }) => Math.hypot(line.x2 - line.x1, line.y2 - line.y1) >= shortestNamedAxis(picture))
    .map(({ axis, line }) => {
      const upright = Math.abs(line.y2 - line.y1) > Math.abs(line.x2 - line.x1)
      const request: LabelRequest = {
        key: `axis:${axis}`,
        text: axisName(axis, directions),
        note: `(${percent(shares[axis])})`,
        x: Math.min(picture.x1 - edge, Math.max(picture.x0 + edge, line.x2)),
        y: Math.min(picture.y1 - edge, Math.max(picture.y0 + edge, line.y2)),
        marker: 2,
        importance: importance.axis - axis,
        depth: 0,
        size: type.label,
        weight: 600,
        leader: 'none',
        mayCross: true,
        prefer: upright ? (line.y2 < line.y1 ? 'above' : 'below') : line.x2 > line.x1 ? 'right' : 'left',
      }
      // Along the axis where its tip has no room, say behind a legend or a caption.
      return alongAxis.reduceRight<LabelRequest | undefined>((otherwise, share) => {
        const at = { x: line.x1 + share * (line.x2 - line.x1), y: line.y1 + share * (line.y2 - line.y1) }
        const prefer: Side = upright ? (at.x < middle ? 'left' : 'right') : 'below'
        const moved = share === 1 ? request : { ...request, ...at, leader: 'short' as const, prefer }
        return otherwise ? { ...moved, otherwise } : moved
      }, undefined)!
    })
}

/** A direction by its two ends, the one that it grows toward last; a principal component by its number among those. */
export function axisName(axis: 0 | 1 | 2, directions: NonNullable<Trajectory['basis']['directions']> = []): string {
  const direction = directions[axis]
  if (!direction) return `PC ${axis + 1 - directions.length}`
  return shortened(legible(direction.ends.join(' \u2192 ')), longestName)
}

function pathRequests(
  trajectory: Trajectory,
  seenPath: readonly (Projected | null)[],
  last: number,
  marked: number | null,
): LabelRequest[] {
  return trajectory.steps.flatMap((step, index): LabelRequest[] => {
    const seen = seenPath[index]
    if (!seen) return []
    const base = { x: seen.x, y: seen.y, depth: seen.depth, leader: 'long', mayCross: true, station: index } as const
    const strong = { ...base, size: type.strong, weight: 600 } as const
    const role = stationRole(index, last)
    const marker = Math.max(stationRadius[role], index === marked ? markRadius : 0) + 1
    if (role === 'start')
      return [{ ...strong, marker, key: 'start', importance: importance.ends, ...startName(trajectory) }]
    if (role === 'end')
      return [{ ...strong, marker, key: 'end', importance: importance.ends + 1, ...endName(trajectory) }]
    if (index === marked) {
      const note = `\u2016\u0394\u2016 ${fixed(step.length, 1)}`
      return [{ ...strong, marker, key: 'mark', importance: importance.mark, text: stationName(step), note }]
    }
    if (step.kind !== 'mlp') return []
    return [
      {
        ...base,
        key: `layer:${step.layer}`,
        text: `L${step.layer}`,
        marker,
        importance: importance.layer + layerRoundness(step.layer),
        size: type.label,
        weight: 400,
        leader: 'none',
        mayCross: false,
      },
    ]
  })
}

/** Where not every layer has room for its number, the round ones keep theirs. */
export function layerRoundness(layer: number): number {
  return layer % 10 === 0 ? 3 : layer % 5 === 0 ? 2 : layer % 2 === 0 ? 1 : 0
}

export function tokenName(trajectory: Trajectory, position: number): string {
  return shortened(plainWord(trajectory.tokens[position]?.text ?? ''), longestName)
}

function startName(trajectory: Trajectory): { text: string; note: string } {
  return { text: tokenName(trajectory, trajectory.position), note: 'embedding' }
}

/** What the end says: the likeliest next word of a language model, else the nearest word. */
function endName(trajectory: Trajectory): { text: string; note: string } {
  const step = trajectory.steps.at(-1)
  const after = `after L${step?.layer ?? 0}`
  const likeliest = step?.lens?.[0]
  if (likeliest) return { text: shortened(plainWord(likeliest.text), longestName), note: `likeliest ${after}` }
  const nearest = step?.nearest[0]
  // Of positions that are no words, none are near.
  if (nearest === undefined) return { text: 'end', note: after }
  return { text: shortened(plainWord(nearest.text), longestName), note: `nearest ${after}` }
}

function otherRequests(trajectory: Trajectory, framed: FramedTrajectory, others: readonly OtherPath[]): LabelRequest[] {
  return others.flatMap(({ position, end }, index): LabelRequest[] => {
    if (!end || !framed.others[index]) return []
    return [
      {
        key: `other:${position}`,
        text: tokenName(trajectory, position),
        x: end.x,
        y: end.y,
        depth: index,
        marker: otherRadius,
        importance: importance.other,
        size: type.label,
        weight: 400,
        leader: 'short',
        mayCross: false,
      },
    ]
  })
}

function arrowRequests(arrows: readonly LayoutArrow[], visible: (at: Point3) => Projected | null): LabelRequest[] {
  return arrows.flatMap(({ key, name, from, to, pointed }, index): LabelRequest[] => {
    const middle: Point3 = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2]
    const seen = name === '' ? null : visible(middle)
    if (!seen) return []
    return [
      {
        key: `part:${key}`,
        text: name,
        x: seen.x,
        y: seen.y,
        depth: seen.depth,
        marker: 3,
        importance: pointed ? importance.mark + 1 : importance.arrow - index,
        size: type.label,
        weight: pointed ? 600 : 400,
        leader: 'short',
        mayCross: pointed,
      },
    ]
  })
}

export type SeenWord = Projected & FramedWord

export function wordRequests(words: readonly SeenWord[], pinned: ReadonlySet<number>): LabelRequest[] {
  return words.map(({ word, name, importance: rank, x, y, depth }) => {
    const base = {
      ...{ key: `word:${word.id}`, text: name, x, y, depth, marker: labelledRadius, size: type.label },
      station: word.station,
    }
    return pinned.has(word.id)
      ? { ...base, weight: 600, importance: importance.pinned + rank, leader: 'long', mayCross: true }
      : { ...base, weight: 400, importance: rank, leader: 'none', mayCross: false, limit: 'word', once: 'word' }
  })
}

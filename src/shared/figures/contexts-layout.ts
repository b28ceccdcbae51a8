import type { Point3 } from '../trajectory'
import { axesGeometry } from './axes'
import type { Projected } from './camera'
import { axesKeep, type Caption, layoutCaption } from './caption'
import { discLeader, discsApart } from './contexts/letter-discs'
import { letterName, type ShownContexts, snippetOf, tokenOf } from './contexts-shown'
import type { ContextsSpec } from './contexts-spec'
import type { AskingLabels } from './film/film-labels'
import { type Heading, headingOf } from './film/heading'
import { type FramedTrajectory, framed, frameOf, frameWords } from './frame'
import { type Box, type LabelRequest, type Line, layoutLabels, type PlacedLabel } from './label-layout'
import { count, percent } from './numbers'
import { type } from './theme'
import {
  axisRequests,
  cloudOf,
  type DrawnAxis,
  drawnAxes,
  drawnPath,
  edge,
  fullPicture,
  importance,
  layerRoundness,
  namedOf,
  type PictureSight,
  pictureOf,
  type TrajectoryLayout,
  travelled,
  wordRequests,
  wordsInSight,
} from './trajectory-layout'

/** All paths in one framed space. What a lone path has beside it is empty. */
export interface FramedContexts extends FramedTrajectory {
  readonly paths: readonly (readonly Point3[])[]
}

export function frameContexts({ contexts }: ShownContexts): FramedContexts {
  const frame = frameOf(contexts.contexts.flatMap(({ path }) => path))
  const paths = contexts.contexts.map(({ path }) => path.map((point) => framed(frame, point)))
  return { frame, path: [], others: [], paths, ...frameWords(frame, contexts.words, paths.flat()) }
}

/** Where everything of the picture stands, in pixels; see `TrajectoryLayout`. */
export interface ContextsLayout
  extends Pick<TrajectoryLayout, 'floor' | 'square' | 'shadow' | 'cloud' | 'named' | 'asking'> {
  readonly width: number
  readonly height: number
  readonly axes: readonly DrawnAxis[]
  /** The active one last, so that it lies on top. */
  readonly paths: readonly DrawnContext[]
  readonly discs: readonly LetterDisc[]
  readonly labels: readonly PlacedLabel[]
  /** Of paths that grow: the step that is being taken. */
  readonly heading: Heading | null
  readonly caption: Caption
}

export interface DrawnContext extends Pick<TrajectoryLayout, 'steps' | 'stations' | 'mark'> {
  /** Index into the answer's contexts. */
  readonly context: number
  readonly letter: number
  readonly isActive: boolean
}

/** A path's letter, where the path ends, or where it has come to while it grows. */
export interface LetterDisc {
  readonly context: number
  readonly letter: number
  readonly x: number
  readonly y: number
  /** From the path's end to the disc, where others keep it away from there. */
  readonly leader: Line | null
}

export const pathWidth = { active: 2.6, other: 1.8, halo: 4.6 } as const
/** In pixels: stations, the disc with a letter at an end, the ring of the chosen station. */
export const markSize = { station: 2.4, start: 4, end: 8, ring: 6 } as const

export interface ContextsLayoutOptions
  extends Pick<ContextsSpec, 'camera' | 'width' | 'height' | 'words' | 'station' | 'moment'> {
  readonly reserved?: readonly Box[]
  /** A film's; otherwise they are found places here. */
  readonly labels?: readonly PlacedLabel[] | undefined
}

export function layoutContexts(
  shown: ShownContexts,
  space: FramedContexts,
  { camera, width, height, words: mostWords, station, moment, reserved = [], ...given }: ContextsLayoutOptions,
): ContextsLayout {
  const { contexts, letters, active } = shown
  const sight = pictureOf(camera, { width, height })
  const { picture, visible, lineOf } = sight
  const geometry = axesGeometry(space.box, space.frame, moment?.from ?? camera)
  const axes = drawnAxes(geometry, { visible, lineOf })
  const last = contexts.stations.length - 1
  const reach = moment?.reach ?? last
  const seenWords = wordsInSight(space.words, visible)
  const paths = space.paths
    .map(
      (path, context): DrawnContext => ({
        ...{ context, letter: letters[context]!, isActive: context === active },
        ...drawnPath(contexts.stations, path, station, sight, reach),
      }),
    )
    .sort((a, b) => Number(a.isActive) - Number(b.isActive))
  const discs = letterDiscs(paths, space, sight, reach)

  const kept = percent(
    Math.min(
      1,
      contexts.basis.shares.reduce((sum, share) => sum + share, 0),
    ),
  )
  const parts =
    width < 420
      ? [`${kept} of variance kept`]
      : [`${axesKeep(contexts.basis)} ${kept} of all paths’ variance`, `nearest ${count(contexts.words.length)} words`]
  const caption = layoutCaption(parts, { width, height }, reserved)
  const heading = moment && moment.reach !== null ? headingOf(contexts.stations, moment.reach, '', []) : null
  const asking: AskingLabels = {
    requests: [
      ...axisRequests(contexts.basis, axes, picture),
      ...pathRequests(shown, space, discs, visible, moment ? reach : null),
      ...wordRequests(
        seenWords.filter(({ word }) => word.station <= reach),
        noPins,
      ),
    ],
    field: {
      bounds: { x0: edge, y0: edge, x1: width - edge, y1: height - edge },
      boxes: [...caption.boxes, ...(heading ? [heading.box] : []), ...reserved],
      discs: [
        ...paths.flatMap(({ stations }) => stations.map(({ x, y }) => ({ x, y, r: markSize.station + 1 }))),
        ...discs.map(({ x, y }) => ({ x, y, r: markSize.end + 1 })),
      ],
      lines: [...paths.flatMap(({ steps }) => steps.map(({ line }) => line)), ...axes.map(({ line }) => line)],
      limits: { word: Math.round(mostWords * Math.min(1, (width * height) / fullPicture)) },
    },
  }
  const labels = given.labels ?? layoutLabels(asking.requests, asking.field)
  return {
    width,
    height,
    floor: geometry.floor.flatMap(([from, to]) => lineOf(from, to) ?? []),
    square: geometry.square,
    // Among so many paths, a shadow would look like one of them.
    shadow: [],
    axes,
    paths,
    cloud: cloudOf(seenWords, labels, noPins, camera),
    named: namedOf(seenWords, labels, noPins),
    discs,
    asking,
    labels,
    heading,
    caption,
  }
}

/** A path whose end is out of sight has its letter at the last station that is not. */
function letterDiscs(
  paths: readonly DrawnContext[],
  space: FramedContexts,
  { visible }: PictureSight,
  reach: number,
): LetterDisc[] {
  const fronts = paths.flatMap(({ context, letter, stations }) => {
    const { tip } = travelled(space.paths[context]!, reach)
    const front = tip ? visible(tip) : stations.findLast(({ index }) => index > 0 || reach === 0)
    return front ? [{ context, letter, x: front.x, y: front.y }] : []
  })
  // In the order of their letters, so that a stack of them is read as a row.
  fronts.sort((a, b) => a.letter - b.letter)
  const places = discsApart(fronts, markSize.end)
  return fronts.map((front, index) => {
    const place = places[index]!
    return { ...front, ...place, leader: discLeader(front, place, markSize.end) }
  })
}

/** No word is pinned among contexts. */
const noPins: ReadonlySet<number> = new Set()

/** Starts that are seen nearer to each other than this, in pixels, share one name. */
const sameStart = 8

function pathRequests(
  shown: ShownContexts,
  { paths }: FramedContexts,
  discs: readonly LetterDisc[],
  visible: (at: Point3) => Projected | null,
  /** Of a film. */
  come: number | null,
): LabelRequest[] {
  const { contexts, letters, active } = shown
  const last = contexts.stations.length - 1
  const reach = come ?? last
  const requests: LabelRequest[] = []
  const starts: { seen: Projected; of: number[] }[] = []
  for (const [context, path] of paths.entries()) {
    const start = path[0] && visible(path[0])
    const near = start && starts.find(({ seen }) => Math.hypot(seen.x - start.x, seen.y - start.y) < sameStart)
    if (near) near.of.push(context)
    else if (start) starts.push({ seen: start, of: [context] })
    const end = reach >= last && path[last] && visible(path[last])
    const disc = discs.find((one) => one.context === context)
    if (!end || !disc) continue
    requests.push({
      ...strong({ ...end, x: disc.x, y: disc.y }),
      station: last,
      key: `end:${context}`,
      text: snippetOf(shown, context),
      marker: markSize.end + 1,
      importance: importance.ends + (context === active ? 9 : 0),
    })
  }
  for (const { seen, of } of starts) {
    const names = [...new Set(of.map((context) => tokenOf(shown, context)))].join(', ')
    const lettersOf = of.map((context) => letterName(letters[context]!)).join(', ')
    requests.push({
      ...strong(seen),
      key: `start:${of[0]}`,
      text: names,
      note: starts.length > 1 ? `embedding, ${lettersOf}` : 'embedding',
      // In a film, letters set out from here side by side.
      marker: (come === null ? markSize.start : 2 * markSize.end) + 1,
      importance: importance.ends - 1,
    })
  }
  for (const [index, step] of contexts.stations.entries()) {
    const at = paths[active]?.[index]
    const seen = step.kind === 'mlp' && index < last && index <= reach && at ? visible(at) : null
    if (!seen) continue
    requests.push({
      station: index,
      x: seen.x,
      y: seen.y,
      depth: seen.depth,
      key: `layer:${step.layer}`,
      text: `L${step.layer}`,
      marker: markSize.station + 1,
      importance: importance.layer + layerRoundness(step.layer),
      size: type.label,
      weight: 400,
      leader: 'none',
      mayCross: false,
    })
  }
  return requests
}

function strong({ x, y, depth }: Projected) {
  return { x, y, depth, leader: 'long', mayCross: true, size: type.strong, weight: 600 } as const
}

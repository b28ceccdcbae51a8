import type { StationKind } from '../taps'
import type { Point3 } from '../trajectory'
import { axesGeometry } from './axes'
import type { Projected } from './camera'
import { axesKeep, type Caption, layoutCaption } from './caption'
import { letterName, type ShownContexts, snippetOf, tokenOf } from './contexts-shown'
import type { ContextsSpec } from './contexts-spec'
import { type FramedTrajectory, framed, frameOf, frameWords } from './frame'
import { type Box, type LabelRequest, type Line, layoutLabels, type PlacedLabel } from './label-layout'
import { count, percent } from './numbers'
import { type } from './theme'
import {
  axisRequests,
  cloudOf,
  type DrawnAxis,
  drawnAxes,
  edge,
  fullPicture,
  importance,
  layerRoundness,
  namedOf,
  pictureOf,
  type TrajectoryLayout,
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
export interface ContextsLayout extends Pick<TrajectoryLayout, 'floor' | 'square' | 'shadow' | 'cloud' | 'named'> {
  readonly width: number
  readonly height: number
  readonly axes: readonly DrawnAxis[]
  /** The active one last, so that it lies on top. */
  readonly paths: readonly DrawnContext[]
  readonly labels: readonly PlacedLabel[]
  readonly caption: Caption
}

export interface DrawnContext {
  /** Index into the answer's contexts. */
  readonly context: number
  readonly letter: number
  readonly isActive: boolean
  readonly steps: readonly { readonly station: number; readonly line: Line }[]
  readonly stations: readonly DrawnMark[]
  /** The chosen station. */
  readonly mark: DrawnMark | null
}

export interface DrawnMark {
  readonly station: number
  readonly kind: StationKind
  readonly x: number
  readonly y: number
}

export const pathWidth = { active: 2.6, other: 1.8, halo: 4.6 } as const
/** In pixels: stations, the disc with a letter at an end, the ring of the chosen station. */
export const markSize = { station: 2.4, start: 4, end: 8, ring: 6 } as const

export interface ContextsLayoutOptions extends Pick<ContextsSpec, 'camera' | 'width' | 'height' | 'words' | 'station'> {
  readonly reserved?: readonly Box[]
}

export function layoutContexts(
  shown: ShownContexts,
  space: FramedContexts,
  { camera, width, height, words: mostWords, station, reserved = [] }: ContextsLayoutOptions,
): ContextsLayout {
  const { contexts, letters, active } = shown
  const { picture, visible, lineOf } = pictureOf(camera, { width, height })
  const geometry = axesGeometry(space.box, space.frame, camera)
  const axes = drawnAxes(geometry, { visible, lineOf })
  const seenWords = wordsInSight(space.words, visible)
  const paths = space.paths
    .map((path, context): DrawnContext => {
      const stations = path.flatMap((at, index): DrawnMark[] => {
        const seen = visible(at)
        return seen ? [{ station: index, kind: contexts.stations[index]!.kind, x: seen.x, y: seen.y }] : []
      })
      return {
        context,
        letter: letters[context]!,
        isActive: context === active,
        steps: path.slice(1).flatMap((to, index) => {
          const line = lineOf(path[index]!, to)
          return line ? [{ station: index + 1, line }] : []
        }),
        stations,
        mark: stations.find((one) => one.station === station) ?? null,
      }
    })
    .sort((a, b) => Number(a.isActive) - Number(b.isActive))

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
  const last = contexts.stations.length - 1
  const labels = layoutLabels(
    [
      ...axisRequests(contexts.basis, axes, picture),
      ...pathRequests(shown, space, visible),
      ...wordRequests(seenWords, noPins),
    ],
    {
      bounds: { x0: edge, y0: edge, x1: width - edge, y1: height - edge },
      boxes: [...caption.boxes, ...reserved],
      discs: paths.flatMap(({ stations }) =>
        stations.map(({ x, y, station: at }) => ({ x, y, r: (at === last ? markSize.end : markSize.station) + 1 })),
      ),
      lines: [...paths.flatMap(({ steps }) => steps.map(({ line }) => line)), ...axes.map(({ line }) => line)],
      limits: { word: Math.round(mostWords * Math.min(1, (width * height) / fullPicture)) },
    },
  )
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
    labels,
    caption,
  }
}

/** No word is pinned among contexts. */
const noPins: ReadonlySet<number> = new Set()

/** Starts that are seen nearer to each other than this, in pixels, share one name. */
const sameStart = 8

function pathRequests(
  shown: ShownContexts,
  { paths }: FramedContexts,
  visible: (at: Point3) => Projected | null,
): LabelRequest[] {
  const { contexts, letters, active } = shown
  const last = contexts.stations.length - 1
  const requests: LabelRequest[] = []
  const starts: { seen: Projected; of: number[] }[] = []
  for (const [context, path] of paths.entries()) {
    const start = path[0] && visible(path[0])
    const near = start && starts.find(({ seen }) => Math.hypot(seen.x - start.x, seen.y - start.y) < sameStart)
    if (near) near.of.push(context)
    else if (start) starts.push({ seen: start, of: [context] })
    const end = path[last] && visible(path[last])
    if (!end) continue
    requests.push({
      ...strong(end),
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
      marker: markSize.start + 1,
      importance: importance.ends - 1,
    })
  }
  for (const [index, step] of contexts.stations.entries()) {
    const at = paths[active]?.[index]
    const seen = step.kind === 'mlp' && index < last && at ? visible(at) : null
    if (!seen) continue
    requests.push({
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

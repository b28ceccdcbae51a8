import type { Point3 } from '../../trajectory'
import type { MapQuestion, VocabularyPath } from '../../vocabulary-map'
import { axesGeometry } from '../axes'
import { type Caption, layoutCaption } from '../caption'
import { colourBarWidth } from '../colour-bar'
import { type Box, boxOf, type LabelRequest, type Line, layoutLabels, type PlacedLabel } from '../label-layout'
import { count, percent } from '../numbers'
import { textWidth } from '../text-width'
import { type } from '../theme'
import {
  axisRequests,
  drawnAxes,
  drawnPath,
  edge,
  fullPicture,
  importance,
  markRadius,
  pictureOf,
  stationDisc,
  stationName,
  stationRadius,
  stationRole,
  type TrajectoryLayout,
} from '../trajectory-layout'
import type { VocabularySpec } from '../vocabulary-spec'
import { longestName, plainWord, shortened } from '../words'
import { labelImportance, type SeenPoint, seenPoint, wordsAsking } from './asking-words'
import type { MapKey } from './map-colours'
import { eyeOf } from './point-grid'
import { framedStations, type ShownMap, wordName } from './shown-map'

/** Where all of a map's picture stands but the points themselves, in pixels: the window's 3D view and the figure take it from here. */
export interface MapLayout extends Pick<TrajectoryLayout, 'floor' | 'axes' | 'steps' | 'stations' | 'mark'> {
  readonly width: number
  readonly height: number
  /** From the word that was chosen to each of its neighbours. */
  readonly links: readonly Line[]
  /** Words with a label, and those that stand out. */
  readonly named: readonly (SeenPoint & { readonly marked: boolean })[]
  readonly labels: readonly PlacedLabel[]
  readonly key: KeyLayout
  readonly caption: Caption
}

export interface MapLayoutOptions
  extends Pick<VocabularySpec, 'camera' | 'width' | 'height' | 'labels' | 'word' | 'station'> {
  readonly marked: readonly number[]
  readonly path: VocabularyPath | null
  readonly colours: MapKey
  /** Parts of the picture that something else stands on: no label is put there. */
  readonly reserved?: readonly Box[]
}

export const namedRadius = 2.4
/** So many words in sight ask for a label, for each that may have one. */
const asking = 12
/** Of those that stand out, so many ask. */
const mostMarkedLabels = 60

export function layoutMap(shown: ShownMap, options: MapLayoutOptions): MapLayout {
  const { camera, width, height, labels: mostLabels, marked, word, station, path, colours, reserved = [] } = options
  const { cloud, sorted, map, words } = shown
  const sight = pictureOf(camera, { width, height })
  const eye = eyeOf(camera, { width, height })
  const geometry = axesGeometry(cloud.box, cloud.frame, camera)
  const axes = map.basis ? drawnAxes(geometry, sight) : []
  const stations = path ? framedStations(shown, path) : []
  const drawn = drawnPath(path?.stations ?? [], stations, station, sight)
  const pointOf = (id: number): Point3 => [cloud.at[id * 3]!, cloud.at[id * 3 + 1]!, cloud.at[id * 3 + 2]!]
  const links =
    word === null ? [] : marked.flatMap((id) => (id === word ? [] : (sight.lineOf(pointOf(word), pointOf(id)) ?? [])))

  const key = layoutKey(colours, width)
  const caption = layoutCaption(captionParts(shown, path, width), { width, height }, reserved)
  const limit = Math.round(mostLabels * Math.min(1, (width * height) / fullPicture))
  const strong = new Set(marked)
  const seenMarked = marked.flatMap((id) => seenPoint(cloud.at, id, eye) ?? [])
  const seen =
    sorted === null || limit === 0
      ? []
      : wordsAsking(sorted.grid, sorted.importance, eye, limit * asking).map((one) => ({
          ...one,
          rank: sorted.importance.rank[one.point]!,
        }))
  const base = { marker: namedRadius, size: type.label } as const
  const labels = layoutLabels(
    [
      ...(map.basis ? axisRequests(map.basis, axes, sight.picture) : []),
      ...pathRequests(path, drawn.seenPath, station),
      ...seenMarked.slice(0, mostMarkedLabels).map(({ point, x, y, depth }, place): LabelRequest => {
        const isWord = point === word
        const rank = importance.pinned - place / 10
        return {
          ...{ ...base, key: `word:${point}`, text: wordName(words, point), x, y, depth },
          ...{ weight: 600, importance: isWord ? importance.mark : rank, leader: isWord ? 'long' : 'short' },
          mayCross: isWord,
        }
      }),
      ...seen
        .filter(({ point }) => !strong.has(point))
        .map(
          ({ point, x, y, depth, rank }): LabelRequest => ({
            ...{ ...base, key: `word:${point}`, text: wordName(words, point), x, y, depth },
            ...{ importance: labelImportance(rank, depth, camera.distance), weight: 400, leader: 'none' },
            ...{ mayCross: false, limit: 'word', once: 'word' },
          }),
        ),
    ],
    {
      bounds: { x0: edge, y0: edge, x1: width - edge, y1: height - edge },
      boxes: [...key.boxes, ...caption.boxes, ...reserved],
      discs: [
        ...drawn.stations.map(stationDisc),
        ...(drawn.mark ? [{ x: drawn.mark.x, y: drawn.mark.y, r: markRadius + 1 }] : []),
      ],
      lines: [...drawn.steps.map(({ line }) => line), ...axes.map(({ line }) => line)],
      limits: { word: limit },
    },
  )
  const written = new Set(labels.map(({ key }) => key))
  return {
    ...{ width, height, axes, links, labels, key, caption },
    ...{ steps: drawn.steps, stations: drawn.stations, mark: drawn.mark },
    floor: geometry.floor.flatMap(([from, to]) => sight.lineOf(from, to) ?? []),
    named: [
      ...seen
        .filter(({ point }) => !strong.has(point) && written.has(`word:${point}`))
        .map((one) => ({ ...one, marked: false })),
      ...seenMarked.map((one) => ({ ...one, marked: true })),
    ],
  }
}

function pathRequests(
  path: VocabularyPath | null,
  seenPath: readonly ({ readonly x: number; readonly y: number; readonly depth: number } | null)[],
  marked: number | null,
): LabelRequest[] {
  if (!path) return []
  const last = seenPath.length - 1
  return seenPath.flatMap((seen, index): LabelRequest[] => {
    const role = stationRole(index, last)
    if (!seen || (role === 'between' && index !== marked)) return []
    const step = path.stations[index]!
    const token = plainWord(path.tokens[path.position]?.text ?? '')
    const isStart = role === 'start'
    return [
      {
        ...{ x: seen.x, y: seen.y, depth: seen.depth, leader: 'long', mayCross: true },
        ...{ size: type.strong, weight: 600 },
        key: isStart ? 'start' : role === 'end' ? 'end' : 'mark',
        text: isStart ? shortened(token, longestName) : stationName(step),
        note: isStart ? 'embedding' : '',
        marker: Math.max(stationRadius[role], index === marked ? markRadius : 0) + 1,
        importance: index === marked ? importance.mark : importance.ends,
      },
    ]
  })
}

/** Names of the tables that words are rows of, as pictures write them. */
export const tableNames = { embedding: 'the embedding', unembedding: 'the unembedding' } as const

/** What the picture is: `UMAP of the embedding’s rows`. */
export function layoutText({ layout, of, rows }: MapQuestion): string {
  const what = { pca: 'Principal components', umap: 'UMAP', axes: 'Chosen axes' }[layout.kind]
  return `${what} of ${tableNames[of]}\u2019s rows${rows === 'unit' ? ', each divided by its length' : ''}`
}

/** How much of the truth the picture shows. */
function captionParts({ map, flat }: ShownMap, path: VocabularyPath | null, width: number): string[] {
  const { layout, of, rows } = map.question
  const what = { pca: 'PCA', umap: 'UMAP', axes: 'Axes' }[layout.kind]
  const parts = [`${what} of ${of === 'embedding' ? 'W_E' : 'W_U'}${rows === 'unit' ? ', unit length' : ''}`]
  if (layout.kind === 'umap' && width >= 420) {
    parts.push(`${layout.neighbours} neighbours, minimum distance ${layout.minimumDistance}, seed ${layout.seed}`)
  }
  if (map.basis) {
    const [first, second, third] = map.basis.shares
    const kept = percent(Math.min(1, first + second + (flat ? 0 : third)))
    parts.push(width < 420 ? `${kept} of variance kept` : `${flat ? 'two' : 'three'} axes keep ${kept} of the variance`)
  }
  parts.push(`${count(map.words)} words`)
  if (path?.placed === 'by-nearest-words') parts.push('the path lies among its nearest words')
  return parts
}

/** What the colours mean, at the top right. */
export interface KeyLayout {
  readonly x: number
  readonly title: { readonly text: string; readonly x: number; readonly y: number }
  readonly colours: MapKey
  readonly boxes: readonly Box[]
}

export const keyTop = 22
export const keyLine = 16
const keyMargin = 14
export const swatchRadius = 4
export const swatchGap = 8
/** In a picture that is narrower than this, the key says no more than its title and its colours. */
const narrow = 300

function layoutKey(colours: MapKey, width: number): KeyLayout {
  if (width < narrow) return { x: 0, title: { text: '', x: 0, y: 0 }, colours, boxes: [] }
  const widths =
    colours.kind === 'scale'
      ? [textWidth(colours.title, type.note), colourBarWidth]
      : [
          textWidth(colours.title, type.note),
          ...colours.classes.map((one) => 2 * swatchRadius + swatchGap + textWidth(classText(one), type.label)),
        ]
  const x = width - keyMargin - Math.max(...widths)
  const lines = colours.kind === 'scale' ? 3 : colours.classes.length + 1
  return {
    x,
    title: { text: colours.title, x, y: keyTop },
    colours,
    boxes: Array.from({ length: lines }, (_, line) =>
      boxOf(x, keyTop + line * keyLine, width - keyMargin - x, type.note),
    ),
  }
}

/** A class with how many words it has. */
export function classText({ name, words }: { readonly name: string; readonly words: number }): string {
  return `${name}\u00a0\u00a0${count(words)}`
}

import { atOnce, type Sliced } from '../../slices'
import type { Point3 } from '../../trajectory'
import type { VocabularyMap, VocabularyPath, VocabularyWords } from '../../vocabulary-map'
import type { Viewport } from '../camera'
import { type FramedTrajectory, framed } from '../frame'
import { axisCamera, homeCamera } from '../trajectory-cameras'
import type { Camera } from '../trajectory-spec'
import { longestName, plainWord, shortened } from '../words'
import { type Importance, importanceBy } from './asking-words'
import { frameCloud, type MapCloud } from './cloud'
import { gridOf, type PointGrid } from './point-grid'

/** A map of all words with what is found once for it, whatever the camera: what the window and the figure are drawn from. */
export interface ShownMap {
  readonly words: VocabularyWords
  readonly map: VocabularyMap
  readonly cloud: MapCloud
  /** Null in a window until they are sorted: no word asks for a label then, and none is under a pointer or within a shape. */
  readonly sorted: SortedWords | null
  /** Whether all words lie on the plane of the first two components. */
  readonly flat: boolean
}

export interface SortedWords {
  readonly grid: PointGrid
  readonly importance: Importance
}

/** What a figure is drawn from. */
export interface SortedMap extends ShownMap {
  readonly sorted: SortedWords
}

export const isSorted = (shown: ShownMap): shown is SortedMap => shown.sorted !== null

/** Whole, where nobody waits. */
export function shownMap(words: VocabularyWords, map: VocabularyMap, flat: boolean): SortedMap {
  const shown = unsortedMap(words, map, flat)
  const grid = atOnce(gridOf(shown.cloud))
  return { ...shown, sorted: { grid, importance: atOnce(importanceOf(words)) } }
}

/** What can be drawn at once. */
export function unsortedMap(words: VocabularyWords, map: VocabularyMap, flat: boolean): ShownMap {
  return { words, map, cloud: frameCloud(map.positions, flat), sorted: null, flat }
}

/** A word as the picture writes it. */
export function wordName({ texts }: VocabularyWords, id: number): string {
  return shortened(plainWord(texts[id] ?? ''), longestName)
}

/** The stations of a path in the space of the picture. */
export function framedStations(
  { cloud, flat }: Pick<ShownMap, 'cloud' | 'flat'>,
  { stations }: VocabularyPath,
): Point3[] {
  return stations.map(({ at }) => {
    const [x, y, z] = framed(cloud.frame, at)
    return [x, y, flat ? 0 : z]
  })
}

/** What a camera is to have in view: all words, and a path over them. */
export function framedMap(
  shown: Pick<ShownMap, 'cloud' | 'flat'>,
  path: VocabularyPath | null,
): Pick<FramedTrajectory, 'frame' | 'box' | 'path'> {
  const { frame, box } = shown.cloud
  return { frame, box, path: path ? framedStations(shown, path) : [] }
}

/** Where a map is first looked at from. */
export function mapCamera(framed: ReturnType<typeof framedMap>, flat: boolean, viewport: Viewport): Camera {
  return flat ? axisCamera(framed, '1-2', viewport) : homeCamera(framed, viewport)
}

const wordLike = /^\p{L}[\p{L}\p{M}'’-]{2,}$/u
/** Words of a step. */
const wordsAtOnce = 4096

/**
 * All words in the order that they deserve a label in: whole words first, then pieces of words and signs, each by frequency rank
 * where there is one and by id elsewhere. What begins no word is a piece: in most vocabularies a word begins with a space.
 */
export function* importanceOf({ texts, ranks }: VocabularyWords): Sliced<Importance> {
  const count = texts.length
  const isSpaced = texts.some((text) => text.startsWith(' '))
  const keys = new Uint32Array(count)
  for (let id = 0; id < count; id++) {
    if (id % wordsAtOnce === 0) yield id / count / 2
    const text = texts[id]!
    const begins = isSpaced ? text.startsWith(' ') : !text.startsWith('##')
    const rank = ranks.of[id] ?? -1
    const group = begins && wordLike.test(text.trim()) ? 0 : 1
    keys[id] = group * 4 * count + (rank < 0 ? 2 * count + id : rank)
  }
  return importanceBy(yield* orderBy(keys))
}

const bits = 12

/** Places by their keys, of equals the first one first: a radix sort, since a comparison for each pair cannot be left off halfway. */
function* orderBy(keys: Uint32Array): Sliced<Uint32Array> {
  const count = keys.length
  const cells = 2 ** bits
  let order = keys.map((_, place) => place)
  for (let shift = 0; shift < 32; shift += bits) {
    const begins = new Uint32Array(cells + 1)
    for (const key of keys) begins[((key >>> shift) & (cells - 1)) + 1]!++
    yield 0.5 + shift / 64
    if (begins.includes(count, 1)) continue
    for (let cell = 0; cell < cells; cell++) begins[cell + 1]! += begins[cell]!
    const next = new Uint32Array(count)
    for (let at = 0; at < count; at++) {
      if (at % wordsAtOnce === 0) yield 0.5 + shift / 64
      const place = order[at]!
      next[begins[(keys[place]! >>> shift) & (cells - 1)]!++] = place
    }
    order = next
  }
  return order
}

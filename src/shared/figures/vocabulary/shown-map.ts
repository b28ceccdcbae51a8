import type { Point3 } from '../../trajectory'
import type { VocabularyMap, VocabularyPath, VocabularyWords } from '../../vocabulary-map'
import { framed } from '../frame'
import { longestName, plainWord, shortened } from '../words'
import { type Importance, importanceBy } from './asking-words'
import { frameCloud, type MapCloud } from './cloud'
import { gridOf, type PointGrid } from './point-grid'

/** A map of all words with what is found once for it, whatever the camera: what the window and the figure are drawn from. */
export interface ShownMap {
  readonly words: VocabularyWords
  readonly map: VocabularyMap
  readonly cloud: MapCloud
  readonly grid: PointGrid
  readonly importance: Importance
  /** Whether all words lie on the plane of the first two components. */
  readonly flat: boolean
}

export function shownMap(words: VocabularyWords, map: VocabularyMap, flat: boolean): ShownMap {
  const cloud = frameCloud(map.positions, flat)
  return { words, map, cloud, grid: gridOf(cloud), importance: importanceBy(importantFirst(words)), flat }
}

/** A word as the picture writes it. */
export function wordName({ texts }: VocabularyWords, id: number): string {
  return shortened(plainWord(texts[id] ?? ''), longestName)
}

/** The stations of a path in the space of the picture. */
export function framedStations({ cloud, flat }: ShownMap, { stations }: VocabularyPath): Point3[] {
  return stations.map(({ at }) => {
    const [x, y, z] = framed(cloud.frame, at)
    return [x, y, flat ? 0 : z]
  })
}

const wordLike = /^\p{L}[\p{L}\p{M}'’-]{2,}$/u

/**
 * All words in the order that they deserve a label in: whole words first, then pieces of words and signs, each by frequency rank
 * where there is one and by id elsewhere. What begins no word is a piece: in most vocabularies a word begins with a space.
 */
export function importantFirst({ texts, ranks }: VocabularyWords): Uint32Array {
  const count = texts.length
  const isSpaced = texts.some((text) => text.startsWith(' '))
  const keys = new Float64Array(count)
  for (let id = 0; id < count; id++) {
    const text = texts[id]!
    const begins = isSpaced ? text.startsWith(' ') : !text.startsWith('##')
    const rank = ranks.of[id] ?? -1
    const group = begins && wordLike.test(text.trim()) ? 0 : 1
    keys[id] = group * 4 * count + (rank < 0 ? 2 * count + id : rank)
  }
  return Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]!)
}

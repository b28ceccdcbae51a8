import { useEffect, useMemo, useState } from 'react'
import { create } from 'zustand'
import type { Progress } from '../../shared/contract'
import type { Camera, FigureTheme } from '../../shared/figures/trajectory-spec'
import { mostImportant } from '../../shared/figures/vocabulary/asking-words'
import {
  type MapColouring,
  type MapColours,
  mapColours,
  possibleColouring,
} from '../../shared/figures/vocabulary/map-colours'
import { inSlices } from '../../shared/slices'
import {
  type MapQuestion,
  readVocabularyMap,
  readVocabularyWords,
  type VocabularyMap,
  type VocabularyPath,
  type VocabularyWords,
  type WordNeighbours,
  type WordTable,
} from '../../shared/vocabulary-map'
import { othersTurn } from '../client/others-turn'
import { clients } from './clients'
import { createLook, type Look, useLookTarget } from './look'
import { type MapChoices, usualMap } from './map-address'
import { useSelection } from './selection'
import { useSession } from './session'
import { sortedWords, useImportance } from './shown-map'
import { findWords } from './word-matches'

/** What is looked at on the map. */
interface MapLook {
  /** null until a person moves it. */
  readonly camera: Camera | null
  readonly aspect: number
  /** Whether a drag draws a shape around words. */
  readonly lasso: boolean
  readonly query: string
  /** The word whose neighbours are shown. */
  readonly word: number | null
  /** Words that were encircled. */
  readonly chosen: Uint32Array | null
  readonly hovered: number | null
}

const nothingLookedAt = { camera: null, query: '', word: null, chosen: null, hovered: null, lasso: false } as const

export const useVocabulary = create<MapChoices & MapLook>()(() => ({
  ...usualMap,
  ...nothingLookedAt,
  aspect: 1.5,
}))

// Words are one model's, by their ids.
useSession.subscribe(({ model }, before) => {
  if (model?.fingerprint !== before.model?.fingerprint) useVocabulary.setState(nothingLookedAt)
})

/** How the map is made and drawn at the moment. */
export function mapChoices(): MapChoices {
  const { of, rows, layout, umap, clusters, colouring, flat, labels, path } = useVocabulary.getState()
  return { of, rows, layout, umap, clusters, colouring, flat, labels, path }
}

/** Another layout is another space, which wants another camera. */
export function chooseLayout(choices: Partial<MapChoices>): void {
  useVocabulary.setState({ ...choices, camera: null })
}

/** Shows a word's neighbours. */
export function chooseWord(word: number | null): void {
  useVocabulary.setState({ word, lasso: false })
}

export function chooseWords(chosen: Uint32Array | null): void {
  useVocabulary.setState({ chosen, word: null, lasso: false })
}

/** One step back on the map: the shape that is drawn, the word, the words that were encircled, what is searched for. */
export function stepBackOnMap(): boolean {
  const { lasso, word, chosen, query } = useVocabulary.getState()
  if (lasso) useVocabulary.setState({ lasso: false })
  else if (word !== null) useVocabulary.setState({ word: null })
  else if (chosen !== null) useVocabulary.setState({ chosen: null })
  else if (query !== '') useVocabulary.setState({ query: '' })
  else return false
  return true
}

/** The word table that can be chosen and is there: a model whose tables are one has the embedding alone. */
export function useMapQuestion(): MapQuestion | null {
  const { of, rows, layout, umap, clusters } = useVocabulary()
  const axes = useSelection((selection) => selection.axes)
  const common = { of, rows, clusters: { count: clusters, seed: 1 } }
  if (layout === 'pca') return { ...common, layout: { kind: 'pca' } }
  if (layout === 'umap') return { ...common, layout: { kind: 'umap', ...umap } }
  return axes.length === 0 ? null : { ...common, layout: { kind: 'axes', axes: [...axes] } }
}

interface OnModel {
  readonly path: string
  readonly device: ReturnType<typeof useSession.getState>['wish']
}

function useOnModel(): OnModel | null {
  const path = useSession((session) => session.model?.path)
  const device = useSession((session) => session.wish)
  return path === undefined ? null : { path, device }
}

type LongFile = Promise<AsyncIterator<Progress, File>>

/** An answer that comes as bytes, as what they hold. */
async function* readBytes<T>(
  call: LongFile,
  read: (bytes: ArrayBuffer) => T | Promise<T>,
): AsyncGenerator<Progress, T> {
  const iterator = await call
  let step = await iterator.next()
  while (!step.done) {
    yield step.value
    step = await iterator.next()
  }
  return read(await step.value.arrayBuffer())
}

/** A map of a million words takes thirty megabytes. */
const keptMaps = 3

const useWordsLook = createLook<OnModel & { of: WordTable }, VocabularyWords>(
  async (input, options) =>
    readBytes(clients().engine.vocabulary.words(input, options), (bytes) =>
      inSlices(readVocabularyWords(bytes), othersTurn),
    ),
  keptMaps,
)
const useMapLook = createLook<OnModel & MapQuestion, VocabularyMap>(
  async (input, options) => readBytes(clients().engine.vocabulary.map(input, options), readVocabularyMap),
  keptMaps,
)
const useNearestLook = createLook<OnModel & { of: WordTable; id: number; count: number }, WordNeighbours>(
  (input, options) => clients().engine.vocabulary.nearest(input, options),
)
const usePathLook = createLook<OnModel & MapQuestion & { position: number }, VocabularyPath>((input, options) =>
  clients().engine.vocabulary.path(
    input as Parameters<ReturnType<typeof clients>['engine']['vocabulary']['path']>[0],
    options,
  ),
)

/** What is known of each word. */
export function useMapWords(isVisible: boolean): Look<VocabularyWords> {
  const on = useOnModel()
  const of = useVocabulary((vocabulary) => vocabulary.of)
  return useWordsLook(isVisible && on ? { ...on, of } : null)
}

/** Where each word is. */
export function useMap(isVisible: boolean): Look<VocabularyMap> {
  const on = useOnModel()
  const question = useMapQuestion()
  return useMapLook(isVisible && on && question ? { ...on, ...question } : null)
}

/** So many neighbours of a word are listed and marked. */
export const neighboursShown = 20

/** The words nearest to the chosen one in the full space. */
export function useNeighbours(isVisible: boolean): Look<WordNeighbours> {
  const on = useOnModel()
  const of = useVocabulary((vocabulary) => vocabulary.of)
  const word = useVocabulary((vocabulary) => vocabulary.word)
  return useNearestLook(isVisible && on && word !== null ? { ...on, of, id: word, count: neighboursShown } : null)
}

/** The chosen token's path over the map; where none is asked for or nothing was run, none. */
export function usePathOverMap(isVisible: boolean): Look<VocabularyPath> {
  const target = useLookTarget()
  const question = useMapQuestion()
  const wanted = useVocabulary((vocabulary) => vocabulary.path)
  const position = useSelection((selection) => selection.position)
  const is = isVisible && wanted && target !== null && question !== null && position !== null
  return usePathLook(is ? { ...target, ...question, position } : null)
}

/** What the colours can be of. */
export function coloursOf(
  words: VocabularyWords,
  map: VocabularyMap,
  colouring: MapColouring,
  theme: FigureTheme,
): MapColours {
  return mapColours(words, map, possibleColouring(words, colouring), theme)
}

/** The field that words are searched in. */
export const searchFieldId = 'map-search'

/** Long enough to skip most keystrokes of a fast typist, short enough to feel live. */
const debounceMs = 120

async function findIn(words: VocabularyWords, query: string, signal: AbortSignal): Promise<Uint32Array> {
  return findWords(words, await sortedWords(words), query, signal)
}

/** What is typed, found in all words, the best first; null while that is being searched. */
function useMatches(words: VocabularyWords | null): Uint32Array | null {
  const query = useVocabulary((vocabulary) => vocabulary.query)
  const [found, setFound] = useState<{ words: VocabularyWords; query: string; ids: Uint32Array } | null>(null)
  useEffect(() => {
    if (query.trim() === '' || words === null) return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      findIn(words, query, controller.signal).then(
        (ids) => !controller.signal.aborted && setFound({ words, query, ids }),
        () => {
          // Another text is searched by now.
        },
      )
    }, debounceMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [words, query])
  return found && found.words === words && found.query === query ? found.ids : null
}

/** So many of those that are found or encircled ask for a label. */
const mostMarked = 60
/** So many rows a list has at most: who wants more asks more narrowly. */
export const mostListed = 200
const none: readonly number[] = []

export interface MarkedWords {
  /** All words that stand out; null where none are looked for. */
  readonly strong: ArrayLike<number> | null
  /** Those of them that are labelled first. */
  readonly marked: readonly number[]
  /** Those encircled that are listed, the most important first. */
  readonly listed: readonly number[]
  /** What is typed, found in all words, the best first; null while that is being searched. */
  readonly matches: Uint32Array | null
}

/** The words that stand out: a word and its neighbours, those encircled, those found. */
export function useMarkedWords(words: VocabularyWords | null, isVisible: boolean): MarkedWords {
  const word = useVocabulary((vocabulary) => vocabulary.word)
  const chosen = useVocabulary((vocabulary) => vocabulary.chosen)
  const query = useVocabulary((vocabulary) => vocabulary.query)
  const neighbours = useNeighbours(isVisible)
  const importance = useImportance(words)
  const matches = useMatches(words)
  const near = neighbours.answer?.word.id === word ? neighbours.answer : null
  return useMemo(() => {
    if (word !== null) {
      const ids = near ? [word, ...near.words.map(({ id }) => id)] : [word]
      return { strong: ids, marked: near ? ids : none, listed: none, matches }
    }
    if (chosen !== null) {
      const listed = importance ? mostImportant(chosen, importance, mostListed) : none
      return { strong: chosen, marked: listed.slice(0, mostMarked), listed, matches }
    }
    if (query.trim() === '' || matches === null) return { strong: null, marked: none, listed: none, matches }
    return { strong: matches, marked: [...matches.subarray(0, mostMarked)], listed: none, matches }
  }, [word, chosen, query, near, importance, matches])
}

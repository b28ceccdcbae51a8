import { useEffect, useState } from 'react'
import type { Importance } from '../../shared/figures/vocabulary/asking-words'
import { gridOf } from '../../shared/figures/vocabulary/point-grid'
import { importanceOf, type ShownMap, unsortedMap } from '../../shared/figures/vocabulary/shown-map'
import { inSlices } from '../../shared/slices'
import type { VocabularyMap, VocabularyWords } from '../../shared/vocabulary-map'
import { othersTurn } from '../client/others-turn'

const importances = new WeakMap<VocabularyWords, Promise<Importance>>()

/** In which order words deserve to be named, found once for them, while the window goes on. */
export function sortedWords(words: VocabularyWords): Promise<Importance> {
  const found = importances.get(words) ?? inSlices(importanceOf(words), othersTurn)
  importances.set(words, found)
  return found
}

/** Null until it is found. */
export function useImportance(words: VocabularyWords | null): Importance | null {
  const [found, setFound] = useState<{ words: VocabularyWords; importance: Importance } | null>(null)
  useEffect(() => {
    if (words) void sortedWords(words).then((importance) => setFound({ words, importance }))
  }, [words])
  return found?.words === words ? found.importance : null
}

interface Made {
  readonly words: VocabularyWords
  /** As far as it is. */
  now: ShownMap
  readonly whole: Promise<ShownMap>
}

const made = new WeakMap<VocabularyMap, { flat?: Made; solid?: Made }>()

/** A map as it can be drawn: with labels and something under the pointer as soon as its words are sorted, which holds up no frame. */
export function useShownMap(words: VocabularyWords, map: VocabularyMap, flat: boolean): ShownMap
export function useShownMap(words: VocabularyWords | null, map: VocabularyMap | null, flat: boolean): ShownMap | null
export function useShownMap(words: VocabularyWords | null, map: VocabularyMap | null, flat: boolean): ShownMap | null {
  const [, redraw] = useState(0)
  const own = words && map ? madeOf(words, map, flat) : null
  useEffect(() => {
    if (own === null || own.now.sorted) return
    let isGone = false
    void own.whole.then(() => {
      if (!isGone) redraw((count) => count + 1)
    })
    return () => {
      isGone = true
    }
  }, [own])
  return own?.now ?? null
}

/** The same object for the same map. */
function madeOf(words: VocabularyWords, map: VocabularyMap, flat: boolean): Made {
  const kept = made.get(map) ?? {}
  made.set(map, kept)
  const which = flat ? 'flat' : 'solid'
  const found = kept[which]
  if (found && found.words === words) return found
  const own: Made = { words, now: unsortedMap(words, map, flat), whole: sorted() }
  kept[which] = own
  return own

  async function sorted(): Promise<ShownMap> {
    // The points are drawn first.
    await othersTurn()
    const importance = await sortedWords(words)
    const grid = await inSlices(gridOf(own.now.cloud), othersTurn)
    own.now = { ...own.now, sorted: { grid, importance } }
    return own.now
  }
}

import { create } from 'zustand'
import { placeOfStation } from '../../shared/attention-places'
import type { Decomposition, DecompositionTarget } from '../../shared/decomposition'
import type { Direction } from '../../shared/direction'
import { clients } from './clients'
import { createLook, type Look, type LookTarget, useLookTarget } from './look'
import { useSelection, type WatchedWord } from './selection'
import { useSession } from './session'

/** How attention's step is taken apart. */
export type Apart = 'byHead' | 'bySource' | 'byPair'
/** What the map of the model counts. */
export type Measure = 'length' | 'end' | 'word' | 'words'

interface Choices {
  readonly apart: Apart
  readonly measure: Measure
  /** Null for the likeliest word at the end. */
  readonly word: WatchedWord | null
  /** Null for the next likely. */
  readonly than: WatchedWord | null
  /** Whether the picture shows the chosen attention step as arrows. */
  readonly arrows: boolean
  /** The part that the pointer or the keyboard is on: `partKey`. */
  readonly pointed: string | null
}

export const useMoveChoices = create<Choices>()(() => ({
  apart: 'byHead',
  measure: 'length',
  word: null,
  than: null,
  arrows: false,
  pointed: null,
}))

interface Question extends LookTarget {
  readonly position: number
  readonly layer: number
  readonly view: Decomposition['view']
  readonly target: DecompositionTarget
  readonly axes?: Direction[]
}

const useQuestion = createLook<Question, Decomposition>((input, options) =>
  clients().engine.analyse.decomposition(input, options),
)

/** The chosen token's step by the chosen station's attention or MLP, in parts; asks nothing while nobody looks. */
export function useMoves(isVisible: boolean): Look<Decomposition> {
  const run = useLookTarget()
  const position = useSelection((selection) => selection.position)
  const station = useSelection((selection) => selection.station)
  const chosenView = useSelection((selection) => selection.view)
  const axes = useSelection((selection) => selection.axes)
  const model = useSession((session) => session.model)
  const side = useSession((session) => session.ran?.tokens[position ?? -1]?.side)
  const measure = useMoveChoices((choices) => choices.measure)
  const { word, than } = useTargetWords()
  const target: DecompositionTarget =
    side === 'encoder' || !word
      ? { kind: 'end' }
      : measure === 'word'
        ? { kind: 'word', id: word.id }
        : than && measure === 'words'
          ? { kind: 'words', id: word.id, than: than.id }
          : { kind: 'end' }
  const view = chosenView === 'final' && model?.finalNorm === false ? 'raw' : chosenView
  const isAsked = isVisible && run !== null && model !== null && position !== null && station !== null
  const along = axes.length > 0 ? { axes: [...axes] } : {}
  const layer = isAsked ? placeOfStation(model, side, station) : 0
  return useQuestion(isAsked ? { ...run, position, layer, view, target, ...along } : null)
}

/** The words that contributions are counted toward: those chosen, else the likeliest two at the end of the path. */
export function useTargetWords(): { word: WatchedWord | null; than: WatchedWord | null } {
  const chosen = useMoveChoices((choices) => choices.word)
  const other = useMoveChoices((choices) => choices.than)
  const trajectory = useSession((session) => session.traced?.trajectory)
  const likely = trajectory?.steps.at(-1)?.lens ?? []
  const word = chosen ?? likely[0] ?? null
  const than = other ?? likely.find(({ id }) => id !== word?.id) ?? null
  return { word, than }
}

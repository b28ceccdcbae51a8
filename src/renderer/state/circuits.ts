import { useEffect, useMemo, useState } from 'react'
import { create } from 'zustand'
import { type Side, tokensOn } from '../../shared/attention-places'
import {
  type CircuitKind,
  type CircuitPairs,
  type CircuitReading,
  type CompositionKind,
  type HeadCircuit,
  type ModelCircuits,
  mostCircuitWords,
} from '../../shared/circuits'
import { Fault, type FaultData, toFaultData } from '../../shared/fault'
import type { DeviceWish, TokenInfo } from '../../shared/model-info'
import { useChosenHead, usePlaces } from './attention'
import { clients } from './clients'
import { createLook, type Look } from './look'
import type { WatchedWord } from './selection'
import { useSession } from './session'
import { parseTokenIds } from './token-ids'

export type CircuitSection = CircuitKind | 'heads'

/** A word that one side of the strongest pairs is held at. */
export type HeldWord = WatchedWord & { readonly as: 'from' | 'to' }

/** How circuits are looked at. */
interface Choices extends CircuitReading {
  readonly section: CircuitSection
  /** Words of the matrix; empty for the sentence's. */
  readonly words: string
  /** What of the whole vocabulary's pairs is asked for; null until somebody asks. */
  readonly pairs: { readonly held: HeldWord | null } | null
  readonly measure: 'copying' | 'previous' | 'induction'
  readonly kinds: readonly CompositionKind[]
  /** Null for one that leaves some tens. */
  readonly threshold: number | null
  /** Whether the chosen head's compositions are drawn, or all heads'. */
  readonly own: boolean
}

export const useCircuitChoices = create<Choices>()(() => ({
  section: 'qk',
  ...{ norms: 'folded', offset: 0, biases: false },
  words: '',
  pairs: null,
  measure: 'copying',
  kinds: ['k'],
  threshold: null,
  own: false,
}))

interface HeadQuestion extends CircuitReading {
  readonly path: string
  readonly device: DeviceWish
  readonly layer: number
  readonly head: number
  readonly circuit: CircuitKind
}

interface WordsQuestion extends HeadQuestion {
  readonly from: number[]
  readonly to: number[]
}

/** The head and how it is read; null without a model. */
function useHeadQuestion(): HeadQuestion | null {
  const path = useSession((session) => session.model?.path)
  const device = useSession((session) => session.wish)
  const { layer, head } = useChosenHead()
  const { section, norms, offset, biases } = useCircuitChoices()
  return useMemo(() => {
    if (path === undefined || section === 'heads') return null
    // What does not matter is asked for once.
    const isQk = section === 'qk'
    const reading = { norms, offset: isQk ? offset : 0, biases: isQk && biases }
    return { path, device, layer, head, circuit: section, ...reading }
  }, [path, device, layer, head, section, norms, offset, biases])
}

const useHeadLook = createLook<WordsQuestion, HeadCircuit>((input, options) =>
  clients().engine.circuits.head(input, options),
)

/** The chosen head's circuit on the sentence's words or typed ones. */
export function useHeadCircuit(looking: boolean): Look<HeadCircuit> {
  const question = useHeadQuestion()
  const words = useMatrixWords(question)
  return useHeadLook(looking && question && words ? { ...question, ...words } : null)
}

/** What is wrong with the words that were typed for the matrix, until others are. */
export const useWordsFault = create<{ readonly fault: FaultData | null }>()(() => ({ fault: null }))

interface PairsQuestion extends HeadQuestion {
  readonly held: { readonly id: number; readonly as: 'from' | 'to' } | null
  readonly count: number
}

const usePairsLook = createLook<PairsQuestion, CircuitPairs>((input, options) =>
  clients().engine.circuits.pairs(input, options),
)

/** So many of the strongest pairs, and of those below 0. */
const pairsShown = 12

/**
 * The strongest pairs over the whole vocabulary, once they were asked for: of the circuit that is shown, and so not before it, which
 * takes less time.
 */
export function useCircuitPairs(shown: HeadCircuit): Look<CircuitPairs> {
  const path = useSession((session) => session.model?.path)
  const device = useSession((session) => session.wish)
  const pairs = useCircuitChoices((choices) => choices.pairs)
  const { layer, head, circuit, norms, offset, biases, scores } = shown
  const held = pairs?.held ? { id: pairs.held.id, as: pairs.held.as } : null
  const question = { device, layer, head, circuit, norms, offset, biases, held, count: pairsShown }
  return usePairsLook(path !== undefined && pairs && scores ? { path, ...question } : null)
}

interface ModelQuestion extends Pick<CircuitReading, 'norms'> {
  readonly path: string
  readonly device: DeviceWish
}

const useModelLook = createLook<ModelQuestion, ModelCircuits>((input, options) =>
  clients().engine.circuits.model(input, options),
)

/** All heads of the open model. */
export function useModelCircuits(looking: boolean): Look<ModelCircuits> {
  const path = useSession((session) => session.model?.path)
  const device = useSession((session) => session.wish)
  const norms = useCircuitChoices((choices) => choices.norms)
  return useModelLook(looking && path !== undefined ? { path, device, norms } : null)
}

/** Long enough to skip most keystrokes of a fast typist. */
const debounceMs = 200

/** Ids of the matrix's words on both sides, each once; null while typed ones are being read. */
function useMatrixWords(question: HeadQuestion | null): Pick<WordsQuestion, 'from' | 'to'> | null {
  const typed = useCircuitChoices((choices) => choices.words)
  const ran = useSession((session) => session.ran)
  const model = useSession((session) => session.model)
  const places = usePlaces()
  const [read, setRead] = useState<{ readonly of: string; readonly ids: readonly number[] } | null>(null)
  const path = model?.path
  useEffect(() => {
    useWordsFault.setState({ fault: null })
    if (path === undefined || typed.trim() === '') return
    const of = `${path} ${typed}`
    const controller = new AbortController()
    const timer = setTimeout(() => {
      idsOf(typed, controller.signal).then(
        (ids) => {
          if (controller.signal.aborted) return
          setRead({ of, ids })
          const distinct = new Set(ids).size
          if (distinct > mostCircuitWords) useWordsFault.setState({ fault: tooMany(distinct) })
        },
        (error: unknown) => {
          if (controller.signal.aborted) return
          setRead({ of, ids: [] })
          useWordsFault.setState({ fault: toFaultData(error) })
        },
      )
    }, debounceMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [path, typed])
  const place = question ? places[question.layer] : undefined
  return useMemo(() => {
    if (!question || !place) return null
    const [from, to]: readonly [Side, Side] =
      question.circuit === 'qk' ? [place.queries, place.keys] : [place.keys, place.queries]
    if (typed.trim() !== '') {
      if (read?.of !== `${question.path} ${typed}`) return null
      const ids = unique(read.ids)
      return { from: ids, to: ids }
    }
    const tokens = ran?.tokens ?? []
    const own = (side: Side) => (side === 'states' ? [] : unique(tokensOn<TokenInfo>(tokens, side).map(({ id }) => id)))
    return { from: own(from), to: own(to) }
  }, [question, place, typed, read, ran])
}

function tooMany(words: number): FaultData {
  return Fault.input(`A matrix is of at most ${mostCircuitWords} words, and these are ${words}: the first are shown`, {
    place: 'words',
    remedy: 'Take some of them away.',
  }).data
}

function unique(ids: readonly number[]): number[] {
  return [...new Set(ids)].slice(0, mostCircuitWords)
}

/** Ids of typed words: by the tokenizer, or as they are where there is none. */
async function idsOf(typed: string, signal: AbortSignal): Promise<number[]> {
  const { model } = useSession.getState()
  if (!model) return []
  if (model.tokenizerMissing !== null) return parseTokenIds(typed, model.vocabulary)
  const asked = { path: model.path, text: typed, special: false }
  const { tokens } = await clients().engine.model.tokenize(asked, { signal })
  const own = model.encoder ? tokens.filter(({ side }) => side === 'encoder') : tokens
  return own.map(({ id }) => id)
}

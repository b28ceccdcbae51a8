import { create } from 'zustand'
import { attentionPlaces, placeOfStation, rangeOf } from '../../shared/attention-places'
import type { HeadDetail } from '../../shared/head-detail'
import { clients } from './clients'
import { createLook, type Look, type LookTarget, useLookTarget } from './look'
import { useSelection } from './selection'
import { useSession } from './session'

interface Question extends LookTarget {
  readonly layer: number
  readonly head: number | null
  readonly query: number
  readonly key: number | null
}

const useQuestion = createLook<Question, HeadDetail>(
  (input, options) => clients().engine.analyse.head(input, options),
  48,
)

/**
 * What the selection chooses of a head's row, as far as the model and the sentence have it; null where the choice is the
 * engine's. Null before a run.
 */
export function useHeadChoice(): Omit<Question, keyof LookTarget> | null {
  const model = useSession((session) => session.model)
  const tokens = useSession((session) => session.ran?.tokens)
  const states = useSession((session) => session.ran?.states ?? null)
  const position = useSelection((selection) => selection.position)
  const station = useSelection((selection) => selection.station)
  const head = useSelection((selection) => selection.head)
  const source = useSelection((selection) => selection.source)
  if (!model || !tokens?.length) return null
  const query = position !== null && position < tokens.length ? position : tokens.length - 1
  // Without a station it is the attention of the last one.
  const layer = placeOfStation(model, tokens[query]!.side, station ?? Number.POSITIVE_INFINITY)
  const place = attentionPlaces(model)[layer]!
  const keys = rangeOf(tokens, place.keys, states)
  const isKey = source !== null && source >= keys.first && source < keys.first + keys.count
  return { layer, head: head !== null && head < place.heads ? head : null, query, key: isKey ? source : null }
}

/**
 * One head's query at the chosen token and its key at the chosen source. What is not chosen is the engine's choice: the head
 * that looks hardest at a key, and the key with the largest weight.
 */
export function useHeadDetail(looking: boolean): Look<HeadDetail> {
  const run = useLookTarget()
  const choice = useHeadChoice()
  return useQuestion(looking && run && choice ? { ...run, ...choice } : null)
}

/** What the window divides scores by before the softmax: a what-if, 1 in the model. */
export const useTemperature = create<{ readonly temperature: number }>()(() => ({ temperature: 1 }))

export function setTemperature(temperature: number): void {
  useTemperature.setState({ temperature })
}

import { create } from 'zustand'
import { layerOfStation } from '../../shared/attention-places'
import type { HeadDetail } from '../../shared/head-detail'
import { clients } from './clients'
import { createLook, type Look, type LookTarget, useLookTarget } from './look'
import { selectStation, useSelection } from './selection'
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
  const tokens = useSession((session) => session.ran?.tokens.length ?? 0)
  const position = useSelection((selection) => selection.position)
  const station = useSelection((selection) => selection.station)
  const head = useSelection((selection) => selection.head)
  const source = useSelection((selection) => selection.source)
  if (!model || tokens === 0) return null
  return {
    layer: Math.min(model.layers - 1, layerOfStation(station ?? 2 * model.layers)),
    head: head !== null && head < model.heads ? head : null,
    query: position !== null && position < tokens ? position : tokens - 1,
    key: source !== null && source < tokens ? source : null,
  }
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

/** To the attention of a layer; a head that was chosen stays chosen. */
export function selectLayer(layer: number): void {
  selectStation(2 * layer + 1)
}

/** What the window divides scores by before the softmax: a what-if, 1 in the model. */
export const useTemperature = create<{ readonly temperature: number }>()(() => ({ temperature: 1 }))

export function setTemperature(temperature: number): void {
  useTemperature.setState({ temperature })
}

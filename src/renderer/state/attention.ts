import { useMemo } from 'react'
import { create } from 'zustand'
import { type Attention, type HeadMeasures, type LayerPatterns, readPatterns } from '../../shared/attention'
import {
  type AttentionPlace,
  attentionPlaces,
  isAmongSame,
  placeOfStation,
  rangeOf,
  type Side,
} from '../../shared/attention-places'
import type { AttentionShown } from '../../shared/figures/attention-spec'
import { type Head, isOfChosen, type PatternsByLayer, type ShownChoice } from '../../shared/shown-pattern'
import { clients } from './clients'
import { createLook, type Look, type LookTarget, useLookTarget } from './look'
import { useSelection } from './selection'
import { useSession } from './session'

export type HeadOrder = 'layer' | keyof HeadMeasures

/** Which heads are looked through: those whose measure is at least, or at most, a bound. */
export interface HeadFilter {
  readonly measure: keyof HeadMeasures
  readonly side: 'least' | 'most'
  readonly bound: number
}

interface Choices {
  readonly shown: AttentionShown
  readonly drawing: 'matrix' | 'lines' | 'image'
  readonly order: HeadOrder
  readonly filter: HeadFilter | null
}

export const useAttentionChoices = create<Choices>()(() => ({
  shown: 'head',
  drawing: 'matrix',
  order: 'layer',
  filter: null,
}))

const useMeasuresLook = createLook<LookTarget, Attention>((input, options) =>
  clients().engine.analyse.attention(input, options),
)

/** What every head does on the run on the screen. */
export function useAttention(looking: boolean): Look<Attention> {
  const target = useLookTarget()
  return useMeasuresLook(looking ? target : null)
}

interface PatternsQuestion extends LookTarget {
  readonly asked: readonly {
    readonly layer: number
    readonly shape: Pick<LayerPatterns, 'heads' | 'queries' | 'keys'>
  }[]
}

const usePatternsLook = createLook<PatternsQuestion, PatternsByLayer>(async (input, options) => read(input, options), 2)
const useFigurePatternsLook = createLook<PatternsQuestion, PatternsByLayer>(
  async (input, options) => read(input, options),
  1,
)

/** The patterns of several attentions, for the view: one place asks, since the newest question takes over. */
export function usePatterns(layers: readonly number[] | null): Look<PatternsByLayer> {
  return usePatternsLook(useQuestion(layers))
}

/** The same for the export dialog, which is open while the view asks for other layers. */
export function useFigurePatterns(layers: readonly number[] | null): Look<PatternsByLayer> {
  return useFigurePatternsLook(useQuestion(layers))
}

function useQuestion(layers: readonly number[] | null): PatternsQuestion | null {
  const target = useLookTarget()
  const places = usePlaces()
  const ran = useSession((session) => session.ran)
  if (!target || !ran || !layers) return null
  const asked = layers.flatMap((layer) => {
    const place = places[layer]
    if (!place) return []
    const count = (side: Side) => rangeOf(ran.tokens, side, ran.states).count
    return [{ layer, shape: { heads: place.heads, queries: count(place.queries), keys: count(place.keys) } }]
  })
  return asked.length > 0 ? { ...target, asked } : null
}

/** Layers that were read, the least recently used first; what goes beyond `keptBytes` is asked for again. */
const kept = new Map<string, LayerPatterns>()
const keptBytes = 128 * 2 ** 20

async function* read({ asked, ...run }: PatternsQuestion, options: { signal: AbortSignal }) {
  const answer = new Map<number, LayerPatterns>()
  for (const { layer, shape } of asked) {
    const key = JSON.stringify([run, layer])
    let patterns = kept.get(key)
    if (!patterns) {
      const call = await clients().engine.analyse.patterns({ ...run, layer }, options)
      let step = await call.next()
      while (!step.done) {
        yield step.value
        step = await call.next()
      }
      patterns = readPatterns(await step.value.arrayBuffer(), shape)
    }
    keep(key, patterns)
    answer.set(layer, patterns)
  }
  return answer
}

function keep(key: string, patterns: LayerPatterns): void {
  kept.delete(key)
  kept.set(key, patterns)
  let bytes = [...kept.values()].reduce((sum, { weights }) => sum + 2 * weights.byteLength, 0)
  for (const [oldest, { weights }] of kept) {
    if (bytes <= keptBytes || oldest === key) break
    kept.delete(oldest)
    bytes -= 2 * weights.byteLength
  }
}

/** The attentions of the open model, by number. */
export function usePlaces(): readonly AttentionPlace[] {
  const model = useSession((session) => session.model)
  return useMemo(() => (model ? attentionPlaces(model) : []), [model])
}

/** The head that is looked at: the selected one in the attention of the selected station, else the first of that. */
export function useChosenHead(): Head {
  const model = useSession((session) => session.model)
  const tokens = useSession((session) => session.ran?.tokens)
  const station = useSelection((selection) => selection.station)
  const position = useSelection((selection) => selection.position)
  const head = useSelection((selection) => selection.head)
  const places = usePlaces()
  const layer = model ? placeOfStation(model, tokens?.[position ?? -1]?.side, station ?? 0) : 0
  return { layer, head: head !== null && head < (places[layer]?.heads ?? 0) ? head : 0 }
}

/** The heads that are looked at together: as far as the model has them, and among the same tokens as the one that is looked at. */
export function useTogether(): readonly Head[] {
  const together = useSelection((selection) => selection.together)
  const places = usePlaces()
  const { layer: chosen } = useChosenHead()
  return useMemo(
    () =>
      together.filter(
        ({ layer, head }) => head < (places[layer]?.heads ?? 0) && isAmongSame(places[layer], places[chosen]),
      ),
    [together, places, chosen],
  )
}

/** Which pattern is shown: with no chosen heads left there is no mean of them, and one head takes its place. */
export function useShownChoice(): ShownChoice {
  const shown = useAttentionChoices((choices) => choices.shown)
  const { layer, head } = useChosenHead()
  const chosen = useTogether()
  const place = usePlaces()[layer]
  const isOwn = place === undefined || place.queries === place.keys
  return useMemo(() => {
    const noneOfMany = isOfChosen(shown) && chosen.length === 0
    return { shown: noneOfMany ? 'head' : shown === 'rollout' && !isOwn ? 'mean' : shown, layer, head, chosen }
  }, [shown, isOwn, layer, head, chosen])
}

/** Puts a head to the chosen ones, or takes it out; the first one joins the head `beside` that is looked at. */
export function toggleTogether(one: Head, beside?: Head): void {
  const { together } = useSelection.getState()
  const isSame = (other: Head) => other.layer === one.layer && other.head === one.head
  const next = together.some(isSame)
    ? together.filter((head) => !isSame(head))
    : [...(together.length === 0 && beside && !isSame(beside) ? [beside] : together), one]
  useSelection.setState({ together: next })
  const { shown } = useAttentionChoices.getState()
  if (next.length === 0) useAttentionChoices.setState({ shown: 'head' })
  else if (!isOfChosen(shown)) useAttentionChoices.setState({ shown: 'chosen-mean' })
}

/** Whether a filter keeps a head; a measure that the sentence cannot show is no measure of at least or at most anything. */
export function passes(filter: HeadFilter | null, measures: HeadMeasures): boolean {
  if (!filter) return true
  const value = measures[filter.measure]
  if (value === null) return false
  return filter.side === 'least' ? value >= filter.bound : value <= filter.bound
}

import { useMemo } from 'react'
import { create } from 'zustand'
import { type Attention, type HeadMeasures, type LayerPatterns, readPatterns } from '../../shared/attention'
import type { AttentionShown } from '../../shared/figures/attention-spec'
import { type Head, isOfChosen, type PatternsByLayer, type ShownChoice } from '../../shared/shown-pattern'
import { clients } from './clients'
import { layerOf } from './decomposition'
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
  readonly drawing: 'matrix' | 'lines'
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
  readonly heads: number
  readonly layers: readonly number[]
}

const usePatternsLook = createLook<PatternsQuestion, PatternsByLayer>(async (input, options) => read(input, options), 2)
const useFigurePatternsLook = createLook<PatternsQuestion, PatternsByLayer>(
  async (input, options) => read(input, options),
  1,
)

/** The patterns of several layers, for the view: one place asks, since the newest question takes over. */
export function usePatterns(layers: readonly number[] | null): Look<PatternsByLayer> {
  return usePatternsLook(useQuestion(layers))
}

/** The same for the export dialog, which is open while the view asks for other layers. */
export function useFigurePatterns(layers: readonly number[] | null): Look<PatternsByLayer> {
  return useFigurePatternsLook(useQuestion(layers))
}

function useQuestion(layers: readonly number[] | null): PatternsQuestion | null {
  const target = useLookTarget()
  const heads = useSession((session) => session.model?.heads)
  return target && heads && layers && layers.length > 0 ? { ...target, heads, layers } : null
}

/** Layers that were read, the least recently used first; what goes beyond `keptBytes` is asked for again. */
const kept = new Map<string, LayerPatterns>()
const keptBytes = 128 * 2 ** 20

async function* read({ layers, heads, ...run }: PatternsQuestion, options: { signal: AbortSignal }) {
  const answer = new Map<number, LayerPatterns>()
  for (const layer of layers) {
    const key = JSON.stringify([run, layer])
    let patterns = kept.get(key)
    if (!patterns) {
      const call = await clients().engine.analyse.patterns({ ...run, layer }, options)
      let step = await call.next()
      while (!step.done) {
        yield step.value
        step = await call.next()
      }
      const bytes = await step.value.arrayBuffer()
      patterns = readPatterns(bytes, heads, Math.round(Math.sqrt(bytes.byteLength / (8 * heads))))
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

/** The head that is looked at: the selected one in the layer of the selected station, else the first of that layer. */
export function useChosenHead(): Head {
  const layers = useSession((session) => session.model?.layers ?? 1)
  const heads = useSession((session) => session.model?.heads ?? 1)
  const station = useSelection((selection) => selection.station)
  const head = useSelection((selection) => selection.head)
  return { layer: Math.min(layers - 1, layerOf(station ?? 0)), head: head !== null && head < heads ? head : 0 }
}

/** The heads that are looked at together, as far as the model has them. */
export function useTogether(): readonly Head[] {
  const together = useSelection((selection) => selection.together)
  const layers = useSession((session) => session.model?.layers ?? 0)
  const heads = useSession((session) => session.model?.heads ?? 0)
  return useMemo(() => together.filter(({ layer, head }) => layer < layers && head < heads), [together, layers, heads])
}

/** Which pattern is shown: with no chosen heads left there is no mean of them, and one head takes its place. */
export function useShownChoice(): ShownChoice {
  const shown = useAttentionChoices((choices) => choices.shown)
  const { layer, head } = useChosenHead()
  const chosen = useTogether()
  return useMemo(
    () => ({ shown: isOfChosen(shown) && chosen.length === 0 ? 'head' : shown, layer, head, chosen }),
    [shown, layer, head, chosen],
  )
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

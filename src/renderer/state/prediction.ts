import { create } from 'zustand'
import type { Progress } from '../../shared/contract'
import { type FaultData, toFaultData } from '../../shared/fault'
import type { Generation, Prediction, SamplingSettings } from '../../shared/prediction'
import { clients } from './clients'
import { createLook, type Look, type LookTarget, useLookTarget } from './look'
import { useSelection } from './selection'
import { setSaid, setText } from './sentence'
import { useSession } from './session'
import { selectToken } from './trace'

interface PredictionInput extends LookTarget {
  readonly watch: number | null
}

const usePredictionLook = createLook<PredictionInput, Prediction>((input, options) =>
  clients().engine.analyse.prediction(input, options),
)

/** The predictions of the run on the screen; nothing is asked while nobody looks, or of a model that predicts no words. */
export function usePrediction(looking: boolean): Look<Prediction> {
  const target = useLookTarget()
  const watch = useSelection((selection) => selection.watch?.id ?? null)
  const predicts = useSession((session) => session.model?.languageModel === true)
  return usePredictionLook(target && looking && predicts ? { ...target, watch } : null)
}

/** The place among those predicted at that is looked at: that of the selected position, or the last. */
export function usePredictedPosition(prediction: Prediction): number {
  return placeIn(
    prediction,
    useSelection((selection) => selection.position),
  )
}

/** Where a position of the prompt is among those predicted at; the last for one that is not among them. */
export function placeIn({ tokens, first }: Pick<Prediction, 'tokens' | 'first'>, position: number | null): number {
  const place = (position ?? -1) - first
  return place >= 0 && place < tokens.length ? place : tokens.length - 1
}

export interface GenerationState {
  readonly settings: SamplingSettings & { readonly count: number }
  /** What is being generated, and how far it is. */
  readonly task: { readonly progress: Progress | null } | null
  /** The newest words, and the run that they go on with. */
  readonly done: { readonly of: LookTarget; readonly generation: Generation } | null
  readonly fault: FaultData | null
}

export const useGeneration = create<GenerationState>()(() => ({
  settings: { count: 8, temperature: 0.8, topK: 40, topP: 0.95, seed: 1 },
  task: null,
  done: null,
  fault: null,
}))

let working: AbortController | undefined

/** Goes on with the sentence of a run. */
export async function generate(of: LookTarget): Promise<void> {
  working?.abort()
  const controller = new AbortController()
  working = controller
  const { signal } = controller
  useGeneration.setState({ task: { progress: null }, fault: null })
  try {
    const input = { ...of, ...useGeneration.getState().settings }
    const generation = await clients().runLong((options) => clients().engine.generate(input, options), {
      signal,
      onProgress: (progress) => {
        if (!signal.aborted) useGeneration.setState({ task: { progress } })
      },
    })
    if (!signal.aborted) useGeneration.setState({ done: { of, generation } })
  } catch (error) {
    const fault = toFaultData(error)
    if (!signal.aborted && fault.kind !== 'cancelled') useGeneration.setState({ fault })
  } finally {
    if (working === controller) {
      working = undefined
      useGeneration.setState({ task: null })
    }
  }
}

export function stopGenerating(): void {
  working?.abort()
}

/** Makes the sentence and its first `count` new words the sentence, and looks at the last of them. */
export function takeUp({ words, before }: Generation, count: number): void {
  const { model, text, reading } = useSession.getState()
  const added = words.slice(0, count)
  const ids = model !== null && model.tokenizerMissing !== null
  const grown = (of: string) =>
    ids ? [of, ...added.map(({ id }) => id)].join(' ') : of + added.map((word) => word.text).join('')
  const start = ids ? String(model.encoder?.start ?? '') : ''
  if (model?.encoder) setSaid(grown(reading.said.trim() === '' ? start : reading.said))
  else setText(grown(text))
  selectToken(before + count - 1)
}

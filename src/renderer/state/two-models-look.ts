import { useMemo } from 'react'
import { type LayerPatterns, readPatterns } from '../../shared/attention'
import { type AttentionPlace, rangeOf } from '../../shared/attention-places'
import type { Progress, Prompt } from '../../shared/contract'
import type { Direction } from '../../shared/direction'
import type { TokenInfo } from '../../shared/model-info'
import type { TrajectoryView } from '../../shared/trajectory'
import type { TwoModels } from '../../shared/two-models'
import type { WeightErrors } from '../../shared/weight-errors'
import { clients } from './clients'
import { createLook, type Look, type LookTarget, useLookTarget } from './look'
import { useSelection } from './selection'
import { useSession } from './session'
import { useTwoModels } from './two-models'

/** What two models are compared in: the run on the screen and its token. */
export interface ModelsQuestion extends LookTarget {
  readonly other: string
  readonly position: number
  readonly view: TrajectoryView
  /** Directions that are the first axes of the paths. */
  readonly axes: Direction[]
}

/** Null while there is no reference, no run or no token. */
export function useModelsQuestion(): ModelsQuestion | null {
  const target = useLookTarget()
  const model = useSession((session) => session.model)
  const reference = useTwoModels((state) => state.reference)
  const position = useSelection((selection) => selection.position)
  const wished = useSelection((selection) => selection.view)
  const axes = useSelection((selection) => selection.axes)
  return useMemo(() => {
    if (!target || !model || !reference || position === null) return null
    const view = wished === 'final' && !(model.finalNorm && reference.finalNorm) ? 'raw' : wished
    return { ...target, other: reference.path, position, view, axes: [...axes] }
  }, [target, model, reference, position, wished, axes])
}

const useCompared = createLook<ModelsQuestion, TwoModels>((input, options) =>
  clients().engine.analyse.models(input, options),
)

export function useModelsLook(looking: boolean): Look<TwoModels> {
  const question = useModelsQuestion()
  return useCompared(looking ? question : null)
}

interface WeightsQuestion {
  readonly path: string
  readonly other: string
}

const useWeights = createLook<WeightsQuestion, WeightErrors>(
  (input, options) => clients().engine.analyse.weights(input, options),
  4,
)

/** The weights of the open model against the reference's; of no run. */
export function useWeightsLook(looking: boolean): Look<WeightErrors> {
  const path = useSession((session) => session.model?.path)
  const other = useTwoModels((state) => state.reference?.path)
  return useWeights(looking && path !== undefined && other !== undefined ? { path, other } : null)
}

type Pair = readonly [LayerPatterns, LayerPatterns]

interface PairQuestion extends LookTarget {
  readonly other: string
  /** The prompt as ids, for a model that may have no tokenizer. */
  readonly ids: Prompt
  readonly layer: number
  readonly shape: Pick<LayerPatterns, 'heads' | 'queries' | 'keys'>
}

const usePair = createLook<PairQuestion, Pair>(async (input, options) => readPair(input, options), 4)

async function* readPair(
  { path, other, prompt, ids, device, layer, shape }: PairQuestion,
  options: { signal: AbortSignal },
): AsyncGenerator<Progress, Pair> {
  const read = async function* (of: string, given: Prompt): AsyncGenerator<Progress, LayerPatterns> {
    const call = await clients().engine.analyse.patterns({ path: of, prompt: given, device, layer }, options)
    let step = await call.next()
    while (!step.done) {
      yield step.value
      step = await call.next()
    }
    return readPatterns(await step.value.arrayBuffer(), shape)
  }
  const reference = yield* read(other, ids)
  // The open model last, so that it stays the one that is ready.
  return [yield* read(path, prompt), reference]
}

/** One attention's patterns in both models; null for none. */
export function usePatternPair(answer: TwoModels | null, place: AttentionPlace | undefined, layer: number): Look<Pair> {
  const target = useLookTarget()
  const other = useTwoModels((state) => state.reference?.path)
  const question = useMemo(() => {
    if (!answer || !target || !place || other === undefined) return null
    const [queries, keys] = [place.queries, place.keys].map((side) => rangeOf(answer.tokens, side).count)
    const shape = { heads: place.heads, queries: queries!, keys: keys! }
    return { ...target, other, ids: idsOf(answer.tokens), layer, shape }
  }, [answer, target, place, other, layer])
  return usePair(question)
}

function idsOf(tokens: readonly TokenInfo[]): Prompt {
  const of = (said: boolean) => tokens.filter(({ side }) => (side === 'decoder') === said).map(({ id }) => id)
  return tokens.some(({ side }) => side === 'decoder')
    ? { ids: of(false), decoder: { ids: of(true) } }
    : { ids: of(false) }
}

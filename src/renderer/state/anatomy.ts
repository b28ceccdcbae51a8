import { create } from 'zustand'
import type { Anatomy, PartPlace, PublishedModel } from '../../shared/anatomy'
import type { Progress } from '../../shared/contract'
import {
  type CellMeasure,
  cellsOf,
  type MatrixCells,
  type MatrixFacts,
  type MatrixWindow,
  type Spectrum,
  spectrumWork,
  type WeightChoice,
  type WeightInfo,
} from '../../shared/matrix'
import { type AnatomyAddress, usualAnatomy } from './anatomy-address'
import { clients } from './clients'
import { createLook, type Look } from './look'
import { useSession } from './session'

interface AnatomyChoices extends AnatomyAddress {
  /** Null for the whole matrix. */
  readonly window: MatrixWindow | null
  /** The weight whose singular values were asked for though they take long, as `keyOf` says it. */
  readonly asked: string | null
}

const ofOneModel = { place: null, weight: null, window: null, asked: null } as const

export const useAnatomyChoices = create<AnatomyChoices>()(() => ({
  ...usualAnatomy,
  ...ofOneModel,
}))

// Places and weights are one model's.
useSession.subscribe(({ model }, before) => {
  if (model?.fingerprint !== before.model?.fingerprint) useAnatomyChoices.setState(ofOneModel)
})

export function anatomyAddress(): AnatomyAddress {
  const { section, against, length, cache, place, weight, measure } = useAnatomyChoices.getState()
  return { section, against, length, cache, place, weight, measure }
}

/** Shows the matrices of a part. */
export function showPart(place: PartPlace): void {
  useAnatomyChoices.setState({ section: 'matrix', place, weight: null, window: null })
}

export function chooseWeight(weight: WeightChoice): void {
  useAnatomyChoices.setState({ weight, window: null })
}

export function keyOf({ name, part }: WeightChoice): string {
  return `${part} ${name}`
}

/** A call without progress, as a look puts it. */
function atOnce<T>(call: Promise<T>): AsyncIterator<Progress, T> {
  return { next: async () => ({ done: true, value: await call }) }
}

interface ModelQuestion {
  readonly path: string
}

const useOwn = createLook<ModelQuestion, Anatomy>(async ({ path }, options) =>
  atOnce(clients().engine.model.anatomy({ path }, options)),
)

/** Where the parameters of the open model are; of no run. */
export function useAnatomy(looking: boolean): Look<Anatomy> {
  const path = useSession((session) => session.model?.path)
  return useOwn(looking && path !== undefined ? { path } : null)
}

const usePublishedList = createLook<{ readonly list: 'published' }, readonly PublishedModel[]>(async (_, options) =>
  atOnce(clients().engine.model.published(undefined, options)),
)

const published = { list: 'published' } as const

export function usePublished(): readonly PublishedModel[] {
  return usePublishedList(published).answer ?? []
}

const useOthers = createLook<{ readonly ids: readonly string[] }, readonly Anatomy[]>(async ({ ids }, options) =>
  atOnce(Promise.all(ids.map((id) => clients().engine.model.anatomy({ published: id }, options)))),
)

/** Those that stand beside the open model, in the order in which they were chosen. */
export function useAgainst(): readonly Anatomy[] {
  const chosen = useAnatomyChoices((choices) => choices.against)
  const published = usePublished()
  // An address may name what nobody knows.
  const ids = chosen.filter((id) => published.some((one) => one.id === id))
  return useOthers({ ids }).answer ?? []
}

const useWeightsOfPart = createLook<ModelQuestion & PartPlace, readonly WeightInfo[]>(async (input, options) =>
  atOnce(clients().engine.model.weights(input, options)),
)

/** The weights of the part that is looked at, and the one of them that is chosen. */
export function useChosenWeight(): {
  readonly weights: readonly WeightInfo[]
  readonly weight: WeightInfo | null
  /** Why there are none. */
  readonly fault: Look<unknown>['fault']
} {
  const path = useSession((session) => session.model?.path)
  const place = useAnatomyChoices((choices) => choices.place)
  const chosen = useAnatomyChoices((choices) => choices.weight)
  const look = useWeightsOfPart(path !== undefined && place ? { path, ...place } : null)
  const weights = look.stale ? [] : (look.answer ?? [])
  const weight = weights.find((one) => chosen && keyOf(one) === keyOf(chosen)) ?? weights[0] ?? null
  return { weights, weight, fault: look.fault }
}

interface WeightQuestion extends ModelQuestion {
  readonly weight: WeightChoice
}

function useQuestion(weight: WeightInfo | null): WeightQuestion | null {
  const path = useSession((session) => session.model?.path)
  return weight && path !== undefined ? { path, weight: { name: weight.name, part: weight.part } } : null
}

const useFacts = createLook<WeightQuestion, MatrixFacts>((input, options) =>
  clients().engine.analyse.matrix(input, options),
)

export function useMatrixFacts(weight: WeightInfo | null): Look<MatrixFacts> {
  return useFacts(useQuestion(weight))
}

const useSpectra = createLook<WeightQuestion, Spectrum>((input, options) =>
  clients().engine.analyse.spectrum(input, options),
)

/** Found without being asked for where they take a few seconds at most. */
const quickWork = 4e9

export function takesLong({ shape }: WeightInfo): boolean {
  return spectrumWork(shape) > quickWork
}

/** The singular values; of a matrix that takes long once somebody asks for them. */
export function useSpectrum(weight: WeightInfo | null): Look<Spectrum> & { readonly waits: boolean } {
  const asked = useAnatomyChoices((choices) => choices.asked)
  const waits = weight !== null && takesLong(weight) && asked !== keyOf(weight)
  const question = useQuestion(weight)
  return { ...useSpectra(waits ? null : question), waits }
}

/** A window with the cells that it was read in. */
export interface ShownCells extends MatrixCells {
  readonly key: string
  readonly window: MatrixWindow
  readonly measure: CellMeasure
}

interface CellsQuestion extends WeightQuestion, MatrixWindow {
  readonly height: number
  readonly width: number
  readonly measure: CellMeasure
}

const useCellsLook = createLook<CellsQuestion, ShownCells>(async (input, options) => readCells(input, options))

async function* readCells(
  input: CellsQuestion,
  options: { signal: AbortSignal },
): AsyncGenerator<Progress, ShownCells> {
  const call = await clients().engine.analyse.cells(input, options)
  let step = await call.next()
  while (!step.done) {
    yield step.value
    step = await call.next()
  }
  const { rows, columns, measure, weight } = input
  const { height, width } = cellsOf(input, input)
  const values = new Float32Array(await step.value.arrayBuffer())
  return { height, width, values, key: keyOf(weight), window: { rows, columns }, measure }
}

export function wholeWindow({ shape }: WeightInfo): MatrixWindow {
  return { rows: [0, shape[0]], columns: [0, shape[1]] }
}

/** The window that is looked at, in at most so many cells; null for the size of a picture that is not known yet. */
export function useCells(weight: WeightInfo | null, most: { height: number; width: number } | null): Look<ShownCells> {
  const measure = useAnatomyChoices((choices) => choices.measure)
  const window = useAnatomyChoices((choices) => choices.window)
  const question = useQuestion(weight)
  return useCellsLook(
    question && weight && most ? { ...question, ...(window ?? wholeWindow(weight)), ...most, measure } : null,
  )
}

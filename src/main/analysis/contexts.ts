import { setImmediate } from 'node:timers/promises'
import type { ContextPair, Contexts } from '../../shared/contexts'
import type { OnProgress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { DeviceName, TokenInfo } from '../../shared/model-info'
import type { Station } from '../../shared/taps'
import { type FloatTensor, floatTensor, row } from '../../shared/tensor'
import type { TrajectoryView } from '../../shared/trajectory'
import { basisFacts, fitBasis, type NamedDirection, project } from './basis'
import { partingStation } from './contexts-parting'
import { type Residuals, residualPaths } from './residual-paths'
import { cosine, distance } from './vectors'
import { seenThrough } from './view'
import type { Vocabulary } from './vocabulary'
import { wordsOfPath } from './words'

/** So many words may stand around all paths together, as around one path alone. */
const mostWords = 900
/** Of each station at least these, however many there are. */
const fewestPerStation = 12

/** One sentence, and the raw path of its compared token: [stations, d_model]. */
export interface Context {
  readonly tokens: readonly TokenInfo[]
  readonly position: number
  readonly fromStore: boolean
  readonly raw: FloatTensor
}

export interface ContextsRequest {
  readonly stations: readonly Station[]
  /** Two or more. */
  readonly contexts: readonly Context[]
  readonly view: TrajectoryView
  /** Directions that are the first axes; at most three. */
  readonly directions?: readonly NamedDirection[]
  readonly vocabulary: Pick<Vocabulary, 'size' | 'text' | 'embedded' | 'nearest' | 'finalNorm'>
  readonly model: Contexts['model']
  readonly device: DeviceName
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * The raw path of one token: [stations, d_model], a copy. Throws an `input` fault for a position that is not in the sentence
 * and an `environment` fault where a value is not finite.
 */
export function contextPath(residuals: Residuals, position: number, tokens: readonly TokenInfo[]): FloatTensor {
  demandPosition(position, tokens)
  return residualPaths(residuals, [position])
}

/** Throws an `input` fault for a position that is not in the sentence. */
export function demandPosition(position: number, tokens: readonly TokenInfo[]): void {
  if (position < tokens.length) return
  throw Fault.input(`Position ${position} is not in a prompt of ${tokens.length} tokens`, {
    remedy: `Choose one from 0 to ${tokens.length - 1}.`,
  })
}

/**
 * Several sentences' paths of one token each, in the three principal axes of all their points together as `view` shows them,
 * or along directions and in the principal axes of what is orthogonal to them, and how far every two are apart at each station. Distances and cosines are of raw vectors, whatever the view, so that they
 * compare with those of a single path. Throws a `cancelled` fault once `signal` is aborted.
 */
export async function compareContexts(request: ContextsRequest): Promise<Contexts> {
  const { stations, contexts, view, directions = [], vocabulary, model, device, onProgress, signal } = request
  const pause = async () => {
    await setImmediate()
    if (signal?.aborted) throw Fault.cancelled()
  }
  onProgress?.({ stage: 'analysing', done: null, total: null })
  await pause()
  const raw = together(contexts.map((context) => context.raw))
  const seen = await seenThrough(view, raw, vocabulary)
  const basis = fitBasis(
    seen,
    directions.map(({ vector }) => vector),
  )
  const points = project(seen, basis)
  const pairs = pairsOf(contexts, stations.length)

  await pause()
  const nearest = await vocabulary.nearest(
    raw,
    Math.min(vocabulary.size, Math.max(fewestPerStation, Math.ceil(mostWords / raw.shape[0]!))),
  )
  await pause()
  const around = wordsOfPath(nearest, mostWords).map(({ station: at, ...word }) => ({
    ...word,
    context: Math.floor(at / stations.length),
    station: at % stations.length,
  }))
  const words: Contexts['words'] = []
  for (const [index, { position }] of contexts.entries()) {
    const own = around.filter(({ context }) => context === index)
    if (own.length === 0) continue
    const ids = own.map(({ id }) => id)
    const starts = await vocabulary.embedded(ids, position)
    const places = project(await seenThrough(view, starts, vocabulary), basis)
    words.push(...own.map((word, w) => ({ ...word, text: vocabulary.text(word.id), at: places[w]! })))
  }

  return {
    model,
    device,
    view,
    stations: stations.map(({ tap, layer, kind }) => ({ tap, layer, kind })),
    contexts: contexts.map(({ tokens, position, fromStore }, index) => ({
      tokens: [...tokens],
      position,
      fromStore,
      path: points.slice(index * stations.length, (index + 1) * stations.length),
    })),
    basis: basisFacts(basis, directions),
    pairs,
    parting: partingStation(stations.map((_, s) => meanOf(pairs.map(({ cosines }) => cosines[s]!)))),
    words: words.sort((a, b) => b.cosine - a.cosine || a.id - b.id),
  }
}

function pairsOf(contexts: readonly Context[], stations: number): ContextPair[] {
  const every = Array.from({ length: stations }, (_, s) => s)
  return contexts.flatMap(({ raw: first }, a) =>
    contexts.slice(a + 1).map(({ raw: second }, later) => {
      const cosines = every.map((s) => cosine(row(first, s), row(second, s)))
      const distances = every.map((s) => distance(row(first, s), row(second, s)))
      return { a, b: a + 1 + later, distances, cosines, parting: partingStation(cosines) }
    }),
  )
}

/** Paths one below the other: [contexts · stations, d_model]. */
function together(paths: readonly FloatTensor[]): FloatTensor {
  const [stations, width] = paths[0]!.shape as [number, number]
  const data = new Float32Array(paths.length * stations * width)
  for (const [index, path] of paths.entries()) data.set(path.data, index * stations * width)
  return floatTensor(data, [paths.length * stations, width])
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

import { setImmediate } from 'node:timers/promises'
import type { OnProgress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { DeviceName, TokenInfo } from '../../shared/model-info'
import type { FloatTensor } from '../../shared/tensor'
import type { Point3, Trajectory, TrajectoryView } from '../../shared/trajectory'
import { basisFacts, fitBasis, type NamedDirection, project } from './basis'
import { readVocabulary } from './readings'
import { type Residuals, residualPaths, residualWidth } from './residual-paths'
import { trajectorySteps, wordsPerStep } from './steps'
import { seenThrough } from './view'
import type { Vocabulary } from './vocabulary'
import { wordsOfPath } from './words'

/** So many words may stand around a path: a cloud that says where the path runs, and that a picture can still turn quickly. */
const mostWords = 900
/** Of each station at least these, however many there are. */
const fewestPerStation = 12

/** Other tokens' paths are worked on in pieces of so many values, 4 MiB: between two, a cancel is heard. */
const pieceValues = 1 << 20

/** `stations` are `residualStations` of the model. */
export interface TrajectoryRequest extends Residuals {
  readonly tokens: readonly TokenInfo[]
  /** The traced token's index in `tokens`. */
  readonly position: number
  readonly view: TrajectoryView
  /** Token id whose probability is followed; null for the likeliest at the end. */
  readonly watch: number | null
  /** Directions that are the first axes; at most three. */
  readonly directions?: readonly NamedDirection[]
  readonly vocabulary: Vocabulary
  readonly model: Trajectory['model']
  readonly device: DeviceName
  readonly fromStore: boolean
  /** Called with stage `analysing`; counts tokens. */
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}

/**
 * One token's path along the residual stream: its steps measured on raw vectors, and its points in the three principal axes
 * of the path as `view` shows it, or along directions and in the principal axes of what is orthogonal to them. The axes are fitted to this path alone and then kept: other tokens and words are projected
 * into them. Every point and word is measured, and equal requests give equal answers.
 *
 * Throws an `input` fault for a position or a watched word that is not there, an `environment` fault where activations are not
 * finite, and a `cancelled` fault once `signal` is aborted.
 */
export async function analyseTrajectory(request: TrajectoryRequest): Promise<Trajectory> {
  const {
    stations,
    tokens,
    position,
    view,
    watch,
    directions = [],
    vocabulary,
    model,
    device,
    fromStore,
    onProgress,
    signal,
  } = request
  demandWithin('Position', position, tokens.length, 'the prompt')
  if (watch !== null) demandWithin('Token id', watch, vocabulary.size, 'the vocabulary')
  const pause = () => breathe(signal)
  const tell = (done: number) => onProgress?.({ stage: 'analysing', done, total: tokens.length })
  const see = (vectors: FloatTensor) => seenThrough(view, vectors, vocabulary)

  tell(0)
  await pause()
  const raw = residualPaths(request, [position])
  const seen = await see(raw)
  const basis = fitBasis(
    seen,
    directions.map(({ vector }) => vector),
  )

  // Before the vocabulary is asked, which takes longest: activations that are not finite are found without it.
  const others: Trajectory['others'] = []
  const elsewhere = tokens.map((_, index) => index).filter((index) => index !== position)
  const pieceTokens = Math.max(1, Math.floor(pieceValues / (stations.length * residualWidth(request))))
  for (let first = 0; first < elsewhere.length; first += pieceTokens) {
    await pause()
    const piece = elsewhere.slice(first, first + pieceTokens)
    const points = project(await see(residualPaths(request, piece)), basis)
    others.push(...piece.map((at, index) => ({ position: at, path: stretch(points, index, stations.length) })))
    tell(others.length)
  }

  await pause()
  const perStation = Math.max(fewestPerStation, Math.ceil(mostWords / stations.length))
  const readings = await readVocabulary(raw, vocabulary, { nearest: perStation, lens: wordsPerStep }, watch, pause)
  await pause()
  const around = wordsOfPath(readings.nearest, mostWords)
  const starts = await vocabulary.embedded(
    around.map(({ id }) => id),
    position,
  )
  const places = project(await see(starts), basis)
  tell(tokens.length)

  return {
    model,
    device,
    fromStore,
    tokens: [...tokens],
    position,
    view,
    steps: trajectorySteps(stations, raw, readings, (id) => vocabulary.text(id)),
    watched: readings.watched && { id: readings.watched.id, text: readings.watched.text },
    basis: basisFacts(basis, directions),
    path: project(seen, basis),
    others,
    words: around.map(({ id, cosine, station }, index) => ({
      id,
      text: vocabulary.text(id),
      at: places[index]!,
      cosine,
      station,
    })),
    vocabulary: vocabulary.size,
  }
}

function stretch(points: readonly Point3[], index: number, length: number): Point3[] {
  return points.slice(index * length, (index + 1) * length)
}

function demandWithin(what: string, index: number, count: number, where: string): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return
  throw Fault.input(`${what} ${index} is not in ${where}`, { remedy: `Choose one from 0 to ${count - 1}.` })
}

/** Lets waiting messages in, a cancel among them, and heeds it. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate()
  if (signal?.aborted) throw Fault.cancelled()
}

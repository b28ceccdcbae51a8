import type { PartPlace } from '../../shared/anatomy'
import type { Progress } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import {
  type CellMeasure,
  cellsOf,
  isExact,
  largestFound,
  type MatrixFacts,
  type MatrixWindow,
  type Spectrum,
  spectrumWork,
  type WeightChoice,
  type WeightInfo,
} from '../../shared/matrix'
import {
  CellMeans,
  countInBins,
  GramSum,
  largestSingularValues,
  MatrixSums,
  type Pause,
  singularValues,
} from '../analysis'
import type { MatrixSource } from '../weights'
import { graphMatrices } from './graph-matrices'
import { breathe } from './long-call'
import type { ModelMatrix } from './model-matrix'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import { storedMatrices } from './stored-matrices'

/** The weights of a model, by what they are for; found once for each opened model. */
const known = new WeakMap<OpenedModel, readonly ModelMatrix[]>()

function matricesOf(model: OpenedModel): readonly ModelMatrix[] {
  const kept = known.get(model)
  if (kept) return kept
  const { origin } = model
  const found = origin.kind === 'graph' ? graphMatrices(origin.read) : storedMatrices(model, origin)
  known.set(model, found)
  return found
}

/** The weights of a kind in a layer, or beside the layers. */
export function weightsAt(model: OpenedModel, { kind, stack, layer }: PartPlace): WeightInfo[] {
  return matricesOf(model)
    .map(({ info }) => info)
    .filter((info) => info.kind === kind && info.stack === stack && info.layer === layer)
}

function find(model: OpenedModel, { name, part }: WeightChoice): ModelMatrix {
  const found = matricesOf(model).find(({ info }) => info.name === name && info.part === part)
  if (found) return found
  const file = model.info.path
  throw Fault.input('The model has no such weight', { file, place: `tensor ${name}`, remedy: 'Choose one of its own.' })
}

const bins = 80

/** What there is to say of a matrix's numbers. It is read twice: for their range, and for the histogram. */
export async function matrixFacts(model: OpenedModel, choice: WeightChoice, options: RunOptions): Promise<MatrixFacts> {
  const { info, source } = find(model, choice)
  const report = reporter('reading', 2 * info.parameters, options)
  const sums = new MatrixSums()
  for await (const { values } of wholeOf(source, options)) {
    sums.add(values)
    await report(values.length)
  }
  const { edge, frobenius, mean, deviation, zeros, notFinite } = sums
  const counts = Array<number>(bins).fill(0)
  for await (const { values } of wholeOf(source, options)) {
    countInBins(values, edge, counts)
    await report(values.length)
  }
  const isEmpty = sums.smallest > sums.largest
  return {
    ...{ weight: info, frobenius, mean, deviation, zeros, notFinite },
    smallest: isEmpty ? 0 : sums.smallest,
    largest: isEmpty ? 0 : sums.largest,
    histogram: { edge, counts },
  }
}

export interface CellsRequest extends MatrixWindow {
  readonly weight: WeightChoice
  readonly height: number
  readonly width: number
  readonly measure: CellMeasure
}

/**
 * A window of a matrix as a heat map of `cellsOf` cells, little-endian F32 of [height, width]. Only the window is read. A cell
 * with a value that is not finite is not finite.
 */
export async function matrixCells(model: OpenedModel, request: CellsRequest, options: RunOptions): Promise<File> {
  const { info, source } = find(model, request.weight)
  demandWithin(request, info, model.info.path)
  const { rows, columns, measure } = request
  const count = columns[1] - columns[0]
  const cells = new CellMeans(cellsOf(request, request), measure)
  const report = reporter('reading', (rows[1] - rows[0]) * count, options)
  for await (const { row, values } of source.rows({ rows, columns }, options)) {
    cells.add(row - rows[0], values, count)
    await report(values.length)
  }
  return new File([new Uint8Array(cells.means().buffer)], 'cells.f32')
}

function demandWithin({ rows, columns }: MatrixWindow, { name, shape }: WeightInfo, file: string): void {
  const isWithin = ([from, to]: readonly [number, number], size: number) => from < to && to <= size
  if (isWithin(rows, shape[0]) && isWithin(columns, shape[1])) return
  throw Fault.input(
    `Rows ${rows.join(' to ')} and columns ${columns.join(' to ')} are not within ${shape.join(' × ')}`,
    {
      file,
      place: `tensor ${name}`,
      remedy: 'Ask for rows and columns that it has.',
    },
  )
}

/** Answers for opened models, so that a figure need not take a matrix apart again. */
const spectra = new WeakMap<OpenedModel, Map<string, Spectrum>>()

/** Singular values: all, or of a matrix that is too large for that the largest alone (`isExact`). */
export async function matrixSpectrum(model: OpenedModel, choice: WeightChoice, options: RunOptions): Promise<Spectrum> {
  const of = spectra.get(model) ?? new Map<string, Spectrum>()
  spectra.set(model, of)
  const key = `${choice.part} ${choice.name}`
  const answer = of.get(key) ?? (await takeApart(model, choice, options))
  of.set(key, answer)
  return answer
}

async function takeApart(model: OpenedModel, choice: WeightChoice, options: RunOptions): Promise<Spectrum> {
  const { info, source } = find(model, choice)
  const all = isExact(info.shape)
  const squares = { sum: 0, odd: 0 }
  const values = [...(await (all ? exactly : largest)(source, info, squares, options))]
  if (squares.odd > 0) {
    throw Fault.input(`The weight has ${squares.odd} values that are no finite numbers, and so no singular values`, {
      file: source.path,
      place: `tensor ${info.name}`,
      remedy: 'Look at another weight, or fetch the file again.',
    })
  }
  const first = values[0] ?? 0
  const total = values.reduce((sum, value) => sum + value, 0)
  const entropy = values.reduce((sum, value) => (value > 0 ? sum - (value / total) * Math.log(value / total) : sum), 0)
  const floor = Math.max(...info.shape) * 2 ** -23 * first
  return {
    ...{ weight: info, all, values },
    frobenius: Math.sqrt(squares.sum),
    stableRank: first === 0 ? 0 : squares.sum / first ** 2,
    effectiveRank: all ? (first === 0 ? 0 : Math.exp(entropy)) : null,
    numericalRank: all ? values.filter((value) => value > floor).length : null,
  }
}

interface Squares {
  sum: number
  odd: number
}

/** From the products of the shorter side's vectors, pieces of whose lengths are read one after the other. */
async function exactly(
  source: MatrixSource,
  { shape: [rows, columns] }: WeightInfo,
  squares: Squares,
  options: RunOptions,
): Promise<Float64Array> {
  const pause = reporter('decomposing', 2 * spectrumWork([rows, columns]), options)
  const isTall = rows >= columns
  const [short, long] = isTall ? [columns, rows] : [rows, columns]
  const gram = new GramSum(short)
  const step = Math.max(16, Math.floor((1 << 21) / short))
  const vectors = new Float64Array(short * Math.min(step, long))
  for (let from = 0; from < long; from += step) {
    const to = Math.min(long, from + step)
    const length = to - from
    const range = isTall
      ? { rows: [from, to] as const, columns: [0, columns] as const }
      : { rows: [0, rows] as const, columns: [from, to] as const }
    const first = range.rows[0]
    for await (const { row, values } of source.rows(range, options)) {
      note(values, squares)
      const width = range.columns[1] - range.columns[0]
      for (let at = 0; at < values.length; at++) {
        const [line, column] = [row - first + Math.floor(at / width), at % width]
        vectors[isTall ? column * length + line : line * length + column] = values[at]!
      }
    }
    if (squares.odd > 0) return new Float64Array()
    await gram.add(vectors, length, pause)
  }
  return singularValues(gram, pause)
}

async function largest(
  source: MatrixSource,
  { shape: [rows, columns], parameters }: WeightInfo,
  squares: Squares,
  options: RunOptions,
): Promise<Float64Array> {
  const subspace = { wanted: largestFound, beside: 8, turns: 2 }
  const work = (subspace.turns * 4 + 2) * parameters * (subspace.wanted + subspace.beside)
  const pause = reporter('decomposing', work, options)
  let readings = 0
  const read = async function* () {
    readings++
    for await (const piece of source.rows({ rows: [0, rows], columns: [0, columns] }, options)) {
      if (readings === 1) note(piece.values, squares)
      yield piece
    }
  }
  return largestSingularValues(read, columns, subspace, pause)
}

function note(values: Float32Array, squares: Squares): void {
  for (const value of values) {
    if (Number.isFinite(value)) squares.sum += value * value
    else squares.odd++
  }
}

function wholeOf(source: MatrixSource, { signal }: RunOptions) {
  const [rows, columns] = source.shape
  return source.rows({ rows: [0, rows], columns: [0, columns] }, { signal })
}

/** Reports what was done of `total`, and lets a stop be heard. */
function reporter(stage: Progress['stage'], total: number, { onProgress, signal }: RunOptions): Pause {
  let done = 0
  return async (more) => {
    done += more
    onProgress?.({ stage, done: Math.min(done, total), total })
    await breathe(signal)
  }
}

import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import {
  type QuantisedType,
  readAt,
  type StoredTensor,
  type TensorCut,
  type WeightDtype,
  withFile,
} from '../checkpoint'
import { dequantise, dequantisedTypes } from './ggml/dequantise'

/** A tensor, or the rows or columns of it that are meant, as a matrix: as it lies in the file; a vector is one row. */
export interface MatrixSource {
  /** Where the model's files lie, absolute. */
  readonly folder: string
  readonly tensor: StoredTensor
  readonly cut: TensorCut | null
}

/** Rows and columns, the second number of each not among them. */
export interface MatrixRange {
  readonly rows: readonly [number, number]
  readonly columns: readonly [number, number]
}

export interface MatrixPiece {
  /** The first of its rows. */
  readonly row: number
  readonly count: number
  /** [count, columns of the range]; the array is used again for the next piece. */
  readonly values: Float32Array
}

export interface MatrixReading {
  /** Values in memory at a time, at most, unless one row has more. */
  readonly atOnce?: number
  readonly signal?: AbortSignal | undefined
}

/** 4 MiB as F32. */
const usual = 1 << 20

/** Rows shorter than this are read as wholes, whatever columns are asked for: one long reading is faster than many short ones. */
const shortRow = 16_384

export function matrixShape({ tensor: { shape }, cut }: MatrixSource): [rows: number, columns: number] {
  const [rows, columns] = shape.length < 2 ? [1, shape[0] ?? 1] : [shape[0]!, shape.slice(1).reduce((a, b) => a * b, 1)]
  if (!cut) return [rows, columns]
  return cut.axis === 0 ? [cut.count, columns] : [rows, cut.count]
}

/**
 * The numbers of a range of a matrix, some rows at a time. Only what is asked for is read from the file, in whole blocks where it
 * is quantised. Throws a `cancelled` fault, and an `input` fault for a dtype that nothing turns into numbers.
 */
export async function* matrixRows(
  source: MatrixSource,
  range: MatrixRange,
  { atOnce = usual, signal }: MatrixReading = {},
): AsyncGenerator<MatrixPiece> {
  const { folder, tensor } = source
  const path = join(folder, tensor.file)
  const handle = await openOnce(path)
  try {
    yield* rowsFrom(handle.value, source, range, { atOnce, signal, path })
  } finally {
    handle.close()
  }
}

async function* rowsFrom(
  from: FileHandle,
  source: MatrixSource,
  { rows: [top, bottom], columns: [left, right] }: MatrixRange,
  { atOnce, signal, path }: { atOnce: number; signal: AbortSignal | undefined; path: string },
): AsyncGenerator<MatrixPiece> {
  const { tensor, cut } = source
  const type = typeOf(tensor, path)
  const [, width] = matrixShape({ ...source, cut: null })
  const columnOf = cut?.axis === 1 ? cut.at : (index: number) => index
  const rowOf = cut?.axis === 0 ? cut.at : (index: number) => index
  const blocks = width / type.values
  const wanted = [Math.floor(columnOf(left) / type.values), Math.floor(columnOf(right - 1) / type.values) + 1] as const
  const [first, last] = blocks * type.bytes <= shortRow ? [0, blocks] : wanted
  const span = last - first
  const count = right - left
  const perPiece = Math.max(1, Math.floor(atOnce / Math.max(count, span * type.values)))
  const raw = new Float32Array(perPiece * span * type.values)
  const values = new Float32Array(perPiece * count)
  const isWhole = span === blocks
  for (let row = top; row < bottom; row += perPiece) {
    if (signal?.aborted) throw Fault.cancelled()
    const here = Math.min(perPiece, bottom - row)
    for (let at = 0; at < here; ) {
      let run = 1
      // Rows that follow one another in the file are one reading.
      while (isWhole && at + run < here && rowOf(row + at + run) === rowOf(row + at) + run) run++
      const offset = tensor.offset + (rowOf(row + at) * blocks + first) * type.bytes
      const bytes = await readAt(from, offset, run * span * type.bytes, path)
      const size = span * type.values
      dequantise(type.name as QuantisedType | WeightDtype, bytes, raw.subarray(at * size, (at + run) * size))
      at += run
    }
    const start = first * type.values
    for (let at = 0; at < here; at++) {
      const line = at * span * type.values - start
      for (let column = 0; column < count; column++) values[at * count + column] = raw[line + columnOf(left + column)]!
    }
    yield { row, count: here, values: values.subarray(0, here * count) }
  }
}

function typeOf({ name, dtype }: StoredTensor, path: string) {
  const type = dequantisedTypes.get(dtype)
  if (type) return type
  throw Fault.input(`The weight is stored as ${dtype}, which is not turned into numbers`, {
    file: path,
    place: `tensor ${name}`,
    remedy: 'Look at another weight, or open a version of the model in F32, F16 or BF16.',
  })
}

/** A file that stays open until it is closed, through the one way in which regular files are opened. */
function openOnce(path: string): Promise<{ value: FileHandle; close(): void }> {
  return new Promise((resolve, reject) => {
    withFile(path, (value) => new Promise<void>((close) => resolve({ value, close: () => close() }))).catch(reject)
  })
}

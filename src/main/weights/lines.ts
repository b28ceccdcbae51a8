import { Fault } from '../../shared/fault'
import type { TensorCut } from '../checkpoint'

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

/** Numbers that lie row by row, in blocks of so many values and bytes. */
export interface Lines {
  /** Values from one row's start to the next one's: as many as it has, or more where the last block is filled up. */
  readonly stride: number
  readonly block: { readonly values: number; readonly bytes: number }
  /** The rows or columns of them that are meant; null for all. */
  readonly cut: TensorCut | null
  /** Bytes from where they begin. */
  read(offset: number, length: number): Promise<Uint8Array>
  /** The values of whole blocks. */
  decode(bytes: Uint8Array, into: Float32Array): void
}

/** 4 MiB as F32. */
const usual = 1 << 20

/** Rows shorter than this are read as wholes, whatever columns are asked for: one long reading is faster than many short ones. */
const shortRow = 16_384

/**
 * The numbers of a range, some rows at a time. Only what is asked for is read, in whole blocks. Throws a `cancelled` fault.
 */
export async function* readLines(
  { stride, block, cut, read, decode }: Lines,
  { rows: [top, bottom], columns: [left, right] }: MatrixRange,
  { atOnce = usual, signal }: MatrixReading,
): AsyncGenerator<MatrixPiece> {
  const columnOf = cut?.axis === 1 ? cut.at : (index: number) => index
  const rowOf = cut?.axis === 0 ? cut.at : (index: number) => index
  const isWhole = (stride / block.values) * block.bytes <= shortRow
  const [first, end] = isWhole ? [0, stride] : [columnOf(left), columnOf(right - 1) + 1]
  const count = right - left
  const perPiece = Math.max(1, Math.floor(atOnce / Math.max(count, end - first)))
  const most = Math.min(perPiece, bottom - top)
  // A row may begin and end within a block.
  const raw = new Float32Array(most * (end - first) + 2 * block.values)
  const values = new Float32Array(most * count)
  for (let row = top; row < bottom; row += perPiece) {
    if (signal?.aborted) throw Fault.cancelled()
    const here = Math.min(perPiece, bottom - row)
    for (let at = 0; at < here; ) {
      const start = rowOf(row + at)
      let run = 1
      // Rows that follow one another in the file are one reading.
      while (isWhole && at + run < here && rowOf(row + at + run) === start + run) run++
      const from = Math.floor((start * stride + first) / block.values)
      const to = Math.ceil(((start + run - 1) * stride + end) / block.values)
      const bytes = await read(from * block.bytes, (to - from) * block.bytes)
      decode(bytes, raw.subarray(0, (to - from) * block.values))
      for (let line = 0; line < run; line++) {
        const own = (start + line) * stride - from * block.values
        const into = (at + line) * count
        for (let column = 0; column < count; column++) values[into + column] = raw[own + columnOf(left + column)]!
      }
      at += run
    }
    yield { row, count: here, values: values.subarray(0, here * count) }
  }
}

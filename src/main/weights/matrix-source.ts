import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import { matrixShape } from '../../shared/tensor'
import {
  type QuantisedType,
  readAt,
  type StoredTensor,
  type TensorCut,
  type WeightDtype,
  withFile,
} from '../checkpoint'
import { dequantise, dequantisedTypes } from './ggml/dequantise'
import { type MatrixPiece, type MatrixRange, type MatrixReading, readLines } from './lines'

/** A weight as a matrix, as it lies in the file; a vector is one row. */
export interface MatrixSource {
  readonly shape: readonly [rows: number, columns: number]
  /** The file that has its numbers, absolute; for messages. */
  readonly path: string
  /**
   * The numbers of a range, some rows at a time. Only what is asked for is read. Throws a `cancelled` fault, and an `input` fault for
   * numbers that nothing reads.
   */
  rows(range: MatrixRange, reading?: MatrixReading): AsyncGenerator<MatrixPiece>
}

/** A tensor of a checkpoint, or the rows or columns of it that are meant. `folder` is where the model's files lie, absolute. */
export function storedMatrix(folder: string, tensor: StoredTensor, cut: TensorCut | null): MatrixSource {
  const path = join(folder, tensor.file)
  const whole = matrixShape(tensor.shape)
  return {
    shape: cutShape(whole, cut),
    path,
    async *rows(range, reading = {}) {
      const block = blockOf(tensor, path)
      const handle = await openOnce(path)
      const lines = {
        ...{ stride: whole[1], block, cut },
        read: (offset: number, length: number) => readAt(handle.value, tensor.offset + offset, length, path),
        decode: (bytes: Uint8Array, into: Float32Array) =>
          dequantise(block.name as QuantisedType | WeightDtype, bytes, into),
      }
      try {
        yield* readLines(lines, range, reading)
      } finally {
        handle.close()
      }
    },
  }
}

export function cutShape([rows, columns]: readonly [number, number], cut: TensorCut | null): [number, number] {
  if (!cut) return [rows, columns]
  return cut.axis === 0 ? [cut.count, columns] : [rows, cut.count]
}

function blockOf({ name, dtype }: StoredTensor, path: string) {
  const type = dequantisedTypes.get(dtype)
  if (type) return type
  throw Fault.input(`The weight is stored as ${dtype}, which is not turned into numbers`, {
    file: path,
    place: `tensor ${name}`,
    remedy: 'Look at another weight, or open a version of the model in F32, F16 or BF16.',
  })
}

/** A file that stays open until it is closed, through the one way in which regular files are opened. */
export function openOnce(path: string): Promise<{ value: FileHandle; close(): void }> {
  return new Promise((resolve, reject) => {
    withFile(path, (value) => new Promise<void>((close) => resolve({ value, close: () => close() }))).catch(reject)
  })
}

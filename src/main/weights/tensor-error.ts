import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import { elementCount } from '../../shared/tensor'
import { type StoredTensor, withFile } from '../checkpoint'
import { type HeadSizes, liesAlike, ownShape, placeInOwnOrder } from './own-order'
import { pieces } from './pieces'
import { type WeightError, WeightErrorSum } from './weight-error'

/** A tensor of one of two models. */
export interface SidedTensor {
  /** Where the model's files lie, absolute. */
  readonly folder: string
  readonly tensor: StoredTensor
  readonly sizes: HeadSizes
}

export interface TensorErrorOptions {
  /** Told how many bytes more were read of the two files. */
  onBytes?(bytes: number): void
  readonly signal?: AbortSignal | undefined
}

/** A tensor that lies otherwise than its counterpart is turned into numbers as a whole, 1 GiB at most. */
export const mostReordered = 1 << 28

/** Whether one of the two has to be brought into the other's order. */
export function needsOrdering(a: StoredTensor, b: StoredTensor): boolean {
  return !liesAlike(a.lies, b.lies) || (a.lies?.plusOne ?? false)
}

/**
 * The error of a tensor against its counterpart in a reference model, both in the order of the family's own checkpoints. The
 * two have one `ownShape`. They are read a few megabytes at a time where they lie alike. Throws a `cancelled` fault.
 */
export async function tensorError(
  a: SidedTensor,
  b: SidedTensor,
  { onBytes, signal }: TensorErrorOptions = {},
): Promise<WeightError> {
  const reorders = needsOrdering(a.tensor, b.tensor)
  const sum = new WeightErrorSum()
  const counted = async function* ({ folder, tensor }: SidedTensor, from: Parameters<typeof pieces>[0]) {
    for await (const { values, bytes } of pieces(from, tensor, join(folder, tensor.file))) {
      if (signal?.aborted) throw Fault.cancelled()
      onBytes?.(bytes)
      yield values
    }
  }
  /** Values in the family's order: whole where they have to be sorted first. */
  const read = async function* (side: SidedTensor, from: Parameters<typeof pieces>[0]) {
    if (!reorders || !Object.values(side.tensor.lies ?? {}).some(Boolean)) {
      yield* counted(side, from)
      return
    }
    const whole = new Float32Array(elementCount(ownShape(side.tensor)))
    let start = 0
    for await (const values of counted(side, from)) {
      placeInOwnOrder(side.tensor, side.sizes, values, start, whole)
      start += values.length
    }
    yield whole
  }
  await withFile(join(a.folder, a.tensor.file), (fromA) =>
    withFile(join(b.folder, b.tensor.file), async (fromB) => {
      for await (const [x, y] of together(read(a, fromA), read(b, fromB))) sum.add(x, y)
    }),
  )
  return sum.error()
}

/** Pieces of two sequences that are as long as one another, cut where either ends a piece. */
async function* together(
  a: AsyncGenerator<Float32Array>,
  b: AsyncGenerator<Float32Array>,
): AsyncGenerator<readonly [Float32Array, Float32Array]> {
  let [x, y] = [new Float32Array(0), new Float32Array(0)]
  for (;;) {
    if (x.length === 0) x = ((await a.next()).value as Float32Array<ArrayBuffer> | undefined) ?? x
    if (y.length === 0) y = ((await b.next()).value as Float32Array<ArrayBuffer> | undefined) ?? y
    const count = Math.min(x.length, y.length)
    if (count === 0) return
    yield [x.subarray(0, count), y.subarray(0, count)]
    x = x.subarray(count)
    y = y.subarray(count)
  }
}

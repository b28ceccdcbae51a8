import { elementCount } from '../../shared/tensor'
import type { StoredTensor } from '../checkpoint'
import { type FourBitType, fourBitBlock, hasOffsets, isFourBitType } from './ggml/four-bits'

/** A weight that the cache is to hold. */
export interface CachedWeight {
  readonly tensor: StoredTensor
  /** As plain numbers, or as the parts of four bits that ONNX Runtime multiplies with (`FourBitParts`). */
  readonly form: 'plain' | 'four bits'
}

/** A tensor of the cache's file. */
export interface CachedPart {
  readonly name: string
  /** Null where the values decide: F16 where that loses nothing, and F32 otherwise. */
  readonly dtype: 'U8' | 'F32' | null
  readonly shape: readonly number[]
}

/** What stands in the file for a weight, in the order in which it lies there. */
export function partsOf({ tensor, form }: CachedWeight): readonly CachedPart[] {
  const { name, shape } = tensor
  if (form === 'plain') return [{ name, dtype: null, shape }]
  const [out, inputs] = shape as readonly [number, number]
  const blocks = [out, inputs / fourBitBlock]
  const { numbers, scales, offsets } = partNames(name)
  return [
    { name: numbers, dtype: 'U8', shape: [...blocks, fourBitBlock / 2] },
    { name: scales, dtype: 'F32', shape: blocks },
    ...(hasOffsets(tensor.dtype as FourBitType) ? [{ name: offsets, dtype: 'F32' as const, shape: blocks }] : []),
  ]
}

/** What the parts of a weight in four bits are called. */
export function partNames(name: string) {
  return { numbers: `${name}.numbers`, scales: `${name}.scales`, offsets: `${name}.offsets` }
}

/** The most bytes that a weight takes there. */
export function mostBytes(weight: CachedWeight): number {
  return partsOf(weight).reduce((sum, { dtype, shape }) => sum + (dtype === 'U8' ? 1 : 4) * elementCount(shape), 0)
}

/**
 * Why a weight [out, in] cannot stand in four bits for its dequantised values, as what follows its count; null where it can.
 * Which weights are asked about is the graph's to say.
 */
export function whyNotFourBits({ dtype, shape }: StoredTensor): string | null {
  if (!isFourBitType(dtype)) return `in ${dtype}`
  return shape.length === 2 && shape[1]! % fourBitBlock === 0 ? null : 'in rows of no whole blocks'
}

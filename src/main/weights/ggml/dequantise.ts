import { type GgmlType, ggmlTypes, type QuantisedType, type WeightDtype } from '../../checkpoint'
import { dequantiseIQ1_M, dequantiseIQ1_S } from './iq1'
import { dequantiseIQ2_S, dequantiseIQ2_XS, dequantiseIQ2_XXS } from './iq2'
import { dequantiseIQ3_S, dequantiseIQ3_XXS } from './iq3'
import { dequantiseIQ4_NL, dequantiseIQ4_XS } from './iq4'
import { dequantiseQ2_K, dequantiseQ3_K, dequantiseQ4_K, dequantiseQ5_K, dequantiseQ6_K } from './k-quants'
import { dequantiseQ4_0, dequantiseQ4_1, dequantiseQ5_0, dequantiseQ5_1, dequantiseQ8_0 } from './legacy'
import { dequantiseMXFP4 } from './mxfp4'
import { dequantiseBF16, dequantiseF16, dequantiseF32 } from './plain'
import { dequantiseTQ1_0, dequantiseTQ2_0 } from './ternary'

type Dequantise = (blocks: Uint8Array, into: Float32Array) => void

const byType: Readonly<Record<QuantisedType | WeightDtype, Dequantise>> = {
  F32: dequantiseF32,
  F16: dequantiseF16,
  BF16: dequantiseBF16,
  Q4_0: dequantiseQ4_0,
  Q4_1: dequantiseQ4_1,
  Q5_0: dequantiseQ5_0,
  Q5_1: dequantiseQ5_1,
  Q8_0: dequantiseQ8_0,
  Q2_K: dequantiseQ2_K,
  Q3_K: dequantiseQ3_K,
  Q4_K: dequantiseQ4_K,
  Q5_K: dequantiseQ5_K,
  Q6_K: dequantiseQ6_K,
  IQ4_NL: dequantiseIQ4_NL,
  IQ4_XS: dequantiseIQ4_XS,
  IQ1_S: dequantiseIQ1_S,
  IQ1_M: dequantiseIQ1_M,
  IQ2_XXS: dequantiseIQ2_XXS,
  IQ2_XS: dequantiseIQ2_XS,
  IQ2_S: dequantiseIQ2_S,
  IQ3_XXS: dequantiseIQ3_XXS,
  IQ3_S: dequantiseIQ3_S,
  MXFP4: dequantiseMXFP4,
  TQ1_0: dequantiseTQ1_0,
  TQ2_0: dequantiseTQ2_0,
}

/** The types that `dequantise` takes, by the dtype of a tensor that has one. */
export const dequantisedTypes: ReadonlyMap<string, GgmlType> = new Map(
  [...ggmlTypes.values()].filter(({ name }) => Object.hasOwn(byType, name)).map((type) => [type.name, type]),
)

/**
 * The F32 values of whole blocks, each to the bit what ggml's `dequantize_row_*` (ggml-quants.c) gives where the compiler
 * fuses no product with a sum, and so what the gguf package gives. An infinite or NaN scale makes the infinities and NaNs that
 * it makes there. Blocks are little-endian, as in every GGUF file but those made for big-endian machines. Nothing is kept from
 * call to call: a tensor may be given in pieces.
 *
 * Throws a `RangeError` where `blocks` are not whole or `into` has another length than their values.
 */
export function dequantise(type: QuantisedType | WeightDtype, blocks: Uint8Array, into: Float32Array): void {
  const { bytes, values } = dequantisedTypes.get(type)!
  const length = (blocks.length / bytes) * values
  if (into.length !== length) {
    throw new RangeError(
      `${blocks.length} bytes of ${type} are ${length} values, and there is room for ${into.length}.`,
    )
  }
  byType[type](blocks, into)
}

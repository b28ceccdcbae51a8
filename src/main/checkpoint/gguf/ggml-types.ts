/** A tensor type of ggml: so many values lie together in a block of so many bytes, along the first of ggml's dimensions. */
export interface GgmlType {
  readonly name: string
  readonly values: number
  readonly bytes: number
}

type Layout = readonly [number: number, values: number, bytes: number]

/** Quantised types that weights are read from, with ggml's number (`enum ggml_type` in ggml.h, blocks in ggml-common.h). */
const quantised = {
  Q4_0: [2, 32, 18],
  Q4_1: [3, 32, 20],
  Q5_0: [6, 32, 22],
  Q5_1: [7, 32, 24],
  Q8_0: [8, 32, 34],
  Q2_K: [10, 256, 84],
  Q3_K: [11, 256, 110],
  Q4_K: [12, 256, 144],
  Q5_K: [13, 256, 176],
  Q6_K: [14, 256, 210],
  IQ2_XXS: [16, 256, 66],
  IQ2_XS: [17, 256, 74],
  IQ3_XXS: [18, 256, 98],
  IQ1_S: [19, 256, 50],
  IQ4_NL: [20, 32, 18],
  IQ3_S: [21, 256, 110],
  IQ2_S: [22, 256, 82],
  IQ4_XS: [23, 256, 136],
  IQ1_M: [29, 256, 56],
  TQ1_0: [34, 256, 54],
  TQ2_0: [35, 256, 66],
  MXFP4: [39, 32, 17],
} as const satisfies Record<string, Layout>

export type QuantisedType = keyof typeof quantised

/** Plain types, and quantised ones that are not read: NVFP4, say, whose tensors have scales in other tensors. */
const others = {
  F32: [0, 1, 4],
  F16: [1, 1, 2],
  Q8_1: [9, 32, 36],
  Q8_K: [15, 256, 292],
  I8: [24, 1, 1],
  I16: [25, 1, 2],
  I32: [26, 1, 4],
  I64: [27, 1, 8],
  F64: [28, 1, 8],
  BF16: [30, 1, 2],
  NVFP4: [40, 64, 36],
  Q1_0: [41, 128, 18],
  Q2_0: [42, 64, 18],
} as const satisfies Record<string, Layout>

/** By ggml's number, in its order. */
export const ggmlTypes: ReadonlyMap<number, GgmlType> = new Map(
  Object.entries({ ...quantised, ...others })
    .sort(([, [a]], [, [b]]) => a - b)
    .map(([name, [number, values, bytes]]) => [number, { name, values, bytes }]),
)

/** Numbers that ggml gave up, and what had them. */
export const removedTypes: ReadonlyMap<number, string> = new Map([
  [4, 'Q4_2'],
  [5, 'Q4_3'],
  [31, 'Q4_0_4_4'],
  [32, 'Q4_0_4_8'],
  [33, 'Q4_0_8_8'],
  [36, 'IQ4_NL_4_4'],
  [37, 'IQ4_NL_4_8'],
  [38, 'IQ4_NL_8_8'],
])

/** Whether a dtype is one of ggml's quantised types that weights are read from. */
export function isQuantised(dtype: string): dtype is QuantisedType {
  return Object.hasOwn(quantised, dtype)
}

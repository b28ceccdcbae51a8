import type { Graph } from './graph'
import type { Op } from './op'

/** Operators that only move numbers, choose some of them, or round them. */
const layouts = new Set([
  'Reshape',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Identity',
  'Split',
  'Slice',
  'Gather',
  'GatherND',
  'Dropout',
  'Cast',
  'CastLike',
  'QuantizeLinear',
  'DequantizeLinear',
])

export function isLayout({ type }: Op): boolean {
  return layouts.has(type)
}

/** Products with a weight: which inputs are the data and the weight. Sources: ONNX's Operators.md, ONNX Runtime's ContribOperators.md. */
const linears: Readonly<Record<string, readonly [data: number, weight: number]>> = {
  MatMul: [0, 1],
  Gemm: [0, 1],
  Conv: [0, 1],
  MatMulInteger: [0, 1],
  ConvInteger: [0, 1],
  QLinearMatMul: [0, 3],
  QLinearConv: [0, 3],
  'com.microsoft.FusedMatMul': [0, 1],
  'com.microsoft.FusedGemm': [0, 1],
  'com.microsoft.MatMulNBits': [0, 1],
  'com.microsoft.MatMulBnb4': [0, 1],
  'com.microsoft.MatMulIntegerToFloat': [0, 1],
  'com.microsoft.DynamicQuantizeMatMul': [0, 1],
  'com.microsoft.GemmFloat8': [0, 1],
  'com.microsoft.FusedConv': [0, 1],
}

/** The weight of a product of data with a weight; null for any other node. */
export function weightOf(graph: Graph, op: Op): string | null {
  const places = linears[op.type]
  if (!places) return null
  const [data, weight] = places.map((place) => op.inputs[place] ?? '')
  return weight && graph.isConstant(weight) && !graph.isConstant(data ?? '') ? weight : null
}

const convolution = /(^|\.)(Conv|FusedConv|ConvInteger|QLinearConv)$/

export function isConvolution({ type }: Op): boolean {
  return convolution.test(type)
}

const norms = new Set([
  'LayerNormalization',
  'RMSNormalization',
  'SimplifiedLayerNormalization',
  'com.microsoft.LayerNormalization',
  'com.microsoft.SimplifiedLayerNormalization',
  'com.microsoft.RMSNormalization',
])

/** Whether the nodes between two values are a norm: one node, or means, squares and roots of the same values. */
export function isNorm(ops: readonly Op[]): boolean {
  const has = (types: RegExp) => ops.some(({ type }) => types.test(type))
  if (ops.some(({ type }) => norms.has(type))) return true
  return (
    has(/^(ReduceMean|ReduceL2|ReduceSum|ReduceSumSquare|LpNormalization)$/) &&
    has(/^(Sqrt|Pow|Reciprocal|LpNormalization)$/)
  )
}

/** Whether they take the mean off, the first step of a norm that is written out. */
export function isCentring(ops: readonly Op[]): boolean {
  return ops.some(({ type }) => type === 'ReduceMean') && ops.every(({ type }) => /^(ReduceMean|Sub|Cast)$/.test(type))
}

/** Whether the nodes between two values turn pairs of numbers by an angle: one node, or halves that are swapped and multiplied. */
export function isRotary(ops: readonly Op[]): boolean {
  if (ops.some(({ type }) => /(^|\.)RotaryEmbedding$/.test(type))) return true
  const has = (type: string) => ops.some((op) => op.type === type)
  return has('Mul') && (has('Concat') || has('ScatterElements') || has('ScatterND')) && (has('Add') || has('Sub'))
}

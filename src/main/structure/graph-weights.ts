import { elementCount } from '../../shared/tensor'
import { TensorProto_DataType as DataType, type GraphProto, type NodeProto, type TensorProto } from '../onnx-format'
import type { Graph } from './graph'
import { type GraphMatrix, plainMatrix } from './graph-matrix'
import { intOf, type Op } from './op'
import { graphsOf } from './plain/subgraphs'
import { quantisedMatrix, type ScaledPlace } from './quantised-matrix'

/** A tensor that a graph holds. */
export interface GraphWeight {
  /** The value that it is; of a graph within a node, what it is called there. */
  readonly name: string
  /** What it is stored as: `F16`, or `4-bit blocks` with the scales beside them. */
  readonly type: string
  /** The numbers that it stands for; none of scales and zero points, which are of another's numbers. */
  readonly parameters: number
  readonly bytes: number
  readonly shape: readonly number[]
  /** Whether it is what a quantised weight's numbers are made with. */
  readonly isScale: boolean
  /** Whether a graph within a node holds it. */
  readonly isInner: boolean
  /** Its numbers as a matrix; null where they are not read. */
  readonly matrix: GraphMatrix | null
}

/** ONNX's element types that weights have, with their bits. */
const types: Readonly<Partial<Record<DataType, readonly [name: string, bits: number]>>> = {
  [DataType.FLOAT]: ['F32', 32],
  [DataType.FLOAT16]: ['F16', 16],
  [DataType.BFLOAT16]: ['BF16', 16],
  [DataType.DOUBLE]: ['F64', 64],
  [DataType.INT8]: ['I8', 8],
  [DataType.UINT8]: ['U8', 8],
  [DataType.INT4]: ['I4', 4],
  [DataType.UINT4]: ['U4', 4],
}

const floats: readonly DataType[] = [DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16, DataType.DOUBLE]

/** Where operators on whole numbers have their weights with the scales and zero points of each, and what else is no weight. */
interface QuantisedPlaces {
  readonly weights: readonly ScaledPlace[]
  readonly others: readonly number[]
}

function places(
  weights: readonly (readonly [number, number, number])[],
  others: readonly number[] = [],
): QuantisedPlaces {
  return { weights: weights.map(([weight, scale, zero]) => ({ weight, scale, zero })), others }
}

/** Sources: ONNX's Operators.md, ONNX Runtime's ContribOperators.md. A weight's place, its scale's and its zero point's. */
const quantised: Readonly<Record<string, QuantisedPlaces>> = {
  DequantizeLinear: places([[0, 1, 2]]),
  QuantizeLinear: places([], [1, 2]),
  // Its weight's scale is multiplied in behind it.
  MatMulInteger: places([[1, -1, 3]], [2]),
  ConvInteger: places([[1, -1, 3]], [2]),
  QLinearMatMul: places([[3, 4, 5]], [1, 2, 6, 7]),
  QLinearConv: places([[3, 4, 5]], [1, 2, 6, 7]),
  'com.microsoft.DequantizeLinear': places([[0, 1, 2]]),
  'com.microsoft.QuantizeLinear': places([], [1, 2]),
  'com.microsoft.MatMulNBits': places([[1, 2, 3]]),
  'com.microsoft.MatMulBnb4': places([[1, 2, -1]]),
  'com.microsoft.GatherBlockQuantized': places([[0, 2, 3]]),
  'com.microsoft.MatMulIntegerToFloat': places([[1, 3, 5]], [2, 4]),
  'com.microsoft.DynamicQuantizeMatMul': places([[1, 2, 3]]),
  'com.microsoft.QAttention': places([[1, 4, 7]], [3, 6]),
  'com.microsoft.QMoE': places([
    [2, 3, 11],
    [5, 6, 12],
    [8, 9, 13],
  ]),
  'com.microsoft.QEmbedLayerNormalization': places([
    [2, 8, 13],
    [3, 9, 14],
    [4, 10, 15],
    [5, 11, 16],
    [6, 12, 17],
  ]),
}

/**
 * Every tensor of a file's graph that holds weights, once: initializers, and Constants of more than one number, in graphs within
 * nodes too. Single numbers without an axis and what only counts or chooses are none.
 */
export function graphWeights(graph: Graph): GraphWeight[] {
  const packed = new Map<string, Packed>()
  for (const op of graph.ops) {
    const { weights = [], others = [] } = quantised[op.type] ?? {}
    for (const at of [...others, ...weights.flatMap(({ scale, zero }) => [scale, zero])]) {
      if (op.inputs[at]) packed.set(op.inputs[at], { count: 0, bits: blockBits(op), isScale: true, matrix: null })
    }
    for (const place of weights) {
      const value = tableBehind(graph, op.inputs[place.weight] ?? '')
      if (!value) continue
      const matrix = quantisedMatrix(graph, op, value, place)
      packed.set(value, { count: countIn(op, value, graph), bits: blockBits(op), isScale: false, matrix })
    }
    // Dynamic quantisation multiplies the weight's scale with that of the numbers that it meets.
    if (op.type === 'Mul' && op.inputs.some((value) => isMeasuredScale(graph, value))) {
      for (const value of op.inputs)
        if (graph.isConstant(value)) packed.set(value, { count: 0, bits: null, isScale: true, matrix: null })
    }
  }
  const weights: GraphWeight[] = []
  const add = (name: string, tensor: TensorProto, { isConstant = false, isInner = false } = {}) => {
    const known = isInner ? undefined : packed.get(name)
    const [type, bits] = types[tensor.dataType as DataType] ?? []
    const shape = tensor.dims.map(Number)
    if (type === undefined || bits === undefined || shape.length === 0) return
    const isHeld = floats.includes(tensor.dataType) || known !== undefined
    if (isConstant && (elementCount(shape) < 2 || !isHeld)) return
    weights.push({
      name,
      type: known?.bits ? `${known.bits}-bit blocks` : type,
      parameters: known?.count ?? elementCount(shape),
      bytes: Math.ceil((elementCount(shape) * bits) / 8),
      shape,
      isScale: known?.isScale ?? false,
      isInner,
      matrix: known ? known.matrix : plainMatrix(tensor),
    })
  }
  for (const [name, tensor] of graph.initializers) add(name, tensor)
  const addConstant = ({ opType, attribute, output }: NodeProto, isInner: boolean) => {
    const held = opType === 'Constant' ? attribute.find(({ t }) => t)?.t : undefined
    if (held) add(output[0]!, held, { isConstant: true, isInner })
  }
  const addInner = (inner: GraphProto) => {
    for (const tensor of inner.initializer) add(tensor.name, tensor, { isInner: true })
    for (const node of inner.node) {
      addConstant(node, true)
      for (const deeper of graphsOf(node)) addInner(deeper)
    }
  }
  for (const { node } of graph.ops) {
    addConstant(node, false)
    for (const inner of graphsOf(node)) addInner(inner)
  }
  return weights
}

/** The table that rows are taken from before they are made into numbers, as dynamic quantisation has it; a value itself otherwise. */
function tableBehind(graph: Graph, value: string): string {
  const op = graph.producer(value)
  return op?.type === 'Gather' && graph.tensor(op.inputs[0]!) ? op.inputs[0]! : value
}

interface Packed {
  readonly count: number | null
  readonly bits: number | null
  readonly isScale: boolean
  readonly matrix: GraphMatrix | null
}

/** Bits of a number where several lie in a byte; null where each has its own type. */
function blockBits(op: Op): number | null {
  if (op.type === 'com.microsoft.QMoE') return intOf(op, 'expert_weight_bits', 4)
  return /MatMulNBits$/.test(op.type) ? intOf(op, 'bits', 4) : /MatMulBnb4$/.test(op.type) ? 4 : null
}

/** Of numbers of which several lie in a byte; null where its shape says it. */
function countIn(op: Op, value: string, graph: Graph): number | null {
  if (/MatMul(NBits|Bnb4)$/.test(op.type)) return intOf(op, 'K', 0) * intOf(op, 'N', 0)
  const bits = /GatherBlockQuantized$/.test(op.type) ? intOf(op, 'bits', 4) : blockBits(op)
  const tensor = bits === null ? undefined : graph.tensor(value)
  if (bits === null || tensor?.dataType !== DataType.UINT8) return null
  return (elementCount(tensor.dims.map(Number)) * 8) / bits
}

function isMeasuredScale(graph: Graph, value: string): boolean {
  const op = graph.producer(value)
  return op?.type === 'DynamicQuantizeLinear' && op.outputs[1] === value
}

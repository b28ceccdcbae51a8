import { elementCount } from '../../shared/tensor'
import type { TensorProto } from '../onnx-format'
import type { Graph } from './graph'
import { type GraphMatrix, type NumberType, numbersOf, numberTypes, plainMatrix } from './graph-matrix'
import { intOf, type Op } from './op'

/** Where a node on whole numbers has a weight, and what this weight's numbers are made with. */
export interface ScaledPlace {
  readonly weight: number
  readonly scale: number
  readonly zero: number
}

/**
 * The numbers that a quantised weight stands for, by the node that reads it. Null where they are not read: of fewer bits than two, or
 * of another form, or with scales that no tensor of the graph has. Sources: ONNX's Operators.md, ONNX Runtime's ContribOperators.md.
 */
export function quantisedMatrix(
  graph: Graph,
  op: Op,
  value: string,
  { scale, zero }: Pick<ScaledPlace, 'scale' | 'zero'>,
): GraphMatrix | null {
  const tensor = graph.tensor(value)
  const scaleValue = op.type === 'MatMulInteger' ? scaleBehind(graph, op) : (op.inputs[scale] ?? '')
  const scales = graph.tensor(scaleValue)
  const zeroValue = op.inputs[zero] ?? ''
  const zeros = zeroValue === '' ? null : graph.tensor(zeroValue)
  if (!tensor || !scales || zeros === undefined) return null
  if (op.type === 'com.microsoft.MatMulNBits') return ofBlocks(op, tensor, scales, zeros)
  if (op.type === 'com.microsoft.GatherBlockQuantized') return ofTable(op, tensor, scales, zeros)
  if (op.type === 'com.microsoft.QMoE') return ofExperts(op, tensor, scales, zeros)
  const isLinear = /(^|\.)(Quantize|Dequantize)Linear$/.test(op.type)
  const axis = isLinear ? intOf(op, 'axis', 1) : tensor.dims.length - 1
  return ofWhole(tensor, scales, zeros, { axis, block: isLinear ? intOf(op, 'block_size', 0) : 0 })
}

/** [outputs, blocks, bytes of a block]: each row of blocks is one output's, and the last is filled up. */
function ofBlocks(op: Op, tensor: TensorProto, scales: TensorProto, zeros: TensorProto | null): GraphMatrix | null {
  const type = unsigned(intOf(op, 'bits', 4))
  const [rows, columns, size] = [intOf(op, 'N', 0), intOf(op, 'K', 0), intOf(op, 'block_size', 0)]
  if (type === null || size === 0) return null
  const blocks = Math.ceil(columns / size)
  return scaled({
    ...{
      tensor,
      type,
      shape: [rows, columns] as const,
      stride: blocks * size,
      scales,
      zeros,
      middle: 2 ** (bitsOf(type) - 1),
    },
    ...{ rows: 1, columns: size, across: blocks },
  })
}

/** [experts, outputs, bytes of an output]: a scale for each output, or for each block of its inputs. */
function ofExperts(op: Op, tensor: TensorProto, scales: TensorProto, zeros: TensorProto | null): GraphMatrix | null {
  const type = unsigned(intOf(op, 'expert_weight_bits', 4))
  const [experts = 0, outputs = 0, bytes = 0] = tensor.dims.map(Number)
  if (type === null || tensor.dims.length !== 3) return null
  const columns = (bytes * 8) / bitsOf(type)
  const size = intOf(op, 'block_size', 0) || columns
  return scaled({
    ...{ tensor, type, shape: [experts * outputs, columns], stride: columns, scales, zeros },
    ...{ middle: 2 ** (bitsOf(type) - 1), rows: 1, columns: size, across: Math.ceil(columns / size) },
  })
}

/** Rows of words, in blocks along each. Whole bytes hold numbers of fewer bits. */
function ofTable(op: Op, tensor: TensorProto, scales: TensorProto, zeros: TensorProto | null): GraphMatrix | null {
  const own = numberTypes[tensor.dataType as keyof typeof numberTypes]
  const isPacked = own === 'U8'
  const type = isPacked ? unsigned(intOf(op, 'bits', 4)) : (own ?? null)
  const dims = tensor.dims.map(Number)
  const axis = intOf(op, 'quantize_axis', 1)
  if (type === null || dims.length !== 2 || (axis !== 1 && axis !== -1) || intOf(op, 'gather_axis', 0) !== 0)
    return null
  const columns = dims[1]! * (isPacked ? 8 / bitsOf(type) : 1)
  const size = intOf(op, 'block_size', 128)
  return scaled({
    ...{ tensor, type, shape: [dims[0]!, columns] as const, stride: columns, scales, zeros },
    middle: isPacked ? 2 ** (bitsOf(type) - 1) : 0,
    ...{ rows: 1, columns: size, across: Math.ceil(columns / size) },
  })
}

/** A whole number for each value; one scale for all, for each place along an axis, or for each block along it. */
function ofWhole(
  tensor: TensorProto,
  scales: TensorProto,
  zeros: TensorProto | null,
  { axis: given, block }: { axis: number; block: number },
): GraphMatrix | null {
  const plain = plainMatrix(tensor)
  if (plain === null) return null
  const dims = tensor.dims.map(Number)
  const [, columns] = plain.shape
  const axis = given < 0 ? given + dims.length : given
  const inner = elementCount(dims.slice(axis + 1))
  const form = { ...plain.numbers, shape: plain.shape, scales, zeros, middle: 0 }
  if (elementCount(scales.dims.map(Number)) === 1) {
    return scaled({ ...form, rows: Number.POSITIVE_INFINITY, columns: Number.POSITIVE_INFINITY, across: 1 })
  }
  const each = block || 1
  if (dims.length < 2) return scaled({ ...form, rows: 1, columns: each, across: Math.ceil(columns / each) })
  if (axis === 0) {
    const [down, across] = block ? [1, columns] : [Number.POSITIVE_INFINITY, 1]
    return scaled({ ...form, rows: each, columns: down, across })
  }
  // In a matrix of all further axes side by side a scale's places follow one another along the second alone.
  if (block ? axis !== dims.length - 1 || dims[axis]! % block > 0 : axis !== 1) return null
  const down = block ? 1 : Number.POSITIVE_INFINITY
  return scaled({ ...form, rows: down, columns: each * inner, across: Math.ceil(columns / (each * inner)) })
}

interface Form {
  readonly tensor: TensorProto
  readonly type: NumberType
  readonly shape: readonly [number, number]
  readonly stride: number
  readonly scales: TensorProto
  readonly zeros: TensorProto | null
  readonly middle: number
  readonly rows: number
  readonly columns: number
  /** Scales beside one another. */
  readonly across: number
}

function scaled({
  tensor,
  type,
  shape,
  stride,
  scales,
  zeros,
  middle,
  rows,
  columns,
  across,
}: Form): GraphMatrix | null {
  const scale = numbersOf(scales, across)
  const zero = zeros && zerosOf(zeros, type, across)
  if (scale === null || (zeros !== null && zero === null)) return null
  return { shape, numbers: { tensor, type, stride }, scaled: { scale, zero, middle, rows, columns } }
}

/** Zero points of few bits in whole bytes are packed as the weights are, each row of them filled up. */
function zerosOf(zeros: TensorProto, type: NumberType, across: number) {
  const own = numberTypes[zeros.dataType as keyof typeof numberTypes]
  if (own !== 'U8' || type === 'U8' || !type.startsWith('U')) return numbersOf(zeros, across)
  const each = 8 / bitsOf(type)
  return numbersOf(zeros, Math.ceil(across / each) * each, type)
}

function unsigned(bits: number): NumberType | null {
  return bits === 2 || bits === 4 || bits === 8 ? `U${bits}` : null
}

function bitsOf(type: NumberType): number {
  return Number(type.slice(1))
}

/** Dynamic quantisation multiplies a weight's scale in behind the product, with that of the numbers that it meets. */
function scaleBehind(graph: Graph, op: Op): string {
  for (const { outputs } of graph.consumers(op.outputs[0]!).filter(({ type }) => type === 'Cast')) {
    for (const { type, inputs } of graph.consumers(outputs[0]!)) {
      const both = type === 'Mul' ? inputs.find((value) => value !== outputs[0]) : undefined
      const made = both === undefined ? undefined : graph.producer(both)
      const own = made?.type === 'Mul' ? made.inputs.find((value) => graph.isConstant(value)) : undefined
      if (own !== undefined) return own
    }
  }
  return ''
}

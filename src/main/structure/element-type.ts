import { TensorProto_DataType as DataType } from '../onnx-format'
import type { Graph } from './graph'
import { intOf, type Op } from './op'

/** The input whose type the output has, where that is not the first. */
const typedBy: Readonly<Record<string, number>> = {
  Where: 1,
  DequantizeLinear: 1,
  QuantizeLinear: 2,
  'com.microsoft.GatherBlockQuantized': 2,
  'com.microsoft.EmbedLayerNormalization': 2,
  'com.microsoft.MatMulIntegerToFloat': 2,
  'com.microsoft.DynamicQuantizeMatMul': 2,
}

const booleans = /^(And|Or|Not|Xor|Less|LessOrEqual|Greater|GreaterOrEqual|Equal|IsNaN|IsInf)$/

/** ONNX's number of a value's type, by what makes it; null where that is not known. */
export function elementTypeOf(graph: Graph, value: string): number | null {
  let name = value
  for (let depth = 0; depth < 4000; depth++) {
    const tensor = graph.initializers.get(name)
    if (tensor) return tensor.dataType
    const op = graph.producer(name)
    if (!op) return inputType(graph, name)
    const fixed = ownType(op, name)
    if (fixed !== null) return fixed
    const at = typedBy[op.type] ?? 0
    name = op.inputs[at] || op.inputs[0] || ''
  }
  return null
}

function ownType(op: Op, value: string): number | null {
  if (op.type === 'Cast') return intOf(op, 'to', DataType.UNDEFINED)
  if (op.type === 'Shape' || op.type === 'Size' || op.type === 'ArgMax') return DataType.INT64
  if (op.type === 'MatMulInteger' || op.type === 'ConvInteger') return DataType.INT32
  if (op.type === 'DynamicQuantizeLinear') return value === op.outputs[1] ? DataType.FLOAT : DataType.UINT8
  if (op.type === 'Constant') return op.node.attribute.find(({ t }) => t)?.t?.dataType ?? DataType.FLOAT
  if (op.type === 'ConstantOfShape') {
    return op.node.attribute.find(({ t }) => t)?.t?.dataType ?? DataType.FLOAT
  }
  return booleans.test(op.type) ? DataType.BOOL : null
}

function inputType(graph: Graph, name: string): number | null {
  const type = graph.inputs.find((input) => input.name === name)?.type
  return type?.value.case === 'tensorType' ? type.value.value.elemType : null
}

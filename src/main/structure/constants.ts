import { TensorProto_DataType as DataType, type TensorProto } from '../onnx-format'
import type { Graph } from './graph'

/** What a small weight or constant holds, in order; null where it is none, is computed, or lies in another file. */
export function numbersIn(graph: Graph, value: string): number[] | null {
  let name = value
  for (let depth = 0; depth < 4; depth++) {
    const tensor = graph.initializers.get(name)
    if (tensor) return numbersOf(tensor)
    const op = graph.producer(name)
    if (!op) return null
    if (op.type === 'Constant') {
      for (const { name: kind, t, f, i, floats, ints } of op.node.attribute) {
        if (kind === 'value' && t) return numbersOf(t)
        if (kind === 'value_float') return [f]
        if (kind === 'value_int') return [Number(i)]
        if (kind === 'value_floats') return floats
        if (kind === 'value_ints') return ints.map(Number)
      }
      return null
    }
    if (!/^(Cast|CastLike|Identity|Reshape|Squeeze|Unsqueeze)$/.test(op.type)) return null
    name = op.inputs[0]!
  }
  return null
}

function numbersOf({ dataType, rawData, floatData, int32Data, int64Data, doubleData, dataLocation }: TensorProto) {
  if (dataLocation !== 0) return null
  const raw = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength)
  const every = (size: number, read: (at: number) => number) =>
    Array.from({ length: Math.floor(rawData.byteLength / size) }, (_, at) => read(at * size))
  switch (dataType) {
    case DataType.FLOAT:
      return rawData.length > 0 ? every(4, (at) => raw.getFloat32(at, true)) : floatData
    case DataType.DOUBLE:
      return rawData.length > 0 ? every(8, (at) => raw.getFloat64(at, true)) : doubleData
    case DataType.INT64:
      return rawData.length > 0 ? every(8, (at) => Number(raw.getBigInt64(at, true))) : int64Data.map(Number)
    case DataType.INT32:
      return rawData.length > 0 ? every(4, (at) => raw.getInt32(at, true)) : int32Data
    case DataType.FLOAT16:
      if (rawData.length > 0) return every(2, (at) => raw.getFloat16(at, true))
      return [...new Float16Array(Uint16Array.from(int32Data).buffer)]
    default:
      return null
  }
}

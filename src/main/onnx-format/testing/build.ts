import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type GraphProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from '../index'

export type NodeInit = Omit<Extract<MessageInitShape<typeof NodeProtoSchema>, { $typeName?: never }>, '$typeName'>
export type TensorInit = Omit<Extract<MessageInitShape<typeof TensorProtoSchema>, { $typeName?: never }>, '$typeName'>

/** A whole model of one graph, standard operators of version 20 and ONNX Runtime's own. */
export function onnxModel(graph: MessageInitShape<typeof GraphProtoSchema>): Uint8Array {
  const opsetImport = [
    { domain: '', version: 20n },
    { domain: 'com.microsoft', version: 1n },
  ]
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { irVersion: 9n, producerName: 'a test', opsetImport, graph: { name: 'g', ...graph } }),
  )
}

export function node(
  opType: string,
  input: string[],
  output: string[],
  attributes: Record<string, number | number[] | string | { float: number }> = {},
  domain = '',
): NodeInit {
  const attribute = Object.entries(attributes).map(([name, value]) => {
    if (typeof value === 'number') return { name, type: AttributeType.INT, i: BigInt(value) }
    if (typeof value === 'string') return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) }
    if (Array.isArray(value)) return { name, type: AttributeType.INTS, ints: value.map(BigInt) }
    return { name, type: AttributeType.FLOAT, f: value.float }
  })
  return { name: output[0]!, opType, input, output, attribute, domain }
}

/** A node that holds a tensor. */
export function constant(output: string, t: TensorInit): NodeInit {
  const attribute = [{ name: 'value', type: AttributeType.TENSOR, t }]
  return { name: output, opType: 'Constant', output: [output], attribute }
}

/** F32, as `raw_data`. */
export function floats(name: string, dims: number[], value: (index: number) => number): TensorInit {
  const data = Float32Array.from({ length: dims.reduce((product, size) => product * size, 1) }, (_, at) => value(at))
  return { name, dims: dims.map(BigInt), dataType: DataType.FLOAT, rawData: new Uint8Array(data.buffer) }
}

export function wholes(name: string, ...values: number[]): TensorInit {
  return { name, dims: [BigInt(values.length)], dataType: DataType.INT64, int64Data: values.map(BigInt) }
}

export function port(
  name: string,
  type: 'float' | 'int64',
  dims: (string | number)[],
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = dims.map((size) => ({
    value:
      typeof size === 'number'
        ? { case: 'dimValue' as const, value: BigInt(size) }
        : { case: 'dimParam' as const, value: size },
  }))
  const elemType = type === 'float' ? DataType.FLOAT : DataType.INT64
  return { name, type: { value: { case: 'tensorType', value: { elemType, shape: { dim } } } } }
}

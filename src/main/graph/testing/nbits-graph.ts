import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  type NodeProtoSchema,
  TensorProto_DataLocation,
  type TensorProtoSchema,
} from '../../onnx-format'

/** A weight's parts, in the order in which a file holds them. */
export type NBitsPart = 'weight' | 'numbers' | 'scales' | 'offsets'

export interface ProductShape {
  readonly inputs: number
  readonly outputs: number
}

export interface NBitsProduct extends ProductShape {
  readonly bits: 4 | 8
  readonly offsets: boolean
  /** As the operator has it: 0 leaves it to the runtime, 1 is F32, 4 rounds its input to eight bits. */
  readonly accuracyLevel: 0 | 1 | 4
}

/** y [token, out] = x [token, in] · weight [out, in]ᵀ, the weight F32 in `file`. */
export function plainProduct(file: string, shape: ProductShape): Uint8Array {
  const gemm = node('Gemm', ['x', 'weight'], 'y', { transB: 1 })
  return model(file, shape, [gemm], [['weight', DataType.FLOAT, [shape.outputs, shape.inputs], 4]])
}

/** The same product by MatMulNBits; offsets are multiplied by the sums of each block's inputs. */
export function nBitsProduct(file: string, product: NBitsProduct): Uint8Array {
  const { inputs, outputs, bits, offsets, accuracyLevel } = product
  const blocks = inputs / 32
  const attributes = { K: inputs, N: outputs, bits, block_size: 32, accuracy_level: accuracyLevel }
  const numbers = node('MatMulNBits', ['x', 'numbers', 'scales'], offsets ? 'inner' : 'y', attributes, 'com.microsoft')
  const parts: Part[] = [
    ['numbers', DataType.UINT8, [outputs, blocks, 4 * bits], 1],
    ['scales', DataType.FLOAT, [outputs, blocks], 4],
  ]
  if (!offsets) return model(file, product, [numbers], parts)
  const sums = [
    node('Reshape', ['x', 'blocked'], 'x_blocks', {}),
    node('ReduceSum', ['x_blocks', 'last'], 'sums', { keepdims: 0 }),
    node('Gemm', ['sums', 'offsets', 'inner'], 'y', { transB: 1 }),
  ]
  const constants = [ints('blocked', [-1, blocks, 32]), ints('last', [2])]
  return model(
    file,
    product,
    [numbers, ...sums],
    [...parts, ['offsets', DataType.FLOAT, [outputs, blocks], 4]],
    constants,
  )
}

type Part = readonly [name: NBitsPart, type: DataType, dims: readonly number[], bytes: number]
type Node = MessageInitShape<typeof NodeProtoSchema>
type Tensor = MessageInitShape<typeof TensorProtoSchema>

function model(
  file: string,
  { inputs, outputs }: ProductShape,
  nodes: Node[],
  parts: readonly Part[],
  constants: Tensor[] = [],
): Uint8Array {
  let offset = 0
  const weights = parts.map(([name, dataType, dims, bytes]): Tensor => {
    const length = dims.reduce((product, size) => product * size, bytes)
    const externalData = Object.entries({ location: file, offset, length }).map(([key, value]) => ({
      key,
      value: String(value),
    }))
    offset += length
    return { name, dataType, dims: dims.map(BigInt), dataLocation: TensorProto_DataLocation.EXTERNAL, externalData }
  })
  const made = create(ModelProtoSchema, {
    irVersion: 9n,
    opsetImport: [
      { domain: '', version: 20n },
      { domain: 'com.microsoft', version: 1n },
    ],
    graph: {
      name: 'product',
      node: nodes,
      initializer: [...weights, ...constants],
      input: [matrix('x', inputs)],
      output: [matrix('y', outputs)],
    },
  })
  return toBinary(ModelProtoSchema, made)
}

function node(
  opType: string,
  input: string[],
  output: string,
  attributes: Readonly<Record<string, number>>,
  domain = '',
): Node {
  const attribute = Object.entries(attributes).map(([name, value]) => ({
    name,
    type: AttributeType.INT,
    i: BigInt(value),
  }))
  return { name: output, opType, domain, input, output: [output], attribute }
}

function ints(name: string, values: readonly number[]): Tensor {
  return { name, dataType: DataType.INT64, dims: [BigInt(values.length)], int64Data: values.map(BigInt) }
}

function matrix(name: string, columns: number) {
  const dim = [
    { value: { case: 'dimParam' as const, value: 'token' } },
    { value: { case: 'dimValue' as const, value: BigInt(columns) } },
  ]
  return { name, type: { value: { case: 'tensorType' as const, value: { elemType: DataType.FLOAT, shape: { dim } } } } }
}

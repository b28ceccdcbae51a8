import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type TensorProto_DataType,
  type ValueInfoProtoSchema,
} from './onnx_pb'

/** A number is a whole one, unless it is said to be a float. */
export type Attribute = number | string | readonly number[] | { readonly float: number }

export function attributeOf(name: string, value: Attribute): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: BigInt(value) }
  if (typeof value === 'string') return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) }
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float }
  return { name, type: AttributeType.INTS, ints: value.map(BigInt) }
}

/** A tensor that goes in or out; null for `dims` where not even how many there are is said. */
export function valueInfo(
  name: string,
  elemType: TensorProto_DataType,
  dims: readonly (string | number)[] | null,
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = dims?.map((size) => ({
    value:
      typeof size === 'number'
        ? { case: 'dimValue' as const, value: BigInt(size) }
        : { case: 'dimParam' as const, value: size },
  }))
  const tensorType = dim ? { elemType, shape: { dim } } : { elemType }
  return { name, type: { value: { case: 'tensorType', value: tensorType } } }
}

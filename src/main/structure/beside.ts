import { create, type MessageInitShape } from '@bufbuild/protobuf'
import {
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type NodeProto,
  NodeProtoSchema,
} from '../onnx-format'
import { opOf } from './graph'
import type { Op } from './op'

type Attribute = number | readonly number[] | { readonly float: number }

/**
 * Standard nodes that compute beside a fused one what it keeps to itself. They read the fused node's own inputs, as F32, and
 * only operators in a form that every version has in which the fused one stands.
 */
export class Beside {
  readonly ops: Op[] = []
  readonly #prefix: string

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  node(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): string {
    const output = `${this.#prefix}${this.ops.length}`
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value))
    const init = { name: output, opType, domain, input: [...input], output: [output], attribute }
    this.ops.push(opOf(create(NodeProtoSchema, init), 'beside'))
    return output
  }

  /** F32, whatever the file computes with. */
  float(value: string): string {
    return this.node('Cast', [value], { to: DataType.FLOAT })
  }

  number(value: number): string {
    const t = { dims: [], dataType: DataType.FLOAT, floatData: [value] }
    return this.#constant(t)
  }

  ints(...values: number[]): string {
    const t = { dims: [BigInt(values.length)], dataType: DataType.INT64, int64Data: values.map(BigInt) }
    return this.#constant(t)
  }

  reshape(value: string, ...shape: number[]): string {
    return this.node('Reshape', [value, this.ints(...shape)])
  }

  /** Says that a value of the fused node is one of these, to the finder alone. */
  alias(value: string, output: string | undefined): void {
    if (!output) return
    const init = { opType: 'Identity', input: [value], output: [output] }
    this.ops.push(opOf(create(NodeProtoSchema, init), 'alias'))
  }

  #constant(t: MessageInitShape<typeof AttributeProtoSchema>['t'] & object): string {
    const output = `${this.#prefix}${this.ops.length}`
    const attribute = [{ name: 'value', type: AttributeType.TENSOR, t }]
    const node: NodeProto = create(NodeProtoSchema, { name: output, opType: 'Constant', output: [output], attribute })
    this.ops.push(opOf(node, 'beside'))
    return output
  }
}

function attributeOf(name: string, value: Attribute): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: BigInt(value) }
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float }
  return { name, type: AttributeType.INTS, ints: value.map(BigInt) }
}

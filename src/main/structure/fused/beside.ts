import { create, type MessageInitShape } from '@bufbuild/protobuf'
import {
  type AttributeProto,
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type NodeProto,
  NodeProtoSchema,
} from '../../onnx-format'
import { opOf } from '../graph'
import type { Op, Origin } from '../op'

type Attribute = number | readonly number[] | { readonly float: number }

/**
 * Standard nodes that compute beside a fused one what it keeps to itself. They read the fused node's own inputs, as F32, and
 * only operators in a form that every version has since 11; `opset` says which one the file has.
 */
export class Beside {
  readonly ops: Op[] = []
  readonly #prefix: string
  readonly #opset: number
  readonly #rounds: boolean
  readonly #casts = new Map<string, string>()

  /** `rounds` where the file computes with other floats than F32. */
  constructor(prefix: string, { opset, rounds }: { readonly opset: number; readonly rounds: boolean }) {
    this.#prefix = prefix
    this.#opset = opset
    this.#rounds = rounds
  }

  node(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    /** Attributes of the fused node that are this one's too. */
    kept: readonly AttributeProto[] = [],
  ): string {
    const output = `${this.#prefix}${this.ops.length}`
    const attribute = [...Object.entries(attributes).map(([name, value]) => attributeOf(name, value)), ...kept]
    const init = { name: output, opType, input: [...input], output: [output], attribute }
    this.#push(create(NodeProtoSchema, init), 'beside')
    return output
  }

  /** Floats of the file, as F32. */
  float(value: string): string {
    if (!this.#rounds) return value
    const cast = this.asFloat(value)
    this.#casts.set(cast, value)
    return cast
  }

  /** Whole numbers or truth values as F32. */
  asFloat(value: string): string {
    return this.node('Cast', [value], { to: DataType.FLOAT })
  }

  /** Whole numbers of 64 bits. */
  whole(value: string): string {
    return this.node('Cast', [value], { to: DataType.INT64 })
  }

  truth(value: string): string {
    return this.node('Cast', [value], { to: DataType.BOOL })
  }

  number(value: number): string {
    return this.#constant({ dims: [], dataType: DataType.FLOAT, floatData: [value] })
  }

  numbers(values: readonly number[]): string {
    return this.#constant({ dims: [BigInt(values.length)], dataType: DataType.FLOAT, floatData: [...values] })
  }

  /** A list of whole numbers. */
  ints(...values: number[]): string {
    return this.#constant({ dims: [BigInt(values.length)], dataType: DataType.INT64, int64Data: values.map(whole) })
  }

  /** One whole number, without axes. */
  int(value: number): string {
    return this.#constant({ dims: [], dataType: DataType.INT64, int64Data: [whole(value)] })
  }

  reshape(value: string, ...shape: number[]): string {
    return this.node('Reshape', [value, this.ints(...shape)])
  }

  /** From `start` to before `end` along an axis; either may be a value, a list of one whole number. */
  slice(value: string, axis: number, start: number | string, end: number | string): string {
    const place = (at: number | string) => (typeof at === 'string' ? at : this.ints(at))
    return this.node('Slice', [value, place(start), place(end), this.ints(axis)])
  }

  /** The size of an axis, as a list of one. */
  size(value: string, axis: number): string {
    return this.slice(this.node('Shape', [value]), 0, axis, axis + 1)
  }

  /** 0, 1, … before `count`, a list of one whole number. */
  range(count: string): string {
    const scalar = this.node('Reshape', [count, this.ints()])
    return this.node('Range', [this.int(0), scalar, this.int(1)])
  }

  /** The mean along the last axis, which stays. Version 18 made the axes an input. */
  mean(value: string): string {
    if (this.#opset >= 18) return this.node('ReduceMean', [value, this.ints(-1)])
    return this.node('ReduceMean', [value], { axes: [-1] })
  }

  /** The places of the largest along the last axis, the largest first. */
  best(value: string, count: number): string {
    const output = `${this.#prefix}${this.ops.length}/places`
    const input = [value, this.ints(count)]
    this.#push(
      create(NodeProtoSchema, { name: output, opType: 'TopK', input, output: [`${output}/values`, output] }),
      'beside',
    )
    return output
  }

  /** Says that a value of the fused node is one of these, to the finder alone. */
  alias(value: string, output: string | undefined): void {
    this.alsoKnown('Identity', [value], output)
  }

  /** Says what standard node a value of the fused node comes of, to the finder alone. */
  alsoKnown(
    opType: string,
    input: readonly string[],
    output: string | undefined,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void {
    if (!output) return
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value))
    const init = { name: output, opType, input: [...input], output: [output], attribute }
    this.#push(create(NodeProtoSchema, init), 'alias')
  }

  /** What else a node gives, where these stand in its place; beside one that stays, nothing is made. */
  kept(_make: () => string, _output: string | undefined, _type?: DataType): void {}

  #constant(t: MessageInitShape<typeof AttributeProtoSchema>['t'] & object): string {
    const output = `${this.#prefix}${this.ops.length}`
    const attribute = [{ name: 'value', type: AttributeType.TENSOR, t }]
    const node: NodeProto = create(NodeProtoSchema, { name: output, opType: 'Constant', output: [output], attribute })
    this.#push(node, 'beside')
    return output
  }

  /** What reads a value as F32 reads the value, for the finder: else a stream would end at each fused node of an F16 file. */
  #push(node: NodeProto, origin: Origin): void {
    const op = opOf(node, origin)
    this.ops.push({ ...op, inputs: op.inputs.map((value) => this.#casts.get(value) ?? value) })
  }
}

/** A size that is no whole number, as only a damaged graph comes to. */
export class Unfitting extends Error {}

function whole(value: number): bigint {
  if (!Number.isSafeInteger(value)) throw new Unfitting(`${value} is no size`)
  return BigInt(value)
}

function attributeOf(name: string, value: Attribute): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: whole(value) }
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float }
  return { name, type: AttributeType.INTS, ints: value.map(whole) }
}

import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import type { OnnxFile } from '../checkpoint'
import {
  type Attribute,
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  attributeOf,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  type ValueInfoProtoSchema,
  valueInfo,
} from '../onnx-format'
import { intOf, type Op, type RowMap } from '../structure'
import type { EmittedGraph, Value } from './builder'
import { chosenWeights } from './chosen-columns'

/** An ONNX file, and the nodes beside it that see into its fused ones. */
export interface FileNodes {
  readonly file: OnnxFile
  readonly beside: readonly NodeProto[]
}

type ValueInfoInit = MessageInitShape<typeof ValueInfoProtoSchema>

/**
 * Writes a small graph out of nodes of an ONNX file and others of ours, in the file's own versions of the operators: ours are of
 * forms that every version has. Weights stay where they lie.
 */
export class FileGraph {
  readonly #file: OnnxFile
  readonly #weights: ReadonlyMap<string, TensorProto>
  /** Nodes of the file and those beside it, by what they make. */
  readonly #makers = new Map<string, NodeProto>()
  readonly #nodes: NodeProto[] = []
  readonly #kept = new Set<NodeProto>()
  readonly #initializers = new Map<string, TensorProto>()
  readonly #inputs: ValueInfoInit[] = []
  readonly #outputs = new Map<string, { value: Value; type: DataType }>()
  #count = 0

  /** `beside` are nodes that are not the file's, and compute what its fused ones keep to themselves. */
  constructor({ file, beside }: FileNodes) {
    const graph = file.model.graph!
    this.#file = file
    this.#weights = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]))
    for (const node of [...beside, ...graph.node]) for (const output of node.output) this.#makers.set(output, node)
  }

  input(name: string, type: 'int64' | 'float', dims: readonly (string | number)[]): Value {
    this.#inputs.push(valueInfo(name, type === 'int64' ? DataType.INT64 : DataType.FLOAT, dims))
    return name
  }

  node(opType: string, input: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    return this.nodeWith(opType, input, 1, attributes)[0]!
  }

  nodeWith(
    opType: string,
    input: readonly Value[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value[] {
    const output = Array.from({ length: outputs }, () => this.#name())
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value))
    this.#nodes.push(create(NodeProtoSchema, { opType, input: [...input], output, attribute }))
    return output
  }

  ints(...values: number[]): Value {
    const t = { dims: [BigInt(values.length)], dataType: DataType.INT64, int64Data: values.map(BigInt) }
    return this.#constant(t)
  }

  int(value: number): Value {
    return this.#constant({ dims: [], dataType: DataType.INT64, int64Data: [BigInt(value)] })
  }

  floats(values: readonly number[], ...dims: number[]): Value {
    return this.#constant({ dims: dims.map(BigInt), dataType: DataType.FLOAT, floatData: [...values] })
  }

  cast(value: Value, to: DataType): Value {
    return this.node('Cast', [value], { to })
  }

  reshape(value: Value, ...shape: number[]): Value {
    return this.node('Reshape', [value, this.ints(...shape)])
  }

  /** Sums along the last axis of [rows, width], which is kept: [rows, 1]. A product, since ReduceSum changed its form. */
  sums(value: Value, width: number): Value {
    return this.node('MatMul', [value, this.repeated(1, width, 1)])
  }

  /** [rows, columns] of one number. */
  repeated(value: number, rows: number, columns: number): Value {
    return this.node('Expand', [this.floats([value]), this.ints(rows, columns)])
  }

  /** [size, size], 1 on the diagonal. */
  identity(size: number): Value {
    const places = this.node('Range', [this.int(0), this.int(size), this.int(1)])
    const column = this.reshape(places, -1, 1)
    return this.cast(this.node('Equal', [column, this.reshape(places, 1, -1)]), DataType.FLOAT)
  }

  /** A value of the file's, by its name, with the nodes and weights that make it. What its graph is given becomes an input here. */
  value(name: string): Value {
    const order: NodeProto[] = []
    const left: { readonly value: string; readonly made: NodeProto | null }[] = [{ value: name, made: null }]
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (next.made) order.push(next.made)
      if (next.made || next.value === '') continue
      const node = this.#makers.get(next.value)
      const tensor = this.#weights.get(next.value)
      if (tensor) this.#initializers.set(next.value, tensor)
      else if (node && !this.#kept.has(node)) {
        this.#kept.add(node)
        left.push({ value: '', made: node }, ...opInputs(node).map((value) => ({ value, made: null })))
      } else if (!node) this.#graphInput(next.value)
    }
    this.#nodes.push(...order)
    return name
  }

  /**
   * Rows F32 [rows, from] as a map makes them: F32 [rows, to]. With `columns`, int64 [n], the last of its weights is cut down to
   * these of its outputs first: [rows, n]; null where that is not known how to do.
   */
  rows(map: RowMap, rows: Value): Value
  rows(map: RowMap, rows: Value, columns: { readonly ids: Value; readonly count: number }): Value | null
  rows(map: RowMap, rows: Value, columns?: { readonly ids: Value; readonly count: number }): Value | null {
    const started = map.type === DataType.FLOAT ? rows : this.cast(rows, map.type)
    const names = new Map([[map.from, this.#axes(started, 2, map.rank)]])
    const ranks = new Map([[map.from, map.rank]])
    const types = new Map([[map.from, map.type]])
    const nodes = map.steps.flatMap((step) => (step.kind === 'node' ? [step.op] : []))
    const replaced = columns ? chosenWeights(this, map, nodes, columns) : new Map<Op, NodeProto>()
    if (replaced === null) return null
    for (const step of map.steps) {
      if (step.kind === 'move') {
        names.set(step.to, this.#axes(names.get(step.from)!, ranks.get(step.from) ?? map.rank, step.rank))
        ranks.set(step.to, step.rank)
        types.set(step.to, types.get(step.from) ?? map.type)
        continue
      }
      const { op } = step
      const node = replaced.get(op) ?? op.node
      const type = this.#typeRead(map, op, types)
      const input = node.input.map((name, place) => {
        // What reads a value as F32 is said to read the value.
        const given = op.inputs[place] ?? name
        const own = names.get(given) ?? names.get(name)
        const read = own ?? this.value(name)
        const has = own ? types.get(given) : map.weights.get(given)?.type
        return type !== null && isFloat(has) && has !== type ? this.cast(read, type) : read
      })
      const output = node.output.map((name) => {
        if (name === '') return ''
        const own = this.#name()
        names.set(name, own)
        return own
      })
      const read = op.inputs.find((name) => ranks.has(name)) ?? map.from
      for (const name of op.outputs) {
        ranks.set(name, ranks.get(read) ?? map.rank)
        types.set(name, madeType(op) ?? type ?? types.get(read) ?? map.type)
      }
      this.#nodes.push(create(NodeProtoSchema, { ...this.#runnable(op, node), name: this.#name(), input, output }))
    }
    const end = this.#axes(names.get(map.to)!, ranks.get(map.to) ?? map.rank, 2)
    return this.cast(end, DataType.FLOAT)
  }

  /** A node of the file once more, with other values in some places of its inputs. */
  again({ node }: Op, others: Readonly<Record<number, Value>>): Value {
    const output = this.#name()
    const input = node.input.map((name, place) => others[place] ?? (name === '' ? '' : this.value(name)))
    this.#nodes.push(create(NodeProtoSchema, { ...node, name: this.#name(), input, output: [output] }))
    return output
  }

  /** Declares an output. */
  name(name: string, value: Value, type: 'int64' | 'float' = 'float'): void {
    this.#outputs.set(name, { value, type: type === 'int64' ? DataType.INT64 : DataType.FLOAT })
  }

  build(): EmittedGraph {
    const { model, dataFolder: folder } = this.#file
    const proto = create(ModelProtoSchema, {
      irVersion: model.irVersion,
      opsetImport: model.opsetImport,
      functions: model.functions,
      producerName: 'tokentrace',
      graph: {
        name: 'tokentrace',
        node: this.#nodes,
        initializer: [...this.#initializers.values()],
        input: this.#inputs,
        output: [...this.#outputs.values()].map(({ value, type }) => valueInfo(value, type, null)),
      },
    })
    return {
      model: toBinary(ModelProtoSchema, proto),
      inputs: this.#inputs.map(({ name }) => name!),
      outputs: new Map([...this.#outputs].map(([name, { value }]) => [name, value])),
      folder,
      casts: false,
      halfNodes: [],
      rowNodes: [],
      fourBits: false,
    }
  }

  /** Rows in two axes or in three, the first of which is 1. */
  #axes(value: Value, from: number, to: number): Value {
    if (from === to) return value
    const width = this.node('Gather', [this.node('Shape', [value]), this.ints(from - 1)])
    const leading = this.ints(...Array.from({ length: to - 2 }, () => 1), -1)
    const [first] = this.nodeWith('Concat', [leading, width], 1, { axis: 0 })
    return this.node('Reshape', [value, first!])
  }

  #graphInput(name: string): void {
    const info = this.#file.model.graph!.input.find((input) => input.name === name)
    if (info && !this.#inputs.some((input) => input.name === name)) this.#inputs.push(info)
  }

  /** The type that a node reads its floats as: what its weights are of; F32 where it stands for a part of a fused one. */
  #typeRead(map: RowMap, { origin, inputs, type }: Op, types: ReadonlyMap<string, number>): number | null {
    if (type === 'Cast' || (origin === 'alias' && type === 'Identity')) return null
    if (origin !== 'file') return DataType.FLOAT
    const weights = inputs.map((name) => map.weights.get(name)?.type)
    const own = weights.find(isFloat)
    return own ?? inputs.map((name) => types.get(name)).find(isFloat) ?? null
  }

  /** A node that says what a fused one computes, as it can be run: Gelu is a standard operator since version 20 alone. */
  #runnable(op: Op, node: NodeProto): Pick<NodeProto, 'opType' | 'domain' | 'attribute'> {
    const { opType, domain, attribute } = node
    if (op.origin !== 'alias' || opType !== 'Gelu') return { opType, domain, attribute }
    const fused = this.#makers.get(op.outputs[0]!)
    const isFast = fused !== undefined && /FastGelu$/.test(fused.opType)
    return { opType: isFast ? 'FastGelu' : 'Gelu', domain: 'com.microsoft', attribute }
  }

  #constant(t: MessageInitShape<typeof AttributeProtoSchema>['t'] & object): Value {
    const name = this.#name()
    const attribute = [{ name: 'value', type: AttributeType.TENSOR, t }]
    this.#nodes.push(create(NodeProtoSchema, { opType: 'Constant', output: [name], attribute }))
    return name
  }

  #name(): Value {
    return `tokentrace/rows/${this.#count++}`
  }
}

const floats: readonly (number | null | undefined)[] = [DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16]

function isFloat(type: number | null | undefined): type is number {
  return floats.includes(type)
}

/** The type of what a node makes, where that is not of what it reads. */
function madeType(op: Op): number | null {
  if (op.type === 'Cast') return intOf(op, 'to', DataType.FLOAT)
  if (op.type === 'DynamicQuantizeLinear' || op.type === 'QuantizeLinear') return DataType.UINT8
  if (op.type === 'MatMulInteger') return DataType.INT32
  return op.type === 'DequantizeLinear' ? DataType.FLOAT : null
}

/** What a node reads, graphs within it among it. */
function opInputs({ input, attribute }: NodeProto): readonly string[] {
  const within = attribute.flatMap(({ g, graphs }) => [...(g ? [g] : []), ...graphs])
  const read = within.flatMap(({ node, output }) => [...node.flatMap(opInputs), ...output.map(({ name }) => name)])
  const own = new Set(
    within.flatMap(({ node, input, initializer }) => [
      ...node.flatMap(({ output }) => output),
      ...[...input, ...initializer].map(({ name }) => name),
    ]),
  )
  return [...input, ...read.filter((name) => !own.has(name))]
}

import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import type { StoredTensor } from '../checkpoint'
import {
  type Attribute,
  attributeOf,
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  TensorProto_DataLocation,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
  valueInfo,
} from '../onnx-format'
import type { FourBitTensors, WeightFiles } from '../weights'

/** Name of a value in the graph. */
export type Value = string

type NodeInit = MessageInitShape<typeof NodeProtoSchema>
type TensorInit = MessageInitShape<typeof TensorProtoSchema>
type ValueInfoInit = MessageInitShape<typeof ValueInfoProtoSchema>

/** A model as ONNX Runtime takes it, a few kilobytes: the weights stay in their own files. */
export interface EmittedGraph {
  readonly model: Uint8Array
  /** Names of the inputs that it reads. */
  readonly inputs: readonly string[]
  /** Under which output each value asked for comes out; two that are the same number share one. */
  readonly outputs: ReadonlyMap<string, string>
  /** The folder that its weights' files are named from. */
  readonly folder: string
  /** Whether weights are cast to F32 as it runs, which must not be folded into copies when it is opened. */
  readonly casts: boolean
  /** Nodes that touch F16, which not every GPU computes with. */
  readonly halfNodes: readonly string[]
  /** Nodes that take a few rows of a table: no work for a GPU, which would have to hold the whole table for it. */
  readonly rowNodes: readonly string[]
  /** Whether it multiplies weights in four bits, which ONNX Runtime does many times slower unless it packs them. */
  readonly fourBits: boolean
}

/** Which weights a session that packs is to pack: those in four bits, or all. */
export type Packing = 'four bits' | 'all'

const opset = 20n
const irVersion = 9n

const elementTypes = {
  F32: DataType.FLOAT,
  F16: DataType.FLOAT16,
  BF16: DataType.BFLOAT16,
  U8: DataType.UINT8,
} as const

/** ONNX Runtime's own operators. */
const runtimeDomain = 'com.microsoft'
const runtimeOps: readonly string[] = ['MatMulNBits']

/**
 * Writes nodes one after the other and leaves out, at the end, what no asked-for output needs. Values are F32 unless a
 * method says otherwise.
 */
export class GraphBuilder {
  readonly #files: WeightFiles
  readonly #packing: Packing
  readonly #nodes: (NodeInit & { readonly input: string[]; readonly output: string[] })[] = []
  readonly #initializers = new Map<Value, TensorInit>()
  readonly #inputs = new Map<Value, ValueInfoInit>()
  readonly #outputs = new Map<string, Value>()
  /** Values that many parts need and one node makes. */
  readonly #once = new Map<string, Value>()
  readonly #halfNodes: string[] = []
  readonly #rowNodes: string[] = []
  /** Of those that `weight` gave. */
  readonly #matrices = new Set<string>()
  #casts = false

  constructor(files: WeightFiles, packing: Packing = 'all') {
    this.#files = files
    this.#packing = packing
  }

  input(name: string, type: 'int64' | 'float', dims: readonly (string | number)[]): Value {
    this.#inputs.set(name, valueInfo(name, type === 'int64' ? DataType.INT64 : DataType.FLOAT, dims))
    return name
  }

  /** One node with one output, whose name is the node's own. */
  node(op: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    return this.nodeWith(op, inputs, 1, attributes)[0]!
  }

  /** One node with so many outputs. */
  nodeWith(
    op: string,
    inputs: readonly Value[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value[] {
    const name = `${op}_${this.#nodes.length}`
    const output = Array.from({ length: outputs }, (_, index) => (index === 0 ? name : `${name}.${index}`))
    const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value))
    const domain = runtimeOps.includes(op) ? runtimeDomain : ''
    this.#nodes.push({ name, opType: op, domain, input: [...inputs], output, attribute })
    return output
  }

  /** A weight as F32, cast where it is stored shorter. */
  weight(tensor: StoredTensor): Value {
    if (tensor.shape.length > 1) this.#matrices.add(tensor.name)
    return this.#single(`f32:${tensor.name}`, () => this.#castToFloat(this.stored(tensor), tensor))
  }

  /** Rows of a weight, by int64 ids of any shape. They are cast after they are taken: a table is large, and a prompt short. */
  rows(table: StoredTensor, ids: Value): Value {
    const taken = this.node('Gather', [this.stored(table), ids], { axis: 0 })
    this.#rowNodes.push(taken)
    if (this.#files.placeOf(table).dtype === 'F16') this.#halfNodes.push(taken)
    return this.#castToFloat(taken, table)
  }

  /** The parts of a weight that lies in four bits; null for all others, which `weight` gives. */
  fourBitsOf(tensor: StoredTensor): FourBitTensors | null {
    return this.#files.fourBitsOf(tensor)
  }

  /** A weight in the dtype in which it lies in its file. */
  stored(tensor: StoredTensor): Value {
    if (!this.#initializers.has(tensor.name)) {
      const { dtype, file, offset, length } = this.#files.placeOf(tensor)
      this.#initializers.set(tensor.name, {
        name: tensor.name,
        dataType: elementTypes[dtype],
        dims: tensor.shape.map(BigInt),
        dataLocation: TensorProto_DataLocation.EXTERNAL,
        externalData: [
          { key: 'location', value: file },
          { key: 'offset', value: String(offset) },
          { key: 'length', value: String(length) },
        ],
      })
    }
    return tensor.name
  }

  #castToFloat(value: Value, tensor: StoredTensor): Value {
    const { dtype } = this.#files.placeOf(tensor)
    if (dtype === 'F32') return value
    this.#casts = true
    const cast = this.node('Cast', [value], { to: DataType.FLOAT })
    if (dtype === 'F16') this.#halfNodes.push(cast)
    return cast
  }

  float(value: number): Value {
    return this.#single(`float:${value}`, (name) => this.#initializers.set(name, floatTensor(name, value)))
  }

  /** uint8, of shape []. */
  byte(value: number): Value {
    return this.#single(`byte:${value}`, (name) =>
      this.#initializers.set(name, { name, dataType: DataType.UINT8, dims: [], int32Data: [value] }),
    )
  }

  /** int64, of shape [values.length]. */
  ints(...values: number[]): Value {
    const dims = [BigInt(values.length)]
    return this.#single(`ints:${values.join(',')}`, (name) =>
      this.#initializers.set(name, { name, dataType: DataType.INT64, dims, int64Data: values.map(BigInt) }),
    )
  }

  /** int64, of shape []. */
  int(value: number): Value {
    return this.#single(`int:${value}`, (name) =>
      this.#initializers.set(name, { name, dataType: DataType.INT64, dims: [], int64Data: [BigInt(value)] }),
    )
  }

  reshape(value: Value, ...shape: number[]): Value {
    return this.node('Reshape', [value, this.ints(...shape)])
  }

  /** Makes a value the first time and answers the same one from then on. */
  once(key: string, make: () => Value): Value {
    return this.#single(`once:${key}`, make)
  }

  /** Declares that `value` is what `name` asks for. */
  name(name: string, value: Value): void {
    this.#outputs.set(name, value)
  }

  /** Whether something was declared under this name. */
  names(name: string): boolean {
    return this.#outputs.has(name)
  }

  /** The model that computes what `wanted` names, F32, and nothing else. Throws where a name was never declared. */
  build(wanted: readonly string[], types: Readonly<Record<string, 'int64'>> = {}): EmittedGraph {
    const outputs = new Map(
      wanted.map((name) => {
        const value = this.#outputs.get(name)
        if (value === undefined) throw new Error(`The graph has no value called ${name}.`)
        return [name, value] as const
      }),
    )
    const kept = this.#reachable(new Set(outputs.values()))
    const used = new Set(kept.flatMap((node) => node.input))
    const typeOf = new Map(wanted.map((name) => [outputs.get(name)!, types[name]]))
    const inputs = [...this.#inputs].filter(([name]) => used.has(name))
    const initializer = [...this.#initializers.values()].filter((tensor) => used.has(tensor.name!))
    const fourBits = kept.some(({ opType }) => opType === 'MatMulNBits')
    // ONNX Runtime packs constants, and an initializer that is an input too is a default that a run might replace.
    const replaceable =
      fourBits && this.#packing === 'four bits' ? initializer.filter(({ name }) => this.#matrices.has(name!)) : []
    const graph = create(GraphProtoSchema, {
      name: 'tokentrace',
      node: kept,
      initializer,
      input: [
        ...inputs.map(([, info]) => info),
        ...replaceable.map(({ name, dataType, dims }) => valueInfo(name!, dataType!, dims!.map(Number))),
      ],
      output: [...new Set(outputs.values())].map((value) =>
        valueInfo(value, typeOf.get(value) === 'int64' ? DataType.INT64 : DataType.FLOAT, null),
      ),
    })
    const model = create(ModelProtoSchema, {
      irVersion,
      opsetImport: [
        { domain: '', version: opset },
        { domain: runtimeDomain, version: 1n },
      ],
      producerName: 'tokentrace',
      graph,
    })
    return {
      model: toBinary(ModelProtoSchema, model),
      inputs: inputs.map(([name]) => name),
      outputs,
      folder: this.#files.folder,
      casts: this.#casts,
      halfNodes: this.#halfNodes,
      rowNodes: this.#rowNodes,
      fourBits,
    }
  }

  #reachable(wanted: Set<Value>) {
    const needed = new Set(wanted)
    const kept = []
    // Nodes stand in the order in which they run, so one pass from the end finds all.
    for (const node of this.#nodes.toReversed()) {
      if (!node.output.some((value) => needed.has(value))) continue
      for (const value of node.input) needed.add(value)
      kept.push(node)
    }
    return kept.reverse()
  }

  #single(key: string, make: (name: string) => unknown): Value {
    const known = this.#once.get(key)
    if (known !== undefined) return known
    const name = `const_${this.#once.size}`
    const made = make(name)
    const value = typeof made === 'string' ? made : name
    this.#once.set(key, value)
    return value
  }
}

function floatTensor(name: string, value: number): TensorInit {
  return { name, dataType: DataType.FLOAT, dims: [], floatData: [value] }
}

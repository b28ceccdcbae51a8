import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import type { OnnxFile } from '../checkpoint'
import {
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  attributeOf,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  type NodeProto,
  type NodeProtoSchema,
  type ValueInfoProtoSchema,
  valueInfo,
} from '../onnx-format'
import { type FoundHook, type Step, standardVersion } from '../structure'
import type { EmittedGraph } from './builder'

type NodeInit = MessageInitShape<typeof NodeProtoSchema>
type AttributeInit = MessageInitShape<typeof AttributeProtoSchema>
type ValueInfoInit = MessageInitShape<typeof ValueInfoProtoSchema>

/** What is added to a graph: nodes, and values that become outputs. */
class Additions {
  readonly nodes: NodeInit[] = []
  readonly outputs: ValueInfoInit[] = []
  readonly #taken: Set<string>
  readonly #opset: number
  #count = 0

  constructor({ model }: OnnxFile) {
    this.#taken = new Set(model.graph!.node.flatMap(({ output }) => output))
    this.#opset = standardVersion(model)
  }

  node(opType: string, input: string[], attribute: AttributeInit[] = []): string {
    const output = this.name()
    this.nodes.push({ opType, input, output: [output], attribute })
    return output
  }

  floats(value: string): string {
    return this.node('Cast', [value], [attributeOf('to', DataType.FLOAT)])
  }

  output(name: string, elemType: DataType): void {
    this.outputs.push(valueInfo(name, elemType, null))
  }

  ints(values: readonly number[]): string {
    const t = { dims: [BigInt(values.length)], dataType: DataType.INT64, int64Data: values.map(BigInt) }
    return this.node('Constant', [], [{ name: 'value', type: AttributeType.TENSOR, t }])
  }

  float(value: number): string {
    const t = { dims: [], dataType: DataType.FLOAT, floatData: [value] }
    return this.node('Constant', [], [{ name: 'value', type: AttributeType.TENSOR, t }])
  }

  /** The mean along the last axis, which stays. Version 18 made the axes an input. */
  mean(value: string): string {
    if (this.#opset >= 18) return this.node('ReduceMean', [value, this.ints([-1])])
    return this.node('ReduceMean', [value], [attributeOf('axes', [-1])])
  }

  name(): string {
    for (;;) {
      const name = `tokentrace/${this.#count++}`
      if (!this.#taken.has(name)) return name
    }
  }
}

/**
 * The file's own graph with hook points as further outputs, F32, in the axes of src/shared/taps.ts. Nothing of the graph is
 * changed: protobuf joins two messages of one kind that follow each other, so a few nodes and outputs behind the graph's own
 * bytes are in it.
 */
export function tapOnnx(file: OnnxFile, hooks: readonly FoundHook[], beside: readonly NodeProto[] = []): EmittedGraph {
  const additions = new Additions(file)
  const outputs = new Map(outputsOf(file).map((name) => [name, name]))
  for (const { name, value, steps } of hooks) {
    const arranged = steps.reduce((at, step) => arrangedBy(additions, at, step), additions.floats(value))
    additions.output(arranged, DataType.FLOAT)
    outputs.set(name, arranged)
  }
  return appended(file, additions, beside, outputs)
}

/** The same with the shapes of values in the place of hook points: int64 vectors. */
export function probeOnnx(file: OnnxFile, values: readonly string[], beside: readonly NodeProto[] = []): EmittedGraph {
  const additions = new Additions(file)
  const outputs = new Map<string, string>()
  for (const value of values) {
    const shape = additions.node('Shape', [value])
    additions.output(shape, DataType.INT64)
    outputs.set(value, shape)
  }
  return appended(file, additions, beside, outputs)
}

function arrangedBy(additions: Additions, value: string, step: Step): string {
  if (step.kind === 'reshape') return additions.node('Reshape', [value, additions.ints(step.shape)])
  if (step.kind === 'expand') return additions.node('Expand', [value, additions.node('Shape', [step.like])])
  if (step.kind === 'softmax') {
    return additions.node('Softmax', [value], [attributeOf('axis', -1)])
  }
  if (step.kind === 'rows') {
    const shape = additions.node('Shape', [step.like])
    const leading = additions.node('Gather', [shape, additions.ints([0, 1])])
    const parted = additions.node('Concat', [leading, additions.ints([step.width])], [attributeOf('axis', 0)])
    return additions.node('Reshape', [value, parted])
  }
  if (step.kind === 'hide') {
    const hides = additions.node('Less', [value, additions.float(step.below)])
    return additions.node('Where', [hides, additions.float(Number.NEGATIVE_INFINITY), value])
  }
  if (step.kind === 'length') {
    const apart = step.centred ? additions.node('Sub', [value, additions.mean(value)]) : value
    const square = additions.mean(additions.node('Mul', [apart, apart]))
    return additions.node('Sqrt', [additions.node('Add', [square, additions.float(step.epsilon)])])
  }
  return additions.node('Transpose', [value], [attributeOf('perm', step.perm)])
}

function appended(
  file: OnnxFile,
  { nodes, outputs: output }: Additions,
  beside: readonly NodeProto[],
  outputs: ReadonlyMap<string, string>,
): EmittedGraph {
  const tail = create(ModelProtoSchema, { graph: { node: [...beside, ...nodes], output } })
  const given = new Set(file.model.graph!.initializer.map(({ name }) => name))
  return {
    model: Buffer.concat([file.skeleton, toBinary(ModelProtoSchema, tail)]),
    inputs: file.model.graph!.input.map(({ name }) => name).filter((name) => !given.has(name)),
    outputs,
    folder: file.dataFolder,
    casts: false,
    halfNodes: [],
    rowNodes: [],
    fourBits: false,
  }
}

function outputsOf({ model }: OnnxFile): string[] {
  return model.graph!.output.map(({ name }) => name)
}

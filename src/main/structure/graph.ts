import { Fault } from '../../shared/fault'
import type { OnnxFile } from '../checkpoint'
import type { GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto } from '../onnx-format'
import type { Op, Origin } from './op'

/** The nodes of a file in an order in which they can run, and who makes and reads each value. */
export class Graph {
  readonly file: string
  /** The version of the standard operators. */
  readonly opset: number
  readonly ops: readonly Op[]
  readonly initializers: ReadonlyMap<string, TensorProto>
  /** Of the graph, without those of old files that are weights. */
  readonly inputs: readonly ValueInfoProto[]
  readonly outputs: readonly string[]
  readonly #producers = new Map<string, Op>()
  readonly #consumers = new Map<string, Op[]>()
  readonly #constants = new Set<string>()

  constructor({
    file,
    opset,
    ops,
    initializers,
    inputs,
    outputs,
  }: Pick<Graph, 'file' | 'opset' | 'ops' | 'initializers' | 'inputs' | 'outputs'>) {
    this.file = file
    this.opset = opset
    this.initializers = initializers
    this.inputs = inputs
    this.outputs = outputs
    for (const op of ops) {
      for (const value of op.outputs) {
        if (value === '') continue
        if (this.#producers.has(value)) throw twice(file, value)
        this.#producers.set(value, op)
      }
    }
    this.ops = this.#sorted(ops)
    for (const [index, op] of this.ops.entries()) {
      op.index = index
      for (const value of new Set(op.inputs)) {
        const readers = this.#consumers.get(value)
        if (readers) readers.push(op)
        else this.#consumers.set(value, [op])
      }
      // Random numbers are none: they have no inputs and differ all the same.
      const fixed = !/^Random|Bernoulli|Multinomial/.test(op.type) && op.inputs.every((value) => this.isConstant(value))
      if (fixed) for (const value of op.outputs) this.#constants.add(value)
    }
  }

  producer(value: string): Op | undefined {
    return this.#producers.get(value)
  }

  consumers(value: string): readonly Op[] {
    return this.#consumers.get(value) ?? []
  }

  /** Whether a value is the same in every run: a weight, or made of weights. */
  isConstant(value: string): boolean {
    return value === '' || this.initializers.has(value) || this.#constants.has(value)
  }

  /** The tensor that a value is: a weight of the graph, or one that a `Constant` holds, as Paddle's exporter writes all of them. */
  tensor(value: string): TensorProto | undefined {
    const op = this.#producers.get(value)
    if (op?.type === 'Constant') return op.node.attribute.find(({ t }) => t)?.t
    return this.initializers.get(value)
  }

  /** Whether a value is one number, the same in every run. */
  isNumber(value: string): boolean {
    const op = this.#producers.get(value)
    if (op && op.type !== 'Constant') return op.type === 'Cast' && this.isNumber(op.inputs[0]!)
    const tensor = this.tensor(value)
    if (tensor) return tensor.dims.every((size) => size === 1n)
    const held = op?.node.attribute.find(({ name }) => name.startsWith('value'))
    return held !== undefined && held.floats.length === 0 && held.ints.length === 0
  }

  /** Where a value arises in the order of running; before all nodes for inputs and weights. */
  at(value: string): number {
    return this.#producers.get(value)?.index ?? -1
  }

  /** The same with other nodes. */
  with(ops: readonly Op[]): Graph {
    const { file, opset, initializers, inputs, outputs } = this
    return new Graph({ file, opset, ops, initializers, inputs, outputs })
  }

  /** Kahn's order, which keeps the file's where it can; real files are not always sorted. */
  #sorted(ops: readonly Op[]): Op[] {
    const waits = new Map<Op, number>()
    const readers = new Map<Op, Op[]>()
    for (const op of ops) {
      const makers = new Set(op.inputs.flatMap((value) => this.#producers.get(value) ?? []))
      waits.set(op, makers.size)
      for (const maker of makers) {
        const known = readers.get(maker)
        if (known) known.push(op)
        else readers.set(maker, [op])
      }
    }
    const ready = ops.filter((op) => waits.get(op) === 0)
    for (let at = 0; at < ready.length; at++) {
      for (const reader of readers.get(ready[at]!) ?? []) {
        const left = waits.get(reader)! - 1
        waits.set(reader, left)
        if (left === 0) ready.push(reader)
      }
    }
    if (ready.length === ops.length) return ready
    throw Fault.input('The graph’s nodes wait for each other in a circle', {
      file: this.file,
      place: `node ${ops.find((op) => waits.get(op)! > 0)?.node.name ?? ''}`,
      remedy: 'Export the model again.',
    })
  }
}

function twice(file: string, value: string): Fault {
  return Fault.input('Two nodes make the same value', {
    file,
    place: `value ${value.slice(0, 80)}`,
    remedy: 'Export the model again.',
  })
}

/** The graph of a file as it is. */
export function graphOf({ model, path }: OnnxFile): Graph {
  const graph = model.graph!
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]))
  return new Graph({
    file: path,
    opset: standardVersion(model),
    ops: graph.node.map((node) => opOf(node, 'file')),
    initializers,
    inputs: graph.input.filter(({ name }) => !initializers.has(name)),
    outputs: graph.output.map(({ name }) => name),
  })
}

/** The version of the standard operators that a file has. */
export function standardVersion({ opsetImport }: ModelProto): number {
  return Number(opsetImport.find(({ domain }) => isStandard(domain))?.version ?? 0n)
}

function isStandard(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx'
}

export function opOf(node: NodeProto, origin: Origin): Op {
  const { domain, opType, input, output } = node
  const within = node.attribute.flatMap(({ g, graphs }) => [...(g ? [g] : []), ...graphs]).flatMap(outerNames)
  return {
    index: -1,
    type: isStandard(domain) ? opType : `${domain}.${opType}`,
    inputs: within.length > 0 ? [...input, ...within] : input,
    outputs: output,
    node,
    origin,
    unseen: null,
  }
}

/** What a graph within a node reads of the graph around it. */
function outerNames(graph: GraphProto): string[] {
  const own = new Set([
    ...graph.input.map(({ name }) => name),
    ...graph.initializer.map(({ name }) => name),
    ...graph.node.flatMap(({ output }) => output),
  ])
  const read = graph.node.flatMap((node) => opOf(node, 'file').inputs)
  return [...new Set([...read, ...graph.output.map(({ name }) => name)])].filter(
    (name) => name !== '' && !own.has(name),
  )
}

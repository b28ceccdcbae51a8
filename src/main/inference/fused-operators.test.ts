import { readFileSync } from 'node:fs'
import { create, toBinary } from '@bufbuild/protobuf'
import { Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { openOnnx } from '../checkpoint'
import { ModelProtoSchema, type NodeProto, NodeProtoSchema } from '../onnx-format'
import { type Graph, graphOf, type ProbedShapes, seenInto } from '../structure'
import { openUnchanged } from './session'

/** One graph of fixtures/onnx/operators, a single node of its kind, made by fixtures/make_onnx_operators.py. */
interface Operator {
  readonly operator: string
  /** False where ONNX Runtime's CPU has no kernel for its form. */
  readonly runs?: false
}

const folder = 'fixtures/onnx/operators'
const operators = Object.entries(JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as Record<string, Operator>)
const expected = readTensors(`${folder}/expected.safetensors`)
const bound = 2e-5

/** Every tensor of a small safetensors file, of any type. */
function readTensors(path: string): Map<string, Tensor> {
  const bytes = readFileSync(path)
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >
  return new Map(
    Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, { dtype, shape, data_offsets }]) => {
        const own = Uint8Array.from(bytes.subarray(start + data_offsets[0], start + data_offsets[1])).buffer
        if (dtype === 'F32') return [name, new Tensor('float32', new Float32Array(own), shape)]
        if (dtype === 'I64') return [name, new Tensor('int64', new BigInt64Array(own), shape)]
        if (dtype === 'I32') return [name, new Tensor('int32', new Int32Array(own), shape)]
        return [name, new Tensor(dtype === 'BOOL' ? 'bool' : 'uint8', new Uint8Array(own), shape)]
      }),
  )
}

/** What the nodes beside it say a value of the fused node is: that node, with another name for what it makes. */
function claimOf(node: NodeProto, kind: string): NodeProto {
  const [output] = node.output
  const claim = { ...node, output: [`${output}, said to be`] }
  if (node.opType !== 'Gelu') return create(NodeProtoSchema, claim)
  // No standard Gelu in files of version 17, and none that is as fast.
  return create(NodeProtoSchema, { ...claim, domain: 'com.microsoft', opType: /Fast/.test(kind) ? 'FastGelu' : 'Gelu' })
}

/** Scores, pattern and z of the one attention of a graph. */
function withinAttention({ ops }: Graph): Record<string, string> {
  const softmax = ops.find(({ type }) => type === 'Softmax')
  if (!softmax) return {}
  const product = ops.find(({ type, index }) => type === 'MatMul' && index > softmax.index)!
  const made = ops.find(({ outputs }) => outputs[0] === softmax.inputs[0])
  const scores = made?.type === 'Concat' ? made.inputs[0]! : softmax.inputs[0]!
  return { scores, pattern: product.inputs[0]!, z: product.outputs[0]! }
}

/** The largest difference; where the expected one is −∞, the other is as good as that. */
function difference(a: Tensor, b: Tensor): number {
  expect(a.dims).toEqual(b.dims)
  return (b.data as Float32Array).reduce((most, wanted, at) => {
    const given = (a.data as Float32Array)[at]!
    const error = wanted === Number.NEGATIVE_INFINITY && given < -9000 ? 0 : Math.abs(given - wanted)
    return Math.max(most, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error)
  }, 0)
}

async function computed(name: string, { operator, runs }: Operator) {
  const file = await openOnnx(`${folder}/${name}.onnx`)
  const plain = graphOf(file)
  const feeds = Object.fromEntries(plain.inputs.map((input) => [input.name, expected.get(`${name}/in/${input.name}`)!]))
  const first = Object.values(feeds)[0]!.dims
  const of = new Map([...plain.initializers].map(([key, { dims }]) => [key, [dims.map(Number)]]))
  for (const [key, { dims }] of Object.entries(feeds)) of.set(key, [[...dims]])
  const shapes: ProbedShapes = { batch: [first[0]!], length: [first[1]!], of }
  const graph = seenInto(plain, shapes)
  const beside = graph.ops.filter(({ origin }) => origin === 'beside').map(({ node }) => node)
  const claims = graph.ops.filter(({ origin }) => origin === 'alias').map(({ node }) => claimOf(node, operator))
  const within = withinAttention(graph)
  const own = runs === false ? [] : plain.outputs
  const wanted = [...own, ...claims.map(({ output }) => output[0]!), ...Object.values(within)]
  const node = [...(runs === false ? [] : file.model.graph!.node), ...beside, ...claims]
  const output = wanted.map((key) => ({
    name: key,
    type: { value: { case: 'tensorType' as const, value: { elemType: 1 } } },
  }))
  const { initializer, input, name: title } = file.model.graph!
  const model = create(ModelProtoSchema, {
    irVersion: file.model.irVersion,
    opsetImport: file.model.opsetImport,
    graph: { name: title, initializer, input, node, output },
  })
  const session = await openUnchanged({
    model: Buffer.from(toBinary(ModelProtoSchema, model)),
    inputs: Object.keys(feeds),
    outputs: new Map(wanted.map((key) => [key, key])),
    folder: file.folder,
    casts: false,
    halfNodes: [],
    rowNodes: [],
    fourBits: false,
  })
  const values = await session.run(feeds, wanted)
  await session.release()
  return { values, own, claims, within, seen: graph.ops.every(({ unseen }) => unseen === null) }
}

describe('beside a fused operator, what it keeps to itself is computed by its definition', () => {
  it.each(operators)('%s', async (name, operator) => {
    const { values, own, claims, within, seen } = await computed(name, operator)
    expect(seen).toBe(true)
    for (const output of own) {
      expect(difference(values[output]!, expected.get(`${name}/out/${output}`)!), output).toBeLessThan(bound)
    }
    for (const { output } of claims) {
      const known = output[0]!.replace(', said to be', '')
      const wanted = expected.get(`${name}/out/${known}`)!
      expect(difference(values[output[0]!]!, wanted), `${known} beside`).toBeLessThan(bound)
    }
    for (const [what, value] of Object.entries(within)) {
      expect(difference(values[value]!, expected.get(`${name}/${what}`)!), what).toBeLessThan(bound)
    }
    expect(claims.length > 0 || own.length > 0).toBe(true)
    expect(Object.keys(within)).toHaveLength(/Attention$/.test(operator.operator) ? 3 : 0)
  })
})

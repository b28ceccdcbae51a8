import { readFileSync } from 'node:fs'
import { create, toBinary } from '@bufbuild/protobuf'
import { Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { type OnnxFile, openOnnx } from '../checkpoint'
import { ModelProtoSchema, type NodeProto, NodeProtoSchema } from '../onnx-format'
import { type Graph, graphOf, type ProbedShapes, plainFile, seenInto } from '../structure'
import { findInFile } from './find-in-file'
import { runTapped } from './run-tapped'
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
        if (dtype === 'I8') return [name, new Tensor('int8', new Int8Array(own), shape)]
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

/** What one graph's inputs are, and their shapes. */
function given(name: string, plain: Graph) {
  const feeds = Object.fromEntries(plain.inputs.map((input) => [input.name, expected.get(`${name}/in/${input.name}`)!]))
  const first = Object.values(feeds)[0]!.dims
  const of = new Map([...plain.initializers].map(([key, { dims }]) => [key, [dims.map(Number)]]))
  for (const [key, { dims }] of Object.entries(feeds)) of.set(key, [[...dims]])
  const shapes: ProbedShapes = { batch: [first[0]!], length: [first[1]!], of }
  return { feeds, shapes }
}

/** Values of a graph of these nodes. */
async function run(
  file: OnnxFile,
  node: readonly NodeProto[],
  wanted: readonly string[],
  feeds: Record<string, Tensor>,
) {
  const declared = new Map(file.model.graph!.output.map((one) => [one.name, one]))
  const output = wanted.map(
    (key) =>
      declared.get(key) ?? { name: key, type: { value: { case: 'tensorType' as const, value: { elemType: 1 } } } },
  )
  const { initializer, input, name: title } = file.model.graph!
  const model = create(ModelProtoSchema, {
    irVersion: file.model.irVersion,
    opsetImport: file.model.opsetImport,
    graph: { name: title, initializer, input, node: [...node], output },
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
  try {
    return await session.run(feeds, [...wanted])
  } finally {
    await session.release()
  }
}

const inner = ({ operator }: Operator) => (/Attention$/.test(operator) ? 3 : 0)
const running = operators.filter(([, { runs }]) => runs !== false)
const standing = operators.filter(([, { runs }]) => runs === false)

describe('beside a fused operator, what it keeps to itself is computed by its definition', () => {
  it.each(running)('%s', async (name, operator) => {
    const file = await openOnnx(`${folder}/${name}.onnx`)
    const plain = graphOf(file)
    const { feeds, shapes } = given(name, plain)
    const graph = seenInto(plain, shapes)
    expect(graph.ops.every(({ unseen }) => unseen === null)).toBe(true)
    const beside = graph.ops.filter(({ origin }) => origin === 'beside').map(({ node }) => node)
    const claims = graph.ops
      .filter(({ origin }) => origin === 'alias')
      .map(({ node }) => claimOf(node, operator.operator))
    const within = withinAttention(graph)
    const own = plain.outputs
    const wanted = [...own, ...claims.map(({ output }) => output[0]!), ...Object.values(within)]
    const values = await run(file, [...file.model.graph!.node, ...beside, ...claims], wanted, feeds)
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
    expect(Object.keys(within)).toHaveLength(inner(operator))
  })
})

describe('in the place of an operator that no kernel here computes, standard ones compute its definition', () => {
  it.each(standing)('%s', async (name, operator) => {
    const original = await openOnnx(`${folder}/${name}.onnx`)
    const { file, changes } = plainFile(original)
    expect(changes).toEqual([
      `No CPU computes ${operator.operator.split('.').at(-1)} (1) as it is here: standard operators take its place, and there is nothing to compare them with.`,
    ])
    const graph = graphOf(file)
    expect(graph.ops.every(({ type }) => !type.startsWith('com.microsoft'))).toBe(true)
    const within = withinAttention(graph)
    const wanted = [...graph.outputs, ...Object.values(within)]
    const values = await run(file, file.model.graph!.node, wanted, given(name, graph).feeds)
    for (const output of graph.outputs) {
      expect(difference(values[output]!, expected.get(`${name}/out/${output}`)!), output).toBeLessThan(bound)
    }
    for (const [what, value] of Object.entries(within)) {
      expect(difference(values[value]!, expected.get(`${name}/${what}`)!), what).toBeLessThan(bound)
    }
    expect(Object.keys(within)).toHaveLength(inner(operator))
  })
})

it('texts without their padding are what they are with it', async () => {
  const ids = [
    [5, 17, 3, 40, 8, 2],
    [9, 4, 21, 6, 0, 0],
  ]
  const mask = ids.map((row) => row.map((id) => Number(id > 0)))
  const given = new Map([['attention_mask', { numbers: mask.flat(), shape: [2, 6] }]])
  const hidden = async (path: string) => {
    const { file, model } = await findInFile(await openOnnx(`fixtures/onnx/bert-tiny/${path}.onnx`))
    const { tensors } = await runTapped(file, model, { tokenIds: ids }, given)
    return tensors
  }
  const [packed, whole] = [await hidden('ort-packed'), await hidden('ort-fused')]
  const [a, b] = [packed.get('last_hidden_state')!, whole.get('last_hidden_state')!]
  const width = a.shape[2]!
  for (const [at, value] of a.data.entries()) {
    if (mask.flat()[Math.floor(at / width)] === 1) expect(value).toBeCloseTo(b.data[at]!, 4)
    else expect(Math.abs(value)).toBe(0)
  }
  const pattern = packed.get('blocks.2.attn.hook_pattern')!
  expect([...pattern.data.slice(-2)]).toEqual([0, 0])
})

import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import type { OnnxFile } from '../../checkpoint'
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type FunctionProtoSchema,
  type GraphProtoSchema,
  ModelProtoSchema,
} from '../../onnx-format'
import { floats, node, port } from '../../onnx-format/testing/build'
import { plainFile } from './plain-file'

type GraphInit = Omit<Extract<MessageInitShape<typeof GraphProtoSchema>, { $typeName?: never }>, '$typeName'>
type FunctionInit = Omit<Extract<MessageInitShape<typeof FunctionProtoSchema>, { $typeName?: never }>, '$typeName'>

function opened(graph: GraphInit, functions: FunctionInit[] = [], version = 20n) {
  const opsetImport = [
    { domain: '', version },
    { domain: 'own', version: 1n },
  ]
  const model = create(ModelProtoSchema, {
    opsetImport,
    functions,
    graph: { output: [port('y', 'float', [2])], ...graph },
  })
  const file = { path: '/m.onnx', model, skeleton: toBinary(ModelProtoSchema, model) } as OnnxFile
  const result = plainFile(file)
  return { ...result, file, plain: result.file.model.graph!.node }
}

const flow = (nodes: readonly { opType: string; input: string[]; output: string[] }[]) =>
  nodes.map(({ opType, input, output }) => `${opType} ${input.join(',')} → ${output.join(',')}`)

it('a file of plain nodes stays the one it is', () => {
  const graph = { node: [node('Relu', ['x'], ['y'])], input: [port('x', 'float', [2])] }
  const { file, before, changes, ...rest } = opened(graph)
  expect(rest.plain).toBe(file.model.graph!.node)
  expect(before).toBe(file)
  expect(changes).toEqual([])
})

describe('dropout that was left on for training', () => {
  const on = { name: 'on', dims: [], dataType: DataType.BOOL, rawData: Uint8Array.of(1) }
  const graph = (initializer: GraphInit['initializer']) => ({
    node: [node('Dropout', ['x', 'ratio', 'on'], ['y'])],
    initializer: [floats('ratio', [], () => 0.5), ...(initializer as [])],
    input: [port('x', 'float', [2])],
  })

  it('lets everything through, also before the graph is opened up', () => {
    const { plain, before, changes } = opened(graph([on]))
    expect(flow(plain)).toEqual(['Dropout x → y'])
    expect(flow(before.model.graph!.node)).toEqual(['Dropout x → y'])
    expect(changes).toEqual(['Dropout that was left on for training lets everything through, in one place.'])
  })

  it('is left as it is where it is off', () => {
    expect(opened(graph([{ ...on, rawData: Uint8Array.of(0) }])).changes).toEqual([])
  })

  it('says so in an attribute in old files', () => {
    const { plain } = opened({ node: [node('Dropout', ['x'], ['y'])], input: [port('x', 'float', [2])] }, [], 6n)
    expect(plain[0]!.attribute).toMatchObject([{ name: 'is_test', i: 1n }])
  })
})

describe('functions of the model', () => {
  const scaled: FunctionInit = {
    name: 'Scaled',
    domain: 'own',
    input: ['a', 'b'],
    output: ['c'],
    attribute: ['axis'],
    opsetImport: [{ domain: '', version: 20n }],
    node: [
      { ...node('Softmax', ['a'], ['s']), attribute: [{ name: 'axis', type: AttributeType.INT, refAttrName: 'axis' }] },
      node('Mul', ['s', 'b'], ['c']),
    ],
  }

  it('are written out where they are called, each call with values of its own', () => {
    const call = (input: string[], output: string[]) => node('Scaled', input, output, { axis: -1 }, 'own')
    const { plain, changes } = opened(
      { node: [call(['x', 'x'], ['m']), call(['m', ''], ['y'])], input: [port('x', 'float', [2])] },
      [scaled],
    )
    expect(flow(plain)).toEqual([
      'Softmax x → tokentrace/call/0/s',
      'Mul tokentrace/call/0/s,x → m',
      'Softmax m → tokentrace/call/1/s',
      'Mul tokentrace/call/1/s, → y',
    ])
    expect(plain[0]!.attribute).toMatchObject([{ name: 'axis', i: -1n }])
    expect(changes).toEqual(['The model’s own functions are written out where they are called, in 2 places.'])
  })

  it('stay where their operators are of other versions than the model’s', () => {
    const older = { ...scaled, opsetImport: [{ domain: '', version: 12n }] }
    const { plain } = opened({ node: [node('Scaled', ['x', 'x'], ['y'], {}, 'own')], input: [] }, [older])
    expect(flow(plain)).toEqual(['Scaled x,x → y'])
  })

  it('that call themselves are refused, and those that write each other out without end', () => {
    const calls = (name: string, times: number, to: string): FunctionInit => ({
      ...scaled,
      name,
      node: Array.from({ length: times }, () => node(to, ['a', 'b'], ['c'], {}, 'own')),
    })
    const run = (functions: FunctionInit[]) => () =>
      opened({ node: [node('F0', ['x', 'x'], ['y'], {}, 'own')], input: [] }, functions)
    expect(run([calls('F0', 1, 'F0')])).toThrow('Functions of the model call each other more than 64 deep')
    const doubling = Array.from({ length: 40 }, (_, at) => calls(`F${at}`, 2, `F${at + 1}`))
    expect(run(doubling)).toThrow('The model has more than 200000 nodes once its functions are written out')
  })
})

describe('branches that an input of truth chooses between', () => {
  const truth = { name: 'cache', type: { value: { case: 'tensorType' as const, value: { elemType: DataType.BOOL } } } }
  const past = port('past', 'float', ['batch', 2, 'past', 4])
  const branch = (from: string, mid: string) => ({
    name: 'b',
    node: [node('Relu', [from], [mid]), node('Abs', [mid], ['out'])],
    initializer: [floats('w', [2], () => 1)],
    output: [port('out', 'float', [2])],
  })
  const choose = (yes: string, no: string) => ({
    node: [
      node('Relu', ['x'], ['mine']),
      node('Identity', ['cache'], ['c']),
      {
        ...node('If', ['c'], ['y']),
        attribute: [
          { name: 'then_branch', type: AttributeType.GRAPH, g: branch(yes, 'mine') },
          { name: 'else_branch', type: AttributeType.GRAPH, g: branch(no, 'mine') },
        ],
      },
    ],
    input: [port('x', 'float', [2]), truth, past],
  })

  it.each([
    [false, 'past', 'x'],
    [true, 'x', 'past'],
  ])('become the one that reads nothing of an earlier run, for %s', (on, yes, no) => {
    const { file, plain, switches, changes } = opened(choose(yes, no))
    expect([...switches]).toEqual([['cache', on]])
    expect(flow(plain)).toEqual([
      'Relu x → mine',
      'Identity cache → c',
      'Relu x → tokentrace/branch/0/mine',
      'Abs tokentrace/branch/0/mine → out',
      'Identity out → y',
    ])
    expect(changes[0]).toContain(`the one for ${on} runs`)
    expect(file.model.graph!.node).toHaveLength(3)
  })

  it('stay where something computed chooses', () => {
    const graph = choose('past', 'x')
    graph.node[1] = node('Less', ['x', 'x'], ['c'])
    expect(opened(graph).changes).toEqual([])
  })
})

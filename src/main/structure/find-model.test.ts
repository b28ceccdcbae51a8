import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { GraphProtoSchema } from '../onnx-format'
import { floats, node, port } from '../onnx-format/testing/build'
import { findModel } from './find-model'
import { recogniseInputs } from './inputs'
import { graphFrom, shapesFrom } from './testing/graphs'

describe('a graph that is no transformer', () => {
  it('has no stacks, and nothing is said to be missing', () => {
    const graph = graphFrom({
      node: [
        node('Gemm', ['x', 'W1'], ['h']),
        node('Relu', ['h'], ['a']),
        node('Gemm', ['a', 'W2'], ['s']),
        node('Softmax', ['s'], ['y']),
      ],
      initializer: [floats('W1', [8, 16], () => 1), floats('W2', [16, 4], () => 1)],
      input: [port('x', 'float', ['batch', 8])],
      output: [port('y', 'float', ['batch', 4])],
    })
    const inputs = recogniseInputs(graph)
    expect(inputs.inputs.map(({ role }) => role)).toEqual(['data'])
    const found = findModel(graph, inputs, shapesFrom({ h: ['b', 16], a: ['b', 16], s: ['b', 4], y: ['b', 4] }))
    expect(found).toMatchObject({ stacks: [], taps: null, hooks: [], unembedding: null })
    expect(found.missing).toEqual([
      {
        what: 'attention',
        reason: 'A softmax is no attention that is known: no product of two values stands before it.',
        near: ['Softmax y'],
      },
    ])
  })
})

describe('nodes', () => {
  it('are put into an order in which they can run', () => {
    const graph = graphFrom({
      node: [node('Relu', ['b'], ['c']), node('Relu', ['a'], ['b']), node('Relu', ['x'], ['a'])],
      input: [port('x', 'float', [1])],
      output: [port('c', 'float', [1])],
    })
    expect(graph.ops.map(({ outputs }) => outputs[0])).toEqual(['a', 'b', 'c'])
  })

  it('that wait for each other are refused', () => {
    const ring = { node: [node('Relu', ['b'], ['a']), node('Relu', ['a'], ['b'])] }
    expect(() => graphFrom(ring)).toThrow('wait for each other in a circle')
  })

  it('that make one value twice are refused', () => {
    const both = { node: [node('Relu', ['x'], ['a']), node('Abs', ['x'], ['a'])] }
    expect(() => graphFrom(both)).toThrow('Two nodes make the same value (at value a)')
  })
})

describe('inputs are told apart by what is done with them', () => {
  it('ids take rows of the largest table, types of the smallest, and a mask takes none', () => {
    const graph = graphFrom({
      node: [
        node('Gather', ['words', 'a'], ['w']),
        node('Gather', ['kinds', 'b'], ['k']),
        node('Gather', ['places', 'c'], ['p']),
        node('Add', ['w', 'k'], ['wk']),
        node('Add', ['wk', 'p'], ['x']),
        node('Cast', ['d'], ['m'], { to: 1 }),
        node('Mul', ['x', 'm'], ['y']),
      ],
      initializer: [
        floats('words', [50, 4], () => 1),
        floats('kinds', [2, 4], () => 1),
        floats('places', [20, 4], () => 1),
      ],
      input: ['d', 'c', 'b', 'a'].map((name) => port(name, 'int64', ['batch', 'pos'])),
      output: [port('y', 'float', ['batch', 'pos', 4])],
    })
    const { inputs, seeds } = recogniseInputs(graph)
    expect(Object.fromEntries(inputs.map(({ name, role }) => [name, role]))).toEqual({
      a: 'ids',
      b: 'types',
      c: 'positions',
      d: 'mask',
    })
    expect(seeds).toEqual(['w'])
  })
})

describe('inputs that are no text', () => {
  const roles = (
    nodes: Parameters<typeof graphFrom>[0]['node'],
    ports: [string, 'float' | 'int64', (string | number)[]][],
  ) => {
    const graph = graphFrom({
      node: nodes!,
      initializer: [floats('W', [4, 4], () => 1)],
      input: ports.map((one) => port(...one)),
      output: [port('y', 'float', ['batch'])],
    })
    return recogniseInputs(graph).inputs.map(({ role, alone }) => (alone ? `${role} alone` : role))
  }

  it('are what an earlier run kept: before new keys, or alone where they are another stream’s', () => {
    const found = roles(
      [
        node('MatMul', ['x', 'W'], ['k']),
        node('Concat', ['old', 'k'], ['keys'], { axis: 2 }),
        node('Transpose', ['theirs'], ['t']),
        node('MatMul', ['keys', 't'], ['y']),
      ],
      [
        ['x', 'float', ['batch', 2, 'pos', 4]],
        ['old', 'float', ['batch', 2, 'past', 4]],
        ['theirs', 'float', ['batch', 2, 'source', 4]],
        ['unread', 'float', ['batch', 2, 'source', 4]],
      ],
    )
    expect(found).toEqual(['data', 'past', 'past alone', 'past'])
  })

  it('are unknown where neither what is done with them nor their shape tells', () => {
    const found = roles(
      [node('MatMul', ['x', 'W'], ['k']), node('Mul', ['k', 'temperature'], ['m']), node('Add', ['m', 'steps'], ['y'])],
      [
        ['x', 'float', ['batch', 'pos', 4]],
        ['temperature', 'float', [1]],
        ['steps', 'int64', [1]],
      ],
    )
    expect(found).toEqual(['data', 'unknown', 'unknown'])
  })
})

it('a value that a graph within a node reads is read by the node', () => {
  const graph = graphFrom({
    node: [
      node('Relu', ['x'], ['a']),
      {
        ...node('If', ['c'], ['y']),
        attribute: [
          {
            name: 'then_branch',
            g: create(GraphProtoSchema, {
              node: [node('Abs', ['a'], ['inner'])],
              output: [port('inner', 'float', [1])],
            }),
          },
        ],
      },
    ],
    input: [port('x', 'float', [1])],
    output: [port('y', 'float', [1])],
  })
  expect(graph.ops[1]!.inputs).toEqual(['c', 'a'])
})

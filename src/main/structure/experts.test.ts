import { describe, expect, it } from 'vitest'
import { floats, type NodeInit, node, port, wholes } from '../onnx-format/testing/build'
import { Content } from './content'
import { routerOf } from './experts'
import { graphFrom, shapesFrom } from './testing/graphs'

function router(nodes: NodeInit[]) {
  const graph = graphFrom({
    node: [
      node('MatMul', ['x', 'gate'], ['s']),
      ...nodes,
      node('Mul', ['best', 'x'], ['m']),
      node('Add', ['x', 'm'], ['y']),
    ],
    initializer: [floats('gate', [8, 4], () => 1), wholes('k', 2)],
    input: [port('x', 'float', ['batch', 'pos', 8])],
    output: [port('y', 'float', ['batch', 'pos', 8])],
  })
  const shapes = shapesFrom({
    x: ['b', 't', 8],
    s: ['b', 't', 4],
    p: ['b', 't', 4],
    best: ['b', 't', 2],
    which: ['b', 't', 2],
  })
  return routerOf({ content: new Content(graph, ['x']), shapes, embedded: 'x' }, 'x', 'm')
}

describe('what chooses among experts', () => {
  it('gives probabilities of all where the likeliest of these are taken', () => {
    expect(router([node('Softmax', ['s'], ['p']), node('TopK', ['p', 'k'], ['best', 'which'])])).toEqual({
      weights: { value: 'p', steps: [] },
      indices: { value: 'which', steps: [] },
      source: 'x',
    })
  })

  it('gives scores that become probabilities beside it where only the chosen ones go through a softmax', () => {
    expect(router([node('TopK', ['s', 'k'], ['best', 'which'])])).toMatchObject({
      weights: { value: 's', steps: [{ kind: 'softmax' }] },
    })
  })

  it('is none where nothing is chosen', () => {
    expect(router([node('Softmax', ['s'], ['best'])])).toBe(null)
  })
})

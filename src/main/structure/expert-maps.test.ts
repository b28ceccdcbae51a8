import { describe, expect, it } from 'vitest'
import { floats, type NodeInit, node, port, wholes } from '../onnx-format/testing/build'
import { ExpertMaps } from './expert-maps'
import { graphFrom, shapesFrom } from './testing/graphs'

/** What each weight of a mixture between x and m is found to be. */
function kindsIn(nodes: NodeInit[], weights: Record<string, number[]>): Record<string, string[]> {
  const graph = graphFrom({
    node: [...nodes, node('Add', ['x', 'm'], ['y'])],
    initializer: [...Object.entries(weights).map(([name, dims]) => floats(name, dims, () => 1)), wholes('first', 0)],
    input: [port('x', 'float', ['batch', 'pos', 8]), port('which', 'int64', [1])],
    output: [port('y', 'float', ['batch', 'pos', 8])],
  })
  const shapes = shapesFrom({ both: ['b', 't', 12], g: ['b', 't', 6], u: ['b', 't', 6] })
  const maps = new ExpertMaps(graph, shapes, { before: 'x', added: 'm' })
  return Object.fromEntries(
    Object.keys(weights).map((name) => [
      name,
      graph.consumers(name).flatMap((op) => maps.useOf(op, name)?.kinds.map(({ kind }) => kind) ?? []),
    ]),
  )
}

const act = (from: string, to: string) => [node('Sigmoid', [from], [`${to}s`]), node('Mul', [from, `${to}s`], [to])]

describe('the maps of a mixture', () => {
  it('are told where each expert has weights of its own, as one that every token goes through has', () => {
    const expert = (name: string) => [
      node('MatMul', ['x', `${name}.w1`], [`${name}g`]),
      ...act(`${name}g`, `${name}a`),
      node('MatMul', ['x', `${name}.w3`], [`${name}u`]),
      node('Mul', [`${name}a`, `${name}u`], [`${name}h`]),
      node('MatMul', [`${name}h`, `${name}.w2`], [`${name}o`]),
    ]
    const nodes = [
      ...expert('e'),
      ...expert('shared'),
      node('MatMul', ['x', 'shared.gate'], ['sg']),
      node('Sigmoid', ['sg'], ['share']),
      node('Mul', ['sharedo', 'share'], ['so']),
      node('Add', ['eo', 'so'], ['m']),
    ]
    const of = (name: string) => ({ [`${name}.w1`]: [8, 6], [`${name}.w2`]: [6, 8], [`${name}.w3`]: [8, 6] })
    expect(kindsIn(nodes, { ...of('e'), ...of('shared'), 'shared.gate': [8, 1] })).toEqual({
      ...{ 'e.w1': ['gate'], 'e.w3': ['up'], 'e.w2': ['down'] },
      ...{ 'shared.w1': ['gate'], 'shared.w3': ['up'], 'shared.w2': ['down'], 'shared.gate': ['router'] },
    })
  })

  it('are told where the run takes an expert’s slice of one tensor, with biases, without a gate', () => {
    const nodes = [
      node('Gather', ['in', 'which'], ['w']),
      node('Transpose', ['w'], ['wt'], { perm: [1, 0] }),
      node('MatMul', ['x', 'wt'], ['h']),
      node('Gather', ['in.bias', 'which'], ['b']),
      node('Add', ['h', 'b'], ['hb']),
      node('Gelu', ['hb'], ['a']),
      node('Gather', ['out', 'which'], ['v']),
      node('MatMul', ['a', 'v'], ['m']),
    ]
    expect(kindsIn(nodes, { in: [3, 6, 8], 'in.bias': [3, 6], out: [3, 6, 8] })).toEqual({
      ...{ in: ['up'], 'in.bias': ['bias'], out: ['down'] },
    })
  })
})

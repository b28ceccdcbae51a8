import { describe, expect, it } from 'vitest'
import { floats, node, port } from '../../onnx-format/testing/build'
import { findModel } from '../find-model'
import { recogniseInputs } from '../inputs'
import { graphFrom, shapesFrom } from '../testing/graphs'
import { seenInto } from './see-into'

type Attributes = Parameters<typeof node>[3]

/** A graph of one node of ONNX Runtime's, and what is said of it; null where it is seen into. */
function said(
  opType: string,
  inputs: Readonly<Record<string, readonly (number | 'b' | 't')[]>>,
  attributes?: Attributes,
) {
  const names = Object.keys(inputs)
  const graph = graphFrom({
    node: [{ ...node(opType, names, ['y'], attributes, 'com.microsoft'), name: 'the node' }],
    input: names.map((name) => port(name, 'float', ['batch', 'pos', 'width'])),
    output: [port('y', 'float', ['batch', 'pos', 'width'])],
  })
  const shapes = shapesFrom(inputs)
  const seen = seenInto(graph, shapes)
  const { missing } = findModel(seen, recogniseInputs(seen), shapes)
  return missing.find(({ near }) => near.includes(`com.microsoft.${opType} the node`))?.reason ?? null
}

const three = { q: ['b', 't', 16], k: ['b', 't', 16], v: ['b', 't', 16] } as const
const grouped = { num_heads: 4, kv_num_heads: 4 }

describe('a fused node of a form that is not written down is named, with why', () => {
  it.each([
    ['SparseAttention', three, {}, 'what it computes is not written down'],
    ['PackedMultiHeadAttention', three, {}, 'what it computes is not written down'],
    ['MultiHeadAttention', three, {}, 'it does not say how many heads it has'],
    [
      'MultiHeadAttention',
      { ...three, bias: [48], mask: ['b', 1, 't', 't'] },
      { num_heads: 4 },
      'its mask has a form that is not written down',
    ],
    [
      'Attention',
      { x: ['b', 't', 16], W: [16, 48] },
      { num_heads: 4, past_present_share_buffer: 1 },
      'it shares one buffer with its past',
    ],
    [
      'Attention',
      { x: ['b', 't', 16], W: [16, 48], bias: [48], mask: ['b', 1, 1, 't', 't'] },
      { num_heads: 4 },
      'its mask has a form that is not written down',
    ],
    ['GroupQueryAttention', three, { ...grouped, sliding_window_cache: 1 }, 'its past is a window'],
    ['FusedGemm', { x: ['b', 16], W: [16, 16] }, {}, 'it does not say which activation it has'],
  ] as const)('%s %#', (opType, inputs, attributes, reason) => {
    expect(said(opType, inputs, attributes)).toBe(`A fused node is not seen into: ${reason}.`)
  })

  it('and one that is written down is not', () => {
    expect(said('MultiHeadAttention', three, { num_heads: 4 })).toBeNull()
  })
})

describe('what stands beside a fused node', () => {
  it('reads its values as F32 in a file of halves, and the finder sees them themselves', () => {
    const half = { ...floats('gamma', [16], () => 1), dataType: 10, rawData: new Uint8Array(32) }
    const graph = graphFrom({
      node: [node('SkipSimplifiedLayerNormalization', ['x', 'skip', 'gamma'], ['y'], {}, 'com.microsoft')],
      initializer: [half],
      input: [port('x', 'float', [2, 5, 16]), port('skip', 'float', [2, 5, 16])],
      output: [port('y', 'float', [2, 5, 16])],
    })
    const { ops } = seenInto(graph, shapesFrom({ x: ['b', 't', 16], skip: ['b', 't', 16] }))
    const sum = ops.find(({ type }) => type === 'Add')!
    expect([...sum.inputs].sort()).toEqual(['skip', 'x'])
    expect(sum.node.input.every((name) => name.startsWith('tokentrace/beside/'))).toBe(true)
  })

  it('takes the bias of a SkipLayerNormalization for that of the linear map, and not the stream’s', () => {
    const graph = graphFrom({
      node: [
        node('MatMul', ['h', 'W'], ['mapped']),
        node('SkipLayerNormalization', ['x', 'mapped', 'gamma', 'beta', 'bias'], ['y'], {}, 'com.microsoft'),
      ],
      initializer: [
        floats('W', [16, 16], () => 1),
        ...['gamma', 'beta', 'bias'].map((name) => floats(name, [16], () => 1)),
      ],
      input: [port('x', 'float', [2, 5, 16]), port('h', 'float', [2, 5, 16])],
      output: [port('y', 'float', [2, 5, 16])],
    })
    const { ops } = seenInto(graph, shapesFrom({ x: ['b', 't', 16], mapped: ['b', 't', 16] }))
    const [biased, sum] = ops.filter(({ type }) => type === 'Add')
    expect(biased!.inputs).toEqual(['mapped', 'bias'])
    expect(sum!.inputs).toEqual(['x', biased!.outputs[0]])
  })
})

import { describe, expect, it } from 'vitest'
import { floats, type NodeInit, node, port, type TensorInit, wholes } from '../onnx-format/testing/build'
import type { SiteTools } from './attention-sites'
import { Content } from './content'
import { dataEmbedding } from './data-embedding'
import { recogniseInputs } from './inputs'
import { positionsOf } from './positions'
import { graphFrom, shapesFrom } from './testing/graphs'

type Dims = Readonly<Record<string, readonly (number | 'b' | 't')[]>>

/** What becomes of an input called `given`, up to the stream's start, `x`. */
function seen(nodes: NodeInit[], weights: TensorInit[], dims: readonly (number | 'b')[], values: Dims, length: number) {
  const graph = graphFrom({
    node: [...nodes, node('MatMul', ['x', 'end'], ['y'])],
    initializer: [...weights, floats('end', [8, 8], () => 1)],
    input: [
      port(
        'given',
        'float',
        dims.map((size) => (size === 'b' ? 'batch' : size)),
      ),
    ],
    output: [port('y', 'float', ['batch', length, 8])],
  })
  const inputs = recogniseInputs(graph)
  const fixed = Object.fromEntries(weights.map(({ name, dims: own }) => [name!, own!.map(Number)]))
  const shapes = { ...shapesFrom({ given: dims, ...fixed, ...values }), length: [length, length] }
  const tools: SiteTools = { content: new Content(graph, inputs.seeds), shapes, embedded: 'x' }
  return { positions: positionsOf(tools, inputs, 'x', shapes.length), embedding: dataEmbedding(tools, 'x') }
}

const patches = [
  node('Conv', ['given', 'kernel'], ['c'], { strides: [4, 4], kernel_shape: [4, 4] }),
  node('Reshape', ['c', 'flat'], ['f']),
  node('Transpose', ['f'], ['p'], { perm: [0, 2, 1] }),
]
const kernel = [floats('kernel', [8, 3, 4, 4], () => 1), wholes('flat', 0, 8, -1)]
const patchDims: Dims = { c: ['b', 8, 3, 2], f: ['b', 8, 6], p: ['b', 6, 8] }

describe('an image cut into patches', () => {
  it('has rows and columns of them, behind a class token, and positions that are added', () => {
    const { positions, embedding } = seen(
      [...patches, node('Concat', ['class', 'p'], ['e'], { axis: 1 }), node('Add', ['e', 'places'], ['x'])],
      [...kernel, floats('class', [1, 1, 8], () => 1), floats('places', [1, 7, 8], () => 1)],
      ['b', 3, 12, 8],
      { ...patchDims, e: ['b', 7, 8], x: ['b', 7, 8] },
      7,
    )
    expect(positions).toEqual({
      kind: 'patches',
      input: 'given',
      rows: 3,
      columns: 2,
      patch: [4, 4],
      leading: 1,
      trailing: 0,
    })
    expect(embedding).toEqual({ embed: 'e', positions: { added: 'places', sum: 'x' }, full: null })
  })

  it('has special tokens at both ends where registers are put behind, and steps by its strides where pixels are left over', () => {
    const { positions } = seen(
      [...patches, node('Concat', ['class', 'p', 'registers'], ['x'], { axis: 1 })],
      [...kernel, floats('class', [1, 1, 8], () => 1), floats('registers', [1, 4, 8], () => 1)],
      ['b', 3, 13, 9],
      { ...patchDims, x: ['b', 11, 8] },
      11,
    )
    expect(positions).toMatchObject({ rows: 3, columns: 2, patch: [4, 4], leading: 1, trailing: 4 })
  })

  it('is told by its size alone where it is cut by reshaping', () => {
    const { positions } = seen(
      [node('Reshape', ['given', 'cut'], ['p']), node('MatMul', ['p', 'map'], ['x'])],
      [wholes('cut', 0, 6, 48), floats('map', [48, 8], () => 1)],
      ['b', 3, 12, 8],
      { p: ['b', 6, 48], x: ['b', 6, 8] },
      6,
    )
    expect(positions).toMatchObject({ kind: 'patches', rows: 3, columns: 2, patch: [4, 4], leading: 0 })
  })
})

describe('a sound', () => {
  it('comes in frames, each as many numbers after the last as the strides say together', () => {
    const { positions, embedding } = seen(
      [
        node('Conv', ['given', 'first'], ['a'], { strides: [5], kernel_shape: [10] }),
        node('Relu', ['a'], ['r']),
        node('Conv', ['r', 'second'], ['c'], { strides: [2], kernel_shape: [3] }),
        node('Transpose', ['c'], ['p'], { perm: [0, 2, 1] }),
        node('Add', ['p', 'places'], ['x']),
      ],
      [floats('first', [8, 1, 10], () => 1), floats('second', [8, 8, 3], () => 1), floats('places', [9, 8], () => 1)],
      ['b', 1, 100],
      { a: ['b', 8, 19], r: ['b', 8, 19], c: ['b', 8, 9], p: ['b', 9, 8], x: ['b', 9, 8] },
      9,
    )
    expect(positions).toEqual({ kind: 'frames', input: 'given', step: 10, reach: 20, leading: 0 })
    expect(embedding).toEqual({ embed: 'p', positions: { added: 'places', sum: 'x' }, full: null })
  })

  it('whose rows are mapped one by one has a frame for each', () => {
    const { positions } = seen(
      [node('MatMul', ['given', 'map'], ['x'])],
      [floats('map', [6, 8], () => 1)],
      ['b', 9, 6],
      { x: ['b', 9, 8] },
      9,
    )
    expect(positions).toEqual({ kind: 'frames', input: 'given', step: 1, reach: null, leading: 0 })
  })
})

it('positions that come of a convolution of the frames themselves are found, and the norm behind them', () => {
  const { embedding } = seen(
    [
      node('MatMul', ['given', 'map'], ['p']),
      node('Transpose', ['p'], ['t'], { perm: [0, 2, 1] }),
      node('Conv', ['t', 'around'], ['c'], { strides: [1], kernel_shape: [3] }),
      node('Transpose', ['c'], ['q'], { perm: [0, 2, 1] }),
      node('Add', ['p', 'q'], ['s']),
      node('LayerNormalization', ['s', 'gain'], ['x']),
    ],
    [floats('map', [6, 8], () => 1), floats('around', [8, 8, 3], () => 1), floats('gain', [8], () => 1)],
    ['b', 9, 6],
    { p: ['b', 9, 8], t: ['b', 8, 9], c: ['b', 8, 9], q: ['b', 9, 8], s: ['b', 9, 8], x: ['b', 9, 8] },
    9,
  )
  expect(embedding).toEqual({ embed: 'p', positions: { added: 'q', sum: 's' }, full: 's' })
})

it('vectors given in the place of words are tokens', () => {
  const { positions } = seen([node('Identity', ['given'], ['x'])], [], ['b', 9, 8], { x: ['b', 9, 8] }, 9)
  expect(positions).toEqual({ kind: 'tokens' })
})

import { describe, expect, it } from 'vitest'
import { constant, floats, node, port } from '../onnx-format/testing/build'
import { sizesToTry } from './data-sizes'
import { recogniseInputs } from './inputs'
import { graphFrom } from './testing/graphs'

const held = floats('kernel', [16, 3, 3, 3], () => 1)

function tried(dims: (string | number)[], kernel: number[], strides: number[], places: number[]) {
  const graph = graphFrom({
    node: [
      node('Conv', ['given', 'kernel'], ['c'], { strides, kernel_shape: kernel.slice(2) }),
      node('Add', ['c', 'places'], ['y']),
    ],
    initializer: [floats('kernel', kernel, () => 1), floats('places', places, () => 1)],
    input: [port('given', 'float', dims)],
    output: [port('y', 'float', ['batch'])],
  })
  return sizesToTry(graph, recogniseInputs(graph).inputs[0]!)
}

describe('sizes of data that a file leaves open', () => {
  it('of an image are as many channels as the kernel takes, and a side that fills the table of positions', () => {
    const all = tried(['batch', 'channels', 'height', 'width'], [8, 3, 16, 16], [16, 16], [1, 37, 8])
    expect(all.slice(0, 2)).toEqual([
      [1, 3, 96, 96],
      [1, 3, 224, 224],
    ])
  })

  it('are told of a kernel that is a node of its own, and of an image of unknown sides are those of a line of text too', () => {
    const graph = graphFrom({
      node: [
        constant('kernel', held),
        node('Conv', ['given', 'kernel'], ['y'], { strides: [2, 2], kernel_shape: [3, 3] }),
      ],
      input: [port('given', 'float', ['batch', 3, '', ''])],
      output: [port('y', 'float', ['batch'])],
    })
    expect(sizesToTry(graph, recogniseInputs(graph).inputs[0]!).slice(0, 2)).toEqual([
      [1, 3, 224, 224],
      [1, 3, 48, 320],
    ])
  })

  it('of frames are as many as the table of positions and the strides say', () => {
    expect(tried(['batch', 'mels', 'frames'], [8, 80, 3], [2], [1500, 8])[0]).toEqual([1, 80, 3000])
  })

  it('that are fixed stay, and where all are there is nothing to try', () => {
    expect(tried(['batch', 3, 32, 'width'], [8, 3, 4, 4], [4, 4], [9, 8])[0]).toEqual([1, 3, 32, 12])
    expect(tried(['batch', 3, 32, 32], [8, 3, 4, 4], [4, 4], [9, 8])).toEqual([])
  })
})

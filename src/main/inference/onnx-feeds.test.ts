import { describe, expect, it } from 'vitest'
import { TensorProto_DataType as DataType } from '../onnx-format'
import type { FoundInput, Role } from '../structure'
import { fixedSizes, onnxFeeds } from './onnx-feeds'

const input = (name: string, role: Role, dims: FoundInput['dims'], type: number = DataType.INT64): FoundInput => ({
  name,
  role,
  dims,
  type,
})
const ids = input('ids', 'ids', ['batch', 'target'])
const states = input('states', 'data', ['batch', 'source', 4], DataType.FLOAT)
const mask = input('mask', 'mask', ['batch', 'source'])

describe('tensors for the inputs of a graph', () => {
  it('take what is given, and sizes of one name from there', () => {
    const given = new Map([['states', { numbers: new Float32Array(24).fill(2), shape: [1, 6, 4] }]])
    const feeds = onnxFeeds([ids, states, mask], { tokenIds: [[1, 2, 3]] }, given)
    expect(feeds.ids!.dims).toEqual([1, 3])
    expect(feeds.states!.dims).toEqual([1, 6, 4])
    expect(feeds.mask!.dims).toEqual([1, 6])
  })

  it('know the shape of numbers given in one row where one size is free', () => {
    const feeds = onnxFeeds([ids], { tokenIds: [] }, new Map([['ids', { numbers: [3, 1, 2], shape: null }]]))
    expect(feeds.ids!.dims).toEqual([1, 3])
    expect([...(feeds.ids!.data as BigInt64Array)]).toEqual([3n, 1n, 2n])
  })

  it.each([
    [
      'an input that there is not',
      'sound',
      [1],
      null,
      'no input sound (at input sound). Its inputs are ids, states, mask.',
    ],
    [
      'a shape that it has not',
      'states',
      [1, 2],
      [1, 2],
      'it is of shape [1, 2] (at input states). Give numbers of shape [batch, source, 4].',
    ],
    ['a size that is another', 'states', [1, 2, 3], [1, 1, 3], 'it is of shape [1, 1, 3]'],
    ['fewer numbers than its shape', 'states', [1], [1, 1, 4], '1 numbers cannot fill [1, 1, 4]'],
    ['numbers that fill no rows', 'states', [1, 2, 3], null, 'it is 3 numbers'],
  ])('refuse %s', (_, name, numbers, shape, message) => {
    const run = () => onnxFeeds([ids, states, mask], { tokenIds: [[1]] }, new Map([[name, { numbers, shape }]]))
    expect(run).toThrow(message)
  })
})

it('an input of no known use is asked for, with what it takes', () => {
  const steps = input('steps', 'unknown', [2])
  expect(() => onnxFeeds([ids, steps], { tokenIds: [[1]] })).toThrow(
    'What the graph’s input steps is for is not known: INT64 of shape [2] (at input steps). Give its values: in its field beside the sentence, or on the command line with --input steps=VALUE.',
  )
  const given = new Map([['steps', { numbers: [3, 4], shape: null }]])
  expect(onnxFeeds([ids, steps], { tokenIds: [[1]] }, given).steps!.dims).toEqual([2])
  expect([...(onnxFeeds([ids, { ...steps, stand: 1 }], { tokenIds: [[1]] }).steps!.data as BigInt64Array)]).toEqual([
    1n,
    1n,
  ])
})

it('an image’s own first size is how many there are, and says nothing of tokens', () => {
  const image = input('image', 'data', [1, 3, 12, 12], DataType.FLOAT)
  expect(fixedSizes([image])).toEqual({ batch: 1, length: null })
  expect(fixedSizes([image, input('ids', 'ids', ['batch', 9])])).toEqual({ batch: null, length: 9 })
})

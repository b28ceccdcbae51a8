import { Tensor } from 'onnxruntime-node'
import { Fault } from '../../shared/fault'
import { elementCount } from '../../shared/tensor'
import { TensorProto_DataType as DataType } from '../onnx-format'
import type { FoundInput } from '../structure'
import type { Batch } from './runner'
import type { Feeds } from './session'

/** Sizes that a graph takes whatever is run: of its texts, and of their tokens; null where any will do. */
export interface FixedSizes {
  readonly batch: number | null
  readonly length: number | null
}

/** What the inputs of token ids, or else those of masks, are declared to be. */
export function fixedSizes(inputs: readonly FoundInput[]): FixedSizes {
  const leading = inputs.find(({ role }) => role === 'ids') ?? inputs.find(({ role }) => role === 'mask')
  const fixed = (at: number) => {
    const size = leading?.dims?.[at]
    return typeof size === 'number' && size > 0 ? size : null
  }
  return { batch: fixed(0), length: fixed(1) }
}

/**
 * Tensors for every input of a graph: the ids given, masks that hide nothing, positions from 0, one type of text, no past, and
 * numbers of no meaning where something else than a text is read. Throws an `input` fault for an input of no known use.
 */
export function onnxFeeds(inputs: readonly FoundInput[], texts: Batch): Feeds {
  const ids = inputs.filter(({ role }) => role === 'ids').map(({ name }) => name)
  return Object.fromEntries(
    inputs.map((input) => {
      // Of two texts, the encoder's is the first input.
      const second = ids.length > 1 && ids.indexOf(input.name) === 1
      const { decoderTokenIds, tokenIds } = texts
      return [input.name, tensorFor(input, { ...texts, tokenIds: (second && decoderTokenIds) || tokenIds })]
    }),
  )
}

function tensorFor(input: FoundInput, { tokenIds, tokenTypeIds }: Batch): Tensor {
  const { role, type } = input
  const length = tokenIds[0]?.length ?? 0
  const dims = dimsFor(input, tokenIds.length, length)
  const idOf = (rows: Batch['tokenIds']) => (at: number) => rows[Math.floor(at / length)]?.[at % length] ?? 0
  if (role === 'ids') return filled(input, dims, idOf(tokenIds))
  if (role === 'types' && tokenTypeIds) return filled(input, dims, idOf(tokenTypeIds))
  if (role === 'positions') return filled(input, dims, (at) => at % length)
  if (role === 'mask') {
    // A mask of floats over queries and keys is added to scores.
    const added = isFloat(type) && dims.length > 2
    return filled(input, dims, () => (added ? 0 : 1))
  }
  if (role === 'data') return filled(input, dims, (at) => Math.sin(at * 12.9898) * 0.7)
  return filled(input, dims, () => 0)
}

function dimsFor({ role, dims, name }: FoundInput, batch: number, length: number): number[] {
  if (dims === null) {
    if (role === 'ids' || role === 'mask' || role === 'types' || role === 'positions') return [batch, length]
    throw unknown(name, 'its shape is not declared')
  }
  return dims.map((size, at) => {
    if (typeof size === 'number') return size
    if (at === 0) return batch
    // What an earlier run kept has its tokens third: [batch, heads, tokens, d_head].
    if (role === 'past') return 0
    return length
  })
}

function isFloat(type: number): boolean {
  return type === DataType.FLOAT || type === DataType.FLOAT16 || type === DataType.DOUBLE
}

function filled({ name, type }: FoundInput, dims: number[], value: (at: number) => number): Tensor {
  const count = elementCount(dims)
  if (count > 2 ** 28) throw unknown(name, `it is said to have ${count} numbers`)
  const numbers = Array.from({ length: count }, (_, at) => value(at))
  switch (type) {
    case DataType.INT64:
      return new Tensor(
        'int64',
        BigInt64Array.from(numbers, (one) => BigInt(Math.round(one))),
        dims,
      )
    case DataType.INT32:
      return new Tensor('int32', Int32Array.from(numbers), dims)
    case DataType.BOOL:
      return new Tensor('bool', Uint8Array.from(numbers), dims)
    case DataType.FLOAT:
      return new Tensor('float32', Float32Array.from(numbers), dims)
    case DataType.DOUBLE:
      return new Tensor('float64', Float64Array.from(numbers), dims)
    case DataType.FLOAT16:
      return new Tensor('float16', Float16Array.from(numbers) as unknown as Uint16Array, dims)
    default:
      throw unknown(name, `it is of ${DataType[type] ?? `type ${type}`}`)
  }
}

function unknown(name: string, why: string): Fault {
  return Fault.input(`The graph’s input ${name} cannot be filled: ${why}`, {
    place: `input ${name}`,
    remedy: 'Export the model with token ids, masks and positions as its inputs.',
  })
}

import { Tensor } from 'onnxruntime-node'
import { Fault } from '../../shared/fault'
import { elementCount } from '../../shared/tensor'
import { TensorProto_DataType as DataType } from '../onnx-format'
import type { FoundInput } from '../structure'
import type { Given, GivenInputs } from './given'
import type { Batch } from './runner'
import type { Feeds } from './session'

/** Sizes that a graph takes whatever is run: of its texts, and of their tokens; null where any will do. */
export interface FixedSizes {
  readonly batch: number | null
  readonly length: number | null
}

/** What the inputs of token ids, or else those of masks, are declared to be; of data in their place, how many there are. */
export function fixedSizes(inputs: readonly FoundInput[]): FixedSizes {
  const text = inputs.find(({ role }) => role === 'ids') ?? inputs.find(({ role }) => role === 'mask')
  const leading = text ?? inputs.find(({ role }) => role === 'data')
  const fixed = (at: number) => {
    const size = leading?.dims?.[at]
    return typeof size === 'number' && size > 0 ? size : null
  }
  return { batch: fixed(0), length: text ? fixed(1) : null }
}

/**
 * Tensors for every input of a graph: what is given for it, or else the ids given, masks that hide nothing, positions from 0, one
 * type of text, no past, and numbers of no meaning where something else than a text is read. Sizes that are declared by one name
 * are one size. Throws an `input` fault for an input of no known use that nothing is given or stands for.
 */
export function onnxFeeds(inputs: readonly FoundInput[], texts: Batch, given: GivenInputs = new Map()): Feeds {
  for (const name of given.keys()) {
    if (!inputs.some((input) => input.name === name)) throw noInput(name, inputs)
  }
  const ids = inputs.filter(({ role }) => role === 'ids').map(({ name }) => name)
  const sizes = new Map<string, number>()
  const shapes = new Map(
    [...given].map(([name, one]) => [name, givenShape(inputs.find((input) => input.name === name)!, one)]),
  )
  for (const { name, dims } of inputs) {
    for (const [at, size] of (dims ?? []).entries()) {
      const known = shapes.get(name)?.[at]
      if (typeof size === 'string' && size !== '' && known !== undefined) sizes.set(size, known)
    }
  }
  return Object.fromEntries(
    inputs.map((input) => {
      const own = given.get(input.name)
      if (own) return [input.name, filled(input, shapes.get(input.name)!, (at) => own.numbers[at]!)]
      // Of two texts, the encoder's is the first input.
      const second = ids.length > 1 && ids.indexOf(input.name) === 1
      const { decoderTokenIds, tokenIds } = texts
      return [input.name, tensorFor(input, { ...texts, tokenIds: (second && decoderTokenIds) || tokenIds }, sizes)]
    }),
  )
}

/** The shape that given numbers have: their own, or the declared one, with at most one size that their count tells. */
export function givenShape({ name, dims }: FoundInput, { numbers, shape }: Given): readonly number[] {
  const wrong = (why: string) =>
    Fault.input(`What is given for the graph’s input ${name} does not fit: ${why}`, {
      place: `input ${name}`,
      remedy: dims
        ? `Give numbers of shape [${dims.map((size) => (size === '' ? '?' : size)).join(', ')}].`
        : 'Say its shape.',
    })
  if (shape !== null) {
    const fits =
      dims === null ||
      (dims.length === shape.length &&
        dims.every((size, at) => typeof size === 'string' || size < 0 || size === shape[at]))
    if (!fits) throw wrong(`it is of shape [${shape.join(', ')}]`)
    if (elementCount(shape) !== numbers.length)
      throw wrong(`${numbers.length} numbers cannot fill [${shape.join(', ')}]`)
    return shape
  }
  if (dims === null) return [numbers.length]
  const isFree = (size: number | string) => typeof size === 'string' || size < 0
  // One text, one image: the first size is 1 where another can take the rest.
  const most = dims.findLastIndex(isFree)
  const sizes = dims.map((size, at) => (isFree(size) ? (at === most ? -1 : 1) : (size as number)))
  const rest = sizes.reduce((product, size) => (size === -1 ? product : product * size), 1)
  const full = sizes.map((size) => (size === -1 ? numbers.length / rest : size))
  if (!full.every(Number.isInteger) || elementCount(full) !== numbers.length)
    throw wrong(`it is ${numbers.length} numbers`)
  return full
}

function noInput(name: string, inputs: readonly FoundInput[]): Fault {
  return Fault.input(`The graph has no input ${name}`, {
    place: `input ${name}`,
    remedy: `Its inputs are ${inputs.map((input) => input.name).join(', ')}.`,
  })
}

function tensorFor(input: FoundInput, { tokenIds, tokenTypeIds }: Batch, sizes: ReadonlyMap<string, number>): Tensor {
  const { role, type } = input
  const length = tokenIds[0]?.length ?? 0
  const dims = dimsFor(input, tokenIds.length, length, sizes)
  const row = dims.at(-1) ?? 1
  const idOf = (rows: Batch['tokenIds']) => (at: number) => rows[Math.floor(at / length)]?.[at % length] ?? 0
  if (role === 'ids') return filled(input, dims, idOf(tokenIds))
  if (role === 'types' && tokenTypeIds) return filled(input, dims, idOf(tokenTypeIds))
  if (role === 'positions') return filled(input, dims, (at) => at % row)
  if (role === 'mask') {
    // A mask of floats over queries and keys is added to scores.
    const added = isFloat(type) && dims.length > 2
    return filled(input, dims, () => (added ? 0 : 1))
  }
  if (role === 'flag') return filled(input, dims, () => (input.on ? 1 : 0))
  if (role === 'unknown') {
    const { stand } = input
    if (stand === undefined) throw asked(input)
    return filled(input, dims, () => stand)
  }
  if (role === 'data') return filled(input, dims, (at) => Math.sin(at * 12.9898) * 0.7)
  return filled(input, dims, () => 0)
}

function dimsFor(
  { role, dims, name, usual, alone }: FoundInput,
  batch: number,
  length: number,
  sizes: ReadonlyMap<string, number>,
): number[] {
  if (dims === null) {
    if (role === 'ids' || role === 'mask' || role === 'types' || role === 'positions') return [batch, length]
    throw unknown(name, 'its shape is not declared')
  }
  return dims.map((size, at) => {
    if (typeof size === 'number' && size >= 0) return size
    const bound = typeof size === 'string' ? sizes.get(size) : undefined
    if (bound !== undefined) return bound
    // What an earlier run kept has its tokens last but one: [batch, heads, tokens, d_head], or keys and values in one before.
    if (role === 'past' && !alone) return at === dims.length - 4 ? batch : 0
    if (at === 0) return batch
    return usual?.[at] ?? length
  })
}

/** What a caller is asked for. */
export function asked({ name, type, dims }: FoundInput): Fault {
  const shape =
    dims === null ? 'of any shape' : `of shape [${dims.map((size) => (size === '' ? '?' : size)).join(', ')}]`
  return Fault.input(
    `What the graph’s input ${name} is for is not known: ${DataType[type] ?? `type ${type}`} ${shape}`,
    {
      place: `input ${name}`,
      remedy: `Give its values: in its field beside the sentence, or on the command line with --input ${name}=VALUE.`,
    },
  )
}

function isFloat(type: number): boolean {
  return type === DataType.FLOAT || type === DataType.FLOAT16 || type === DataType.DOUBLE
}

function filled({ name, type }: FoundInput, dims: readonly number[], value: (at: number) => number): Tensor {
  const count = elementCount(dims)
  if (count > 2 ** 28) throw unknown(name, `it is said to have ${count} numbers`)
  const sizes = [...dims]
  const numbers = Array.from({ length: count }, (_, at) => value(at))
  switch (type) {
    case DataType.INT64:
      return new Tensor(
        'int64',
        BigInt64Array.from(numbers, (one) => BigInt(Math.round(one))),
        sizes,
      )
    case DataType.INT32:
      return new Tensor('int32', Int32Array.from(numbers), sizes)
    case DataType.BOOL:
      return new Tensor('bool', Uint8Array.from(numbers), sizes)
    case DataType.FLOAT:
      return new Tensor('float32', Float32Array.from(numbers), sizes)
    case DataType.DOUBLE:
      return new Tensor('float64', Float64Array.from(numbers), sizes)
    case DataType.FLOAT16:
      return new Tensor('float16', Float16Array.from(numbers) as unknown as Uint16Array, sizes)
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

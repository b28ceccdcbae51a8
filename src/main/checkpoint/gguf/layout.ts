import { Fault } from '../../../shared/fault'
import { someOf } from '../../../shared/some-of'
import type { StoredTensor } from '../checkpoint'
import * as limits from '../limits'
import { damaged } from './cursor'
import { ggmlTypes, removedTypes } from './ggml-types'
import type { GgufEntry, GgufHeader, GgufMetadata } from './header'

export interface GgufSource {
  /** Absolute. */
  readonly path: string
  /** Within the model's folder. */
  readonly name: string
  /** Of the whole file. */
  readonly bytes: number
}

const defaultAlignment = 32

/**
 * The tensors of a file under their own names, in the order of their bytes; shapes as PyTorch has them, the slowest dimension first.
 * Throws an `input` fault unless each lies within the file, aligned, and shares no bytes with another.
 */
export function layOut({ metadata, entries, end }: GgufHeader, source: GgufSource): StoredTensor[] {
  const alignment = alignmentOf(metadata, source)
  const start = Math.ceil(end / alignment) * alignment
  const seen = new Set<string>()
  const tensors = entries.map((entry) => {
    if (seen.has(entry.name)) throw fault('The file has two tensors of this name', entry.name, source)
    seen.add(entry.name)
    if (entry.offset % alignment !== 0) {
      throw fault(`The tensor begins at ${entry.offset}, which is no multiple of ${alignment}`, entry.name, source)
    }
    return place(entry, start, source)
  })
  tensors.sort((a, b) => a.offset - b.offset || a.length - b.length)
  for (const [index, { name, offset }] of tensors.entries()) {
    const before = tensors[index - 1]
    if (before === undefined || before.offset + before.length <= offset) continue
    throw fault('Two tensors share bytes', `${before.name} and ${name}`, source)
  }
  return tensors
}

function alignmentOf(metadata: GgufMetadata, { path }: GgufSource): number {
  const given = metadata.get('general.alignment') ?? defaultAlignment
  const isPower = typeof given === 'number' && given > 0 && Number.isInteger(Math.log2(given))
  if (isPower && given <= limits.ggufAlignment) return given
  throw Fault.input(`The alignment is said to be ${String(given)}, and must be a power of two`, {
    file: path,
    place: 'key general.alignment',
    remedy: damaged,
  })
}

function place({ name, dims, type, offset }: GgufEntry, start: number, source: GgufSource): StoredTensor {
  const known = ggmlTypes.get(type)
  if (known === undefined) throw unknownType(type, name, source)
  const [fastest = 1] = dims
  if (dims.some((size) => size === 0)) throw fault(`The tensor has the shape [${dims.join(', ')}]`, name, source)
  if (fastest % known.values !== 0) {
    throw fault(
      `${known.name} holds ${known.values} values a block, and the tensor’s rows have ${fastest}`,
      name,
      source,
    )
  }
  const values = dims.reduce((product, size) => product * size, 1)
  // Past 2^53 a product is not exact, and longer than any file.
  const length = (values / known.values) * known.bytes
  if (!Number.isSafeInteger(length) || start + offset + length > source.bytes) {
    throw fault(
      `The tensor ends at byte ${start + offset + length}, and the file at byte ${source.bytes}`,
      name,
      source,
    )
  }
  const shape = [...dims].reverse()
  return { name, dtype: known.name, shape, file: source.name, offset: start + offset, length }
}

function unknownType(type: number, name: string, { path }: GgufSource): Fault {
  const removed = removedTypes.get(type)
  if (removed === undefined) {
    const names = someOf(
      [...ggmlTypes.values()].map((each) => each.name),
      40,
    )
    return Fault.input(`The tensor has the type ${type}, which is not known`, {
      file: path,
      place: `tensor ${name}`,
      remedy: `Types that are: ${names}.`,
    })
  }
  return Fault.input(`The tensor is in ${removed}, a type that ggml has given up`, {
    file: path,
    place: `tensor ${name}`,
    remedy: 'Fetch a file in another quantisation, Q4_0 say.',
  })
}

function fault(message: string, tensor: string, { path }: GgufSource): Fault {
  return Fault.input(message, { file: path, place: `tensor ${tensor}`, remedy: damaged })
}

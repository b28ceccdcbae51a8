import { Fault } from '../../../shared/fault'
import { someOf } from '../../../shared/some-of'
import { elementCount } from '../../../shared/tensor'
import type { StoredTensor } from '../checkpoint'
import * as limits from '../limits'
import { damaged } from './cursor'
import { ggmlTypes, removedTypes } from './ggml-types'
import type { GgufEntry, GgufHeader, GgufMetadata } from './header'
import { shown } from './shown'

export interface GgufSource {
  /** Absolute. */
  readonly path: string
  /** Within the model's folder. */
  readonly name: string
  /** Of the whole file. */
  readonly bytes: number
}

const defaultAlignment = 32
const powersOfTwo = new Set(Array.from({ length: 1 + Math.log2(limits.ggufAlignment) }, (_, power) => 2 ** power))

/**
 * The tensors of a file under their own names, in the order of their bytes; shapes as PyTorch has them, the slowest dimension first.
 * Throws an `input` fault unless each lies within the file, aligned, and shares no bytes with another.
 */
export function layOut({ metadata, entries, end }: GgufHeader, source: GgufSource): StoredTensor[] {
  const alignment = alignmentOf(metadata, source)
  const start = Math.ceil(end / alignment) * alignment
  const seen = new Set<string>()
  const tensors = entries.map((entry) => {
    if (seen.has(entry.name)) throw fault('The file has two tensors of this name', source, entry.name)
    seen.add(entry.name)
    if (entry.offset % alignment !== 0) {
      throw fault(`The tensor begins at ${entry.offset}, which is no multiple of ${alignment}`, source, entry.name)
    }
    return place(entry, start, source)
  })
  tensors.sort((a, b) => a.offset - b.offset || a.length - b.length)
  for (const [index, { name, offset }] of tensors.entries()) {
    const before = tensors[index - 1]
    if (before === undefined || before.offset + before.length <= offset) continue
    throw fault('Two tensors share bytes', source, before.name, name)
  }
  return tensors
}

function alignmentOf(metadata: GgufMetadata, { path }: GgufSource): number {
  const given = metadata.get('general.alignment') ?? defaultAlignment
  if (typeof given === 'number' && powersOfTwo.has(given)) return given
  throw Fault.input(
    `The alignment is said to be ${shown(given)}, where a power of two up to ${limits.ggufAlignment} makes sense`,
    { file: path, place: 'key general.alignment', remedy: damaged },
  )
}

function place({ name, dims, type, offset }: GgufEntry, start: number, source: GgufSource): StoredTensor {
  const known = ggmlTypes.get(type)
  if (known === undefined) throw unknownType(type, name, source)
  const [fastest = 1] = dims
  if (dims.some((size) => size === 0)) throw fault(`The tensor has the shape [${dims.join(', ')}]`, source, name)
  if (fastest % known.values !== 0) {
    throw fault(
      `${known.name} holds ${known.values} values a block, and the tensor’s rows have ${fastest}`,
      source,
      name,
    )
  }
  const values = elementCount(dims)
  const length = (values / known.values) * known.bytes
  const end = start + offset + length
  // Past 2^53 neither is exact.
  if (!Number.isSafeInteger(values) || !Number.isSafeInteger(end)) {
    throw fault(`The tensor has the shape [${dims.join(', ')}], which no file can hold`, source, name)
  }
  if (end > source.bytes) {
    throw fault(`The tensor ends at byte ${end}, and the file at byte ${source.bytes}`, source, name)
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
      place: `tensor ${shown(name)}`,
      remedy: `Types that are: ${names}.`,
    })
  }
  return Fault.input(`The tensor is in ${removed}, a type that ggml has given up`, {
    file: path,
    place: `tensor ${shown(name)}`,
    remedy: 'Fetch a file in another quantisation, Q4_0 say.',
  })
}

function fault(message: string, { path }: GgufSource, ...tensors: readonly string[]): Fault {
  const place = `${tensors.length > 1 ? 'tensors' : 'tensor'} ${tensors.map(shown).join(' and ')}`
  return Fault.input(message, { file: path, place, remedy: damaged })
}

import { Fault } from '../../shared/fault'
import { elementCount } from '../../shared/tensor'
import type { StoredTensor } from './checkpoint'
import { duplicateKey } from './duplicate-key'
import * as limits from './limits'
import { isJsonObject, parseJsonObject } from './read-json'

/** Bytes before the header: its length, a little-endian integer. */
export const lengthBytes = 8

/** Bytes that one element takes, for every dtype that is read. */
const elementBytes: ReadonlyMap<unknown, number> = new Map([
  ...['BOOL', 'U8', 'I8', 'F8_E4M3', 'F8_E5M2'].map((dtype) => [dtype, 1] as const),
  ...['U16', 'I16', 'F16', 'BF16'].map((dtype) => [dtype, 2] as const),
  ...['U32', 'I32', 'F32'].map((dtype) => [dtype, 4] as const),
  ...['U64', 'I64', 'F64'].map((dtype) => [dtype, 8] as const),
])

export const damaged = 'Fetch the file again; it was cut short or damaged on its way.'

/** The file that a header was read from. */
export interface HeaderSource {
  /** Absolute. */
  readonly path: string
  /** Within the model's folder. */
  readonly name: string
  /** Of the whole file. */
  readonly bytes: number
}

/**
 * The tensors that a safetensors header names, in the order of their bytes
 * (https://github.com/huggingface/safetensors#format). `json` is the header alone, without its length. Throws an `input`
 * fault unless the tensors fill the file from the header's end to its own without holes or overlaps.
 */
export function parseHeader(json: Uint8Array, source: HeaderSource): StoredTensor[] {
  const { value, text } = parseJsonObject(json, { file: source.path, subject: 'The header', remedy: damaged })
  const twice = duplicateKey(text)
  if (twice !== undefined) throw headerFault('The header names a tensor twice', source, `tensor ${twice}`)
  const entries = Object.entries(value).filter(([name]) => name !== '__metadata__')
  if (entries.length > limits.tensorsInModel) {
    throw headerFault(
      `The header names ${entries.length} tensors, where at most ${limits.tensorsInModel} make sense`,
      source,
    )
  }
  const dataStart = lengthBytes + json.length
  const tensors = entries
    .map(([name, entry]) => readEntry(name, entry, dataStart, source))
    .sort((a, b) => a.offset - b.offset || a.length - b.length)
  checkLayout(tensors, dataStart, source)
  return tensors
}

function readEntry(name: string, entry: unknown, dataStart: number, source: HeaderSource): StoredTensor {
  const fault = (message: string, remedy = damaged) => headerFault(message, source, `tensor ${name}`, remedy)
  if (!isJsonObject(entry)) throw fault('The tensor’s entry is not an object')
  const { dtype, shape, data_offsets: offsets } = entry
  const size = elementBytes.get(dtype)
  if (typeof dtype !== 'string' || size === undefined) {
    throw fault(
      `The tensor has the dtype ${shortJson(dtype)}, which is not known`,
      'Open the model in F32, F16 or BF16.',
    )
  }
  if (!isSizes(shape)) throw fault(`The tensor has the shape ${shortJson(shape)}, which is no list of sizes`)
  if (shape.length > limits.tensorRank) {
    throw fault(`The tensor has ${shape.length} dimensions, where at most ${limits.tensorRank} make sense`)
  }
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!) {
    throw fault(`The tensor has the data_offsets ${shortJson(offsets)}, which are no begin and end`)
  }
  const [begin, end] = offsets as [number, number]
  if (dataStart + end > source.bytes) {
    throw fault(`The tensor ends at byte ${dataStart + end}, and the file at byte ${source.bytes}`)
  }
  const length = end - begin
  // A product past 2^53 is not exact, and still far from any length within a file.
  if (elementCount(shape) * size !== length) {
    throw fault(`The tensor has ${length} bytes, which is not what ${dtype} [${shape.join(', ')}] takes`)
  }
  return { name, dtype, shape, file: source.name, offset: dataStart + begin, length }
}

/** `tensors` in the order of their bytes. */
function checkLayout(tensors: readonly StoredTensor[], dataStart: number, source: HeaderSource): void {
  let at = dataStart
  let before = ''
  for (const { name, offset, length } of tensors) {
    if (offset < at) throw headerFault('Two tensors share bytes', source, `tensors ${before} and ${name}`)
    if (offset > at)
      throw headerFault(`The file does not match its header: bytes ${at} to ${offset} are no tensor’s`, source)
    if (length > 0) before = name
    at += length
  }
  if (at < source.bytes) {
    throw headerFault(`The file does not match its header: its tensors end at byte ${at} of ${source.bytes}`, source)
  }
}

function headerFault(message: string, source: HeaderSource, place?: string, remedy = damaged): Fault {
  return Fault.input(message, { file: source.path, ...(place && { place }), remedy })
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}

function shortJson(value: unknown): string {
  const json = value === undefined ? '(none)' : JSON.stringify(value)
  return json.length > 60 ? `${json.slice(0, 60)}…` : json
}

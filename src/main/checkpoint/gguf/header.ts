import * as limits from '../limits'
import { Cursor } from './cursor'
import { shown } from './shown'

/** A value of a file's metadata. Whole numbers of 64 bits are numbers where a number holds them exactly. */
export type GgufValue = string | number | bigint | boolean | readonly GgufValue[]

export type GgufMetadata = ReadonlyMap<string, GgufValue>

/** A tensor as the header names it, unchecked against the file. */
export interface GgufEntry {
  readonly name: string
  /** ggml's order, the fastest first. */
  readonly dims: readonly number[]
  /** ggml's number of the type. */
  readonly type: number
  /** From the data's start, in bytes. */
  readonly offset: number
}

export interface GgufHeader {
  readonly metadata: GgufMetadata
  readonly entries: readonly GgufEntry[]
  /** Where the entries end, in bytes from the file's start. */
  readonly end: number
}

/**
 * The header of a GGUF file, versions 2 and 3 (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). `bytes` are the
 * file's first; throws `Short` where the header goes on behind them, and an `input` fault for one that makes no sense.
 *
 * Not @huggingface/gguf: its 0.4.6 cuts a string that lies across the end of a fetched chunk without a word, takes keys that
 * come twice, and does not say where in the file a fault lies. The tests compare the two.
 */
export function parseGgufHeader(bytes: Buffer, file: string): GgufHeader {
  const cursor = new Cursor(bytes, file)
  cursor.place = 'the first bytes'
  checkVersion(cursor)
  const tensors = cursor.count(limits.tensorsInModel, 'The number of tensors')
  const keys = cursor.count(limits.ggufKeys, 'The number of keys')
  const metadata = readMetadata(cursor, keys)
  // Grown as they are read, as arrays are: a number alone must not take memory.
  const entries: GgufEntry[] = []
  for (let index = 0; index < tensors; index++) {
    cursor.place = `tensor ${index} of ${tensors}`
    entries.push(readEntry(cursor))
  }
  return { metadata, entries, end: cursor.at }
}

function checkVersion(cursor: Cursor): void {
  if (cursor.u32() !== 0x46_55_47_47) throw cursor.fault('The file does not begin as a GGUF file does')
  const version = cursor.u32()
  if (version === 2 || version === 3) return
  // The low half of a big-endian number is empty.
  if ((version & 0xff_ff) === 0 && version !== 0) {
    throw cursor.fault(
      'The file is big-endian, for machines of another kind',
      'Fetch the little-endian file, or convert it with gguf_convert_endian.py of llama.cpp.',
    )
  }
  const remedy = 'Convert the model again with a newer llama.cpp, or fetch a file of version 3.'
  throw cursor.fault(`The file is of GGUF version ${version}; 2 and 3 are read`, remedy)
}

function readMetadata(cursor: Cursor, keys: number): GgufMetadata {
  const metadata = new Map<string, GgufValue>()
  const budget = { values: limits.ggufValues, arrays: limits.ggufArrays }
  for (let index = 0; index < keys; index++) {
    cursor.place = `key ${index} of ${keys}`
    const key = cursor.string(limits.ggufKeyBytes, 'the key')
    cursor.place = `key ${shown(key)}`
    if (metadata.has(key)) throw cursor.fault('The file has this key twice')
    metadata.set(key, readValue(cursor, cursor.u32(), budget, 0))
  }
  return metadata
}

const arrayType = 9

/** What a file may still hold. */
interface Budget {
  values: number
  arrays: number
}

/** By the number that the format gives each type, of which 9 is arrays. */
const scalars: readonly (((cursor: Cursor) => GgufValue) | undefined)[] = [
  (cursor) => cursor.u8(),
  (cursor) => cursor.i8(),
  (cursor) => cursor.u16(),
  (cursor) => cursor.i16(),
  (cursor) => cursor.u32(),
  (cursor) => cursor.i32(),
  (cursor) => cursor.f32(),
  (cursor) => cursor.u8() !== 0,
  (cursor) => cursor.string(limits.ggufStringBytes, 'a text'),
  undefined,
  (cursor) => exact(cursor.u64()),
  (cursor) => exact(cursor.i64()),
  (cursor) => cursor.f64(),
]

function readValue(cursor: Cursor, type: number, budget: Budget, depth: number): GgufValue {
  if (type === arrayType) return readArray(cursor, budget, depth)
  return scalarOf(type, cursor)(cursor)
}

function scalarOf(type: number, cursor: Cursor): (cursor: Cursor) => GgufValue {
  const read = scalars[type]
  if (read === undefined) throw cursor.fault(`The value has the type ${type}, which is not known`)
  return read
}

function readArray(cursor: Cursor, budget: Budget, depth: number): GgufValue {
  if (depth >= limits.ggufArrayDepth) {
    throw cursor.fault(`Arrays lie in arrays more than ${limits.ggufArrayDepth} deep`)
  }
  const type = cursor.u32()
  const length = cursor.count(limits.ggufArray, 'The length of an array')
  budget.values -= length
  budget.arrays--
  if (budget.values < 0) throw cursor.fault(`The file has more than ${limits.ggufValues} values in arrays`)
  if (budget.arrays < 0) throw cursor.fault(`The file has more than ${limits.ggufArrays} arrays`)
  const values: GgufValue[] = []
  if (type === arrayType) {
    for (let index = 0; index < length; index++) values.push(readArray(cursor, budget, depth + 1))
    return values
  }
  const read = scalarOf(type, cursor)
  for (let index = 0; index < length; index++) values.push(read(cursor))
  return values
}

function exact(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function readEntry(cursor: Cursor): GgufEntry {
  const name = cursor.string(limits.ggufNameBytes, 'the tensor’s name')
  cursor.place = `tensor ${shown(name)}`
  const rank = cursor.u32()
  if (rank > limits.ggufRank) {
    throw cursor.fault(`The tensor has ${rank} dimensions, where at most ${limits.ggufRank} make sense`)
  }
  const dims = Array.from({ length: rank }, () => cursor.count(Number.MAX_SAFE_INTEGER, 'A dimension'))
  return { name, dims, type: cursor.u32(), offset: cursor.count(Number.MAX_SAFE_INTEGER, 'The offset') }
}

import { elementCount } from '../../../shared/tensor'
import { TensorProto_DataType as DataType } from '../../onnx-format'
import { damaged } from '../gguf/cursor'
import * as limits from '../limits'
import { bytesOf, isWhole, typeName } from './element-types'
import type { Field, Wire } from './wire'

/** Bytes of a file, from its start. */
export interface Span {
  readonly offset: number
  readonly length: number
}

/** A tensor's data where it lies: in the model's own file, or in the one that `location` names. */
export interface PlacedData extends Span {
  readonly tensor: string
  readonly location: string | null
}

/** A tensor as its message describes it. */
export interface TensorEntry {
  readonly name: string
  readonly type: number
  /** What stays in the message. */
  readonly kept: readonly Field[]
  /** What is mapped from a file; null where the message itself holds the numbers. */
  readonly data: PlacedData | null
}

/** Below this a tensor stays in the graph: scalars, shapes and norms of tiny models. */
const inlineBytes = 1024
/** Shapes, positions and masks, which ONNX Runtime looks into while it reads the graph. */
const inlineWholeBytes = 64 * 1024

const fieldOf = { dims: 1, type: 2, segment: 3, floats: 4, ints: 5, texts: 6, longs: 7, name: 8, raw: 9, doubles: 10 }
const [unsigned, note, external, place, metadata] = [11, 12, 13, 14, 16]
const numbers: readonly number[] = [
  fieldOf.floats,
  fieldOf.ints,
  fieldOf.texts,
  fieldOf.longs,
  fieldOf.doubles,
  unsigned,
]

/**
 * Reads a TensorProto without its numbers where they are many. Those of `raw_data`, and of float and double data written in one
 * piece, lie in the file as ONNX Runtime maps external data. Throws an `input` fault where sizes contradict each other.
 */
export function readTensor(wire: Wire, start: number, end: number, take: (bytes: number) => void): TensorEntry {
  const all = [...wire.fields(start, end)]
  const last = (number: number) => all.findLast((field) => field.number === number)
  const nameField = last(fieldOf.name)
  const name = nameField ? text(wire, nameField, 1024) : ''
  const fault = (message: string, remedy = damaged) =>
    wire.fault(`Tensor ${name || 'without a name'}: ${message}`, start, remedy)
  if (last(fieldOf.segment)) throw fault('it comes in segments, which nothing reads', 'Export the model again.')
  const type = last(fieldOf.type)?.value ?? 0
  const elements = elementCount(dimsOf(wire, all, fault))
  const bytes = bytesOf(type, elements)
  const kept = all.filter(({ number }) => ![note, metadata].includes(number))
  if (last(place)?.value === 1) {
    if (bytes === null) throw fault(`it is of ${typeName(type)} and lies in another file`)
    const { location, offset, length } = externalPlace(wire, all, fault)
    if (length !== null && length !== bytes) throw fault(`${length} bytes are named for its ${bytes}`)
    return { name, type, kept, data: { tensor: name, location, offset, length: bytes } }
  }
  const holders = all.filter(({ number }) => number === fieldOf.raw || numbers.includes(number))
  const [only] = holders
  const inPlace = only !== undefined && holders.length === 1 && only.wire === 2 && isPlain(only.number, type)
  if (only?.number === fieldOf.raw && (holders.length > 1 || bytes === null)) throw fault('its numbers are given twice')
  const length = only ? only.end - only.from : 0
  if (inPlace && length !== bytes) throw fault(`it holds ${length} bytes where its shape calls for ${bytes}`)
  const most = isWhole(type) ? inlineWholeBytes : inlineBytes
  if (inPlace && length > most) {
    return {
      name,
      type,
      kept: kept.filter((field) => field !== only),
      data: { tensor: name, location: null, offset: only.from, length },
    }
  }
  take(holders.reduce((sum, field) => sum + field.end - field.start, 0))
  return { name, type, kept, data: null }
}

/** Whether a field's bytes are the numbers as they lie in external data. */
function isPlain(field: number, type: number): boolean {
  if (field === fieldOf.raw) return true
  return (
    (field === fieldOf.floats && type === DataType.FLOAT) || (field === fieldOf.doubles && type === DataType.DOUBLE)
  )
}

type FaultOf = (message: string, remedy?: string) => Error

function dimsOf(wire: Wire, all: readonly Field[], fault: FaultOf): number[] {
  const dims: number[] = []
  for (const field of all) {
    if (field.number !== fieldOf.dims) continue
    if (field.wire === 0) dims.push(field.value)
    else if (field.wire === 2) {
      for (let at = field.from; at < field.end; ) {
        const { value, next } = wire.varint(at, field.end)
        dims.push(value)
        at = next
        if (dims.length > limits.tensorRank) break
      }
    } else throw fault('its shape makes no sense')
    if (dims.length > limits.tensorRank) throw fault(`it has more than ${limits.tensorRank} dimensions`)
  }
  if (dims.some((size) => size > Number.MAX_SAFE_INTEGER)) throw fault('its shape makes no sense')
  return dims
}

function externalPlace(wire: Wire, all: readonly Field[], fault: FaultOf) {
  const entries = new Map<string, string>()
  for (const entry of all) {
    if (entry.number !== external || entry.wire !== 2) continue
    const parts = [...wire.fields(entry.from, entry.end)]
    const part = (number: number) => {
      const field = parts.findLast((one) => one.number === number)
      return field ? text(wire, field, limits.onnxLocationBytes) : ''
    }
    entries.set(part(1), part(2))
  }
  const whole = (key: string) => {
    const given = entries.get(key)
    if (given === undefined) return null
    const value = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN
    if (!Number.isSafeInteger(value)) throw fault(`its ${key} in another file is no number`)
    return value
  }
  const location = entries.get('location')
  if (!location) throw fault('it lies in another file, and which one is not said')
  return { location, offset: whole('offset') ?? 0, length: whole('length') }
}

function text(wire: Wire, { from, end, start, wire: kind }: Field, most: number): string {
  if (kind !== 2) throw wire.fault('A name is no text', start)
  if (end - from > most) throw wire.fault(`A name of ${end - from} bytes makes no sense`, start)
  return wire.bytes.copy(from, end).toString('utf8')
}

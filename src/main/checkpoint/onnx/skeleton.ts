import * as limits from '../limits'
import { type Message, type MessageKind, messages } from './messages'
import { type PlacedData, readTensor, type TensorEntry } from './tensor-entry'
import type { Field, Wire } from './wire'

/** A ModelProto without its weights, and where each of these lies. */
export interface Skeleton {
  /** ONNX's own encoding, with every large tensor named as external data where it lies, in the model's own file too. */
  readonly bytes: Buffer
  /** What was copied from the file, so that a copy under another name is the same model. */
  readonly copied: readonly Buffer[]
  readonly data: readonly PlacedData[]
}

/**
 * Walks an ONNX file of any size up to 2 GiB and leaves out the weights, which are never read, and texts for people. `own` is
 * the file's name, by which ONNX Runtime finds it. Throws an `input` fault naming the byte where something makes no sense.
 */
export function readSkeleton(wire: Wire, own: string): Skeleton {
  const walk = new Walk(wire, own)
  const chunks = walk.message('model', 0, wire.bytes.size, 0)
  return {
    bytes: Buffer.concat(chunks),
    copied: walk.copied,
    data: walk.data,
  }
}

class Walk {
  readonly data: PlacedData[] = []
  readonly copied: Buffer[] = []
  readonly #ownLocation: Buffer
  readonly #wire: Wire
  #bytes = 0
  #listBytes = 0

  constructor(wire: Wire, own: string) {
    this.#wire = wire
    this.#ownLocation = externalEntry('location', own)
  }

  /** The message in this part of the file as it is to be written. */
  message(kind: MessageKind, start: number, end: number, depth: number): Buffer[] {
    const { parts, dropped, lists = [], name }: Message = messages[kind]
    if (depth > limits.onnxGraphDepth * 4) {
      throw this.#wire.fault(`Graphs lie in graphs more than ${limits.onnxGraphDepth} deep`, start)
    }
    const chunks: Buffer[] = []
    let copyFrom = start
    const copyTo = (at: number) => {
      if (at > copyFrom) chunks.push(this.#copy(copyFrom, at))
    }
    for (const field of this.#wire.fields(start, end)) {
      const part = parts[field.number]
      if (part !== undefined && field.wire !== 2)
        throw this.#wire.fault(`A part of ${name} makes no sense`, field.start)
      if (lists.includes(field.number)) this.#takeList(field.end - field.start)
      if (part === undefined && !dropped.includes(field.number)) continue
      copyTo(field.start)
      copyFrom = field.end
      if (part !== undefined && !dropped.includes(field.number)) chunks.push(...this.#part(part, field, depth))
    }
    copyTo(end)
    return chunks
  }

  #part(part: MessageKind | 'tensor', field: Field, depth: number): Buffer[] {
    const { from, end, number } = field
    const inner =
      part === 'tensor'
        ? this.#tensor(readTensor(this.#wire, from, end, (bytes) => this.#takeList(bytes)))
        : this.message(part, from, end, depth + 1)
    return [lengthTag(number, inner), ...inner]
  }

  #tensor({ kept, data }: TensorEntry): Buffer[] {
    const fields = kept.map(({ start, end }) => this.#copy(start, end))
    if (data === null) return fields
    this.data.push(data)
    if (data.location !== null) return fields
    const place = [externalEntry('offset', String(data.offset)), externalEntry('length', String(data.length))]
    return [...fields, this.#ownLocation, ...place, Buffer.of((14 << 3) | 0, 1)]
  }

  #copy(start: number, end: number): Buffer {
    this.#bytes += end - start
    if (this.#bytes > limits.onnxGraphBytes) {
      throw this.#wire.fault(`The graph without its weights is longer than ${limits.onnxGraphBytes} bytes`, start)
    }
    const bytes = this.#wire.bytes.copy(start, end)
    this.copied.push(bytes)
    return bytes
  }

  #takeList(bytes: number): void {
    this.#listBytes += bytes
    if (this.#listBytes <= limits.onnxListBytes) return
    throw this.#wire.fault(
      `More than ${limits.onnxListBytes} bytes of numbers are written one by one`,
      0,
      'Export the model again with raw or external data.',
    )
  }
}

/** TensorProto.external_data: a StringStringEntryProto. */
function externalEntry(key: string, value: string): Buffer {
  const inner = [1, 2].flatMap((number, index) => {
    const text = Buffer.from(index === 0 ? key : value)
    return [lengthTag(number, [text]), text]
  })
  return Buffer.concat([lengthTag(13, inner), ...inner])
}

function lengthTag(number: number, inner: readonly Buffer[]): Buffer {
  const length = inner.reduce((sum, { length }) => sum + length, 0)
  return Buffer.from([...varint(number * 8 + 2), ...varint(length)])
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let left = value
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80)
  return [...bytes, left]
}

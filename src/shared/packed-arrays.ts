/** Kinds of numbers that travel as bytes, little-endian. */
const kinds = {
  F32: { bytes: 4, array: Float32Array },
  I32: { bytes: 4, array: Int32Array },
  U16: { bytes: 2, array: Uint16Array },
} as const

type Kind = keyof typeof kinds
export type PackedArray = Float32Array | Int32Array | Uint16Array

export interface Packed {
  /** What was packed beside the numbers. */
  readonly facts: unknown
  readonly arrays: Readonly<Record<string, PackedArray>>
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/**
 * Facts and long lists of numbers as one run of bytes: the length of a header, the header as JSON, and behind it the numbers, each
 * list at a multiple of 8. The header is ASCII, so that it is read without a decoder.
 */
export function packArrays(facts: unknown, arrays: Readonly<Record<string, PackedArray>>): Uint8Array<ArrayBuffer> {
  const lists: { name: string; kind: Kind; length: number }[] = Object.entries(arrays).map(([name, array]) => ({
    name,
    kind: kindOf(array),
    length: array.length,
  }))
  const header = ascii(JSON.stringify({ facts, lists }))
  const begin = padded(8 + header.length)
  const { places, end } = placesOf(lists, begin)
  const bytes = new Uint8Array(end)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, header.length, true)
  for (let at = 0; at < header.length; at++) bytes[8 + at] = header.charCodeAt(at)
  for (const [index, { name, kind }] of lists.entries()) {
    const array = arrays[name]!
    if (isLittleEndian) {
      bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), places[index]!)
    } else {
      for (const [at, value] of array.entries()) writers[kind](view, places[index]! + at * kinds[kind].bytes, value)
    }
  }
  return bytes
}

/** The other way round; the lists lie in the memory of `buffer`. Throws a RangeError for bytes that were packed otherwise. */
export function unpackArrays(buffer: ArrayBuffer): Packed {
  const view = new DataView(buffer)
  const length = buffer.byteLength < 8 ? -1 : view.getUint32(0, true)
  if (length < 0 || 8 + length > buffer.byteLength) throw new RangeError('These bytes have no header')
  const header = textOf(new Uint8Array(buffer, 8, length))
  const { facts, lists } = JSON.parse(header) as {
    facts: unknown
    lists: { name: string; kind: Kind; length: number }[]
  }
  const { places, end } = placesOf(lists, padded(8 + length))
  if (end > buffer.byteLength) throw new RangeError(`There are ${buffer.byteLength} of ${end} bytes`)
  const arrays = lists.map(({ name, kind, length: count }, index): [string, PackedArray] => {
    if (isLittleEndian) return [name, new kinds[kind].array(buffer, places[index]!, count)]
    const read = readers[kind]
    const at = (item: number) => read(view, places[index]! + item * kinds[kind].bytes)
    return [name, new kinds[kind].array(Array.from({ length: count }, (_, item) => at(item)))]
  })
  return { facts, arrays: Object.fromEntries(arrays) }
}

const writers: Readonly<Record<Kind, (view: DataView, at: number, value: number) => void>> = {
  F32: (view, at, value) => view.setFloat32(at, value, true),
  I32: (view, at, value) => view.setInt32(at, value, true),
  U16: (view, at, value) => view.setUint16(at, value, true),
}

const readers: Readonly<Record<Kind, (view: DataView, at: number) => number>> = {
  F32: (view, at) => view.getFloat32(at, true),
  I32: (view, at) => view.getInt32(at, true),
  U16: (view, at) => view.getUint16(at, true),
}

function kindOf(array: PackedArray): Kind {
  if (array instanceof Float32Array) return 'F32'
  return array instanceof Int32Array ? 'I32' : 'U16'
}

function padded(length: number): number {
  return 8 * Math.ceil(length / 8)
}

function placesOf(lists: readonly { kind: Kind; length: number }[], begin: number) {
  const places: number[] = []
  let end = begin
  for (const { kind, length } of lists) {
    places.push(end)
    end += padded(length * kinds[kind].bytes)
  }
  return { places, end }
}

/** What is not ASCII as JSON's own escapes. */
function ascii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Some at a time, since a call takes so many arguments at most. */
function textOf(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return parts.join('')
}

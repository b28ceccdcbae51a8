import { readAt, type TensorCut } from '../checkpoint'
import { dequantise } from './ggml/dequantise'
import { type Lines, type MatrixPiece, type MatrixRange, type MatrixReading, readLines } from './lines'
import { cutShape, type MatrixSource, openOnce } from './matrix-source'

/** What an ONNX file stores numbers as; whole numbers of few bits lie several in a byte, the first in its lowest bits. */
export type PackedType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I8' | 'U8' | 'I4' | 'U4' | 'U2'

/** Numbers row by row, in a file or in memory. */
export interface PackedNumbers {
  readonly type: PackedType
  /** Values from one row's start to the next one's. */
  readonly stride: number
  /** `path` is absolute. */
  readonly place: { readonly path: string; readonly offset: number } | { readonly bytes: Uint8Array }
}

/** A matrix whose numbers are (stored − zero point) · scale, or the stored ones where nothing is said of scales. */
export interface PackedMatrix {
  readonly shape: readonly [rows: number, columns: number]
  /** The file that holds it, for messages. */
  readonly path: string
  readonly numbers: PackedNumbers
  readonly scaled: Scaling | null
  readonly cut: TensorCut | null
  /** Rows that lie before its own, where several matrices lie one behind the other. */
  readonly above: number
}

export interface Scaling {
  readonly scale: PackedNumbers
  /** Null where all have the same. */
  readonly zero: PackedNumbers | null
  /** The zero point where none is stored. */
  readonly middle: number
  /** How many rows, and how many columns, share a scale; infinite where all do. */
  readonly rows: number
  readonly columns: number
}

export function packedMatrix({ shape, path, numbers, scaled, cut, above }: PackedMatrix): MatrixSource {
  const own = cut?.axis === 0 ? { ...cut, at: (index: number) => above + cut.at(index) } : cut
  const down = cut?.axis === 0 ? 0 : above
  return {
    shape: cutShape(shape, cut),
    path,
    async *rows({ rows: [top, bottom], columns }, reading = {}) {
      for await (const piece of readNumbers(numbers, own, { rows: [down + top, down + bottom], columns }, reading)) {
        if (scaled) await multiply(piece, scaled, own, columns)
        yield { ...piece, row: piece.row - down }
      }
    },
  }
}

async function* readNumbers(
  { type, stride, place }: PackedNumbers,
  cut: TensorCut | null,
  range: MatrixRange,
  reading: MatrixReading,
): AsyncGenerator<MatrixPiece> {
  const { block, decode } = types[type]
  if ('bytes' in place) {
    const read = async (offset: number, length: number) => place.bytes.subarray(offset, offset + length)
    yield* readLines({ stride, block, cut, read, decode }, range, reading)
    return
  }
  const { path, offset: start } = place
  const handle = await openOnce(path)
  const read = (offset: number, length: number) => readAt(handle.value, start + offset, length, path)
  try {
    yield* readLines({ stride, block, cut, read, decode }, range, reading)
  } finally {
    handle.close()
  }
}

/** Takes zero points off a piece's numbers and multiplies them with their scales, of which what it needs is read. */
async function multiply(
  { row, count, values }: MatrixPiece,
  { scale, zero, middle, rows, columns }: Scaling,
  cut: TensorCut | null,
  [left, right]: readonly [number, number],
): Promise<void> {
  const rowOf = (index: number) => Math.floor((cut?.axis === 0 ? cut.at(index) : index) / rows)
  const columnOf = (index: number) => Math.floor((cut?.axis === 1 ? cut.at(index) : index) / columns)
  const [top, first] = [rowOf(row), columnOf(left)]
  const range: MatrixRange = { rows: [top, rowOf(row + count - 1) + 1], columns: [first, columnOf(right - 1) + 1] }
  const scales = await windowOf(scale, range)
  const zeros = zero ? await windowOf(zero, range) : null
  const [across, width] = [right - left, range.columns[1] - first]
  const places = Uint32Array.from({ length: across }, (_, column) => columnOf(left + column) - first)
  for (let line = 0; line < count; line++) {
    const own = (rowOf(row + line) - top) * width
    for (let column = 0; column < across; column++) {
      const at = own + places[column]!
      const stored = values[line * across + column]!
      values[line * across + column] = (stored - (zeros ? zeros[at]! : middle)) * scales[at]!
    }
  }
}

async function windowOf(numbers: PackedNumbers, range: MatrixRange): Promise<Float32Array> {
  const width = range.columns[1] - range.columns[0]
  const window = new Float32Array((range.rows[1] - range.rows[0]) * width)
  for await (const { row, values } of readNumbers(numbers, null, range, {})) {
    window.set(values, (row - range.rows[0]) * width)
  }
  return window
}

const types: Readonly<Record<PackedType, Pick<Lines, 'block' | 'decode'>>> = {
  F64: { block: { values: 1, bytes: 8 }, decode: decodeDoubles },
  F32: { block: { values: 1, bytes: 4 }, decode: (bytes, into) => dequantise('F32', bytes, into) },
  F16: { block: { values: 1, bytes: 2 }, decode: (bytes, into) => dequantise('F16', bytes, into) },
  BF16: { block: { values: 1, bytes: 2 }, decode: (bytes, into) => dequantise('BF16', bytes, into) },
  I8: { block: { values: 1, bytes: 1 }, decode: (bytes, into) => into.set(new Int8Array(bytes)) },
  U8: { block: { values: 1, bytes: 1 }, decode: (bytes, into) => into.set(bytes) },
  I4: { block: { values: 2, bytes: 1 }, decode: parted(4, true) },
  U4: { block: { values: 2, bytes: 1 }, decode: parted(4, false) },
  U2: { block: { values: 4, bytes: 1 }, decode: parted(2, false) },
}

function decodeDoubles(bytes: Uint8Array, into: Float32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < into.length; at++) into[at] = view.getFloat64(8 * at, true)
}

/** Whole numbers of so many bits, several in a byte. */
function parted(bits: number, signed: boolean): Lines['decode'] {
  const [each, values] = [8 / bits, 2 ** bits]
  return (bytes, into) => {
    for (let at = 0; at < into.length; at++) {
      const stored = (bytes[Math.floor(at / each)]! >> (bits * (at % each))) & (values - 1)
      into[at] = signed && stored >= values / 2 ? stored - values : stored
    }
  }
}

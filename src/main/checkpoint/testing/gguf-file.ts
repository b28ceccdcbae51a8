/** A value of the metadata with its type's number, well-formed or not. */
export interface GgufTestValue {
  readonly type: number
  readonly bytes: Buffer
}

const number = (length: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(length)
  write(buffer)
  return buffer
}
export const u32Bytes = (value: number) => number(4, (buffer) => buffer.writeUInt32LE(value))
export const u64Bytes = (value: number | bigint) => number(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value)))

export const u8 = (value: number): GgufTestValue => ({ type: 0, bytes: Buffer.from([value]) })
export const i8 = (value: number): GgufTestValue => ({ type: 1, bytes: number(1, (b) => b.writeInt8(value)) })
export const u16 = (value: number): GgufTestValue => ({ type: 2, bytes: number(2, (b) => b.writeUInt16LE(value)) })
export const i16 = (value: number): GgufTestValue => ({ type: 3, bytes: number(2, (b) => b.writeInt16LE(value)) })
export const u32 = (value: number): GgufTestValue => ({ type: 4, bytes: u32Bytes(value) })
export const i32 = (value: number): GgufTestValue => ({ type: 5, bytes: number(4, (b) => b.writeInt32LE(value)) })
export const f32 = (value: number): GgufTestValue => ({ type: 6, bytes: number(4, (b) => b.writeFloatLE(value)) })
export const bool = (value: boolean): GgufTestValue => ({ type: 7, bytes: Buffer.from([Number(value)]) })
export const text = (value: string): GgufTestValue => ({ type: 8, bytes: sized(value) })
export const u64 = (value: number | bigint): GgufTestValue => ({ type: 10, bytes: u64Bytes(value) })
export const i64 = (value: bigint): GgufTestValue => ({ type: 11, bytes: number(8, (b) => b.writeBigInt64LE(value)) })
export const f64 = (value: number): GgufTestValue => ({ type: 12, bytes: number(8, (b) => b.writeDoubleLE(value)) })

/** Of values of one type; `length` is what the array says of itself, and `type` what it says of them. */
export function list(
  values: readonly GgufTestValue[],
  { type = values[0]?.type ?? 4, length = values.length }: { type?: number; length?: number | bigint } = {},
): GgufTestValue {
  const bytes = Buffer.concat([u32Bytes(type), u64Bytes(length), ...values.map((value) => value.bytes)])
  return { type: 9, bytes }
}

export interface GgufTestTensor {
  readonly name: string
  /** ggml's order, the fastest first. */
  readonly dims: readonly (number | bigint)[]
  /** F32 by default. */
  readonly type?: number
  /** Behind the tensor before by default, taken for one of F32. */
  readonly offset?: number | bigint
}

export interface GgufTestFile {
  readonly magic?: string
  readonly version?: number
  /** What the file says of their numbers. */
  readonly keyCount?: number | bigint
  readonly tensorCount?: number | bigint
  readonly keys?: readonly (readonly [key: string | Buffer, value: GgufTestValue])[]
  readonly tensors?: readonly GgufTestTensor[]
  /** Of the padding before the data. */
  readonly alignment?: number
  /** Bytes of data; what the tensors take as F32 by default. */
  readonly dataBytes?: number
}

/** A GGUF file, well-formed or not. Its data are bytes of 1. */
export function gguf(file: GgufTestFile = {}): Buffer {
  const { keys = [], tensors = [], alignment = 32 } = file
  let end = 0
  const entries = tensors.map((tensor) => {
    const offset = tensor.offset ?? roundUp(end, alignment)
    end = Number(offset) + 4 * tensor.dims.reduce<number>((product, size) => product * Number(size), 1)
    return entryBytes(tensor, offset)
  })
  const head = Buffer.concat([
    Buffer.from(file.magic ?? 'GGUF', 'latin1'),
    u32Bytes(file.version ?? 3),
    u64Bytes(file.tensorCount ?? tensors.length),
    u64Bytes(file.keyCount ?? keys.length),
    ...keys.flatMap(([key, { type, bytes }]) => [sized(key), u32Bytes(type), bytes]),
    ...entries,
  ])
  const padding = roundUp(head.length, alignment) - head.length
  return Buffer.concat([head, Buffer.alloc(padding), Buffer.alloc(file.dataBytes ?? end, 1)])
}

/** With its length before it. */
export function sized(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64Bytes(bytes.length), bytes])
}

function entryBytes({ name, dims, type = 0 }: GgufTestTensor, offset: number | bigint): Buffer {
  return Buffer.concat([sized(name), u32Bytes(dims.length), ...dims.map(u64Bytes), u32Bytes(type), u64Bytes(offset)])
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to
}

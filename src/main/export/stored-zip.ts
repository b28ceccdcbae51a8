import { crc32 } from 'node:zlib'
import type { Append } from './write-file'

/** A member of an archive: its parts one after the other, as they lie in memory. */
export interface ZipMember {
  readonly name: string
  readonly parts: readonly Uint8Array[]
}

/** From here on a size or offset needs the 64-bit fields. */
const classicLimit = 0xffff_ffff

/**
 * Writes a ZIP archive without compression, member by member, nothing held twice. Beyond 4 GiB it takes the format's 64-bit
 * fields, which the ZIP libraries at hand do not write; `limit` is where they start, lower in tests alone. Members are dated
 * 1980-01-01, so that the same members give the same bytes.
 */
export async function writeStoredZip(
  members: readonly ZipMember[],
  append: Append,
  limit = classicLimit,
): Promise<void> {
  let offset = 0
  const directory: Buffer[] = []
  for (const { name, parts } of members) {
    const size = parts.reduce((sum, part) => sum + part.byteLength, 0)
    const crc = parts.reduce((sum, part) => crc32(part, sum), 0)
    const member = { name: Buffer.from(name), crc, size, offset }
    const local = localHeader(member, limit)
    directory.push(directoryEntry(member, limit))
    await append(local)
    for (const part of parts) await append(part)
    offset += local.length + size
  }
  const whole = Buffer.concat(directory)
  await append(whole)
  await append(endOfDirectory(members.length, offset, whole.length, limit))
}

interface Placed {
  readonly name: Buffer
  readonly crc: number
  readonly size: number
  readonly offset: number
}

/** 2.0 for plain archives, 4.5 where the 64-bit fields are needed. */
const version = (large: boolean) => (large ? 45 : 20)
const utf8Names = 1 << 11
const firstOfJanuary1980 = 0x21

function localHeader({ name, crc, size }: Placed, limit: number): Buffer {
  const large = size >= limit
  const extra = large ? extraField([size, size]) : Buffer.alloc(0)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(version(large), 4)
  head.writeUInt16LE(utf8Names, 6)
  head.writeUInt16LE(firstOfJanuary1980, 12)
  head.writeUInt32LE(crc, 14)
  head.writeUInt32LE(large ? classicLimit : size, 18)
  head.writeUInt32LE(large ? classicLimit : size, 22)
  head.writeUInt16LE(name.length, 26)
  head.writeUInt16LE(extra.length, 28)
  return Buffer.concat([head, name, extra])
}

function directoryEntry({ name, crc, size, offset }: Placed, limit: number): Buffer {
  const large = size >= limit
  const far = offset >= limit
  const wide = [...(large ? [size, size] : []), ...(far ? [offset] : [])]
  const extra = wide.length > 0 ? extraField(wide) : Buffer.alloc(0)
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(version(large || far), 4)
  head.writeUInt16LE(version(large || far), 6)
  head.writeUInt16LE(utf8Names, 8)
  head.writeUInt16LE(firstOfJanuary1980, 14)
  head.writeUInt32LE(crc, 16)
  head.writeUInt32LE(large ? classicLimit : size, 20)
  head.writeUInt32LE(large ? classicLimit : size, 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(far ? classicLimit : offset, 42)
  return Buffer.concat([head, name, extra])
}

function extraField(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8)
  field.writeUInt16LE(0x0001, 0)
  field.writeUInt16LE(values.length * 8, 2)
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + index * 8)
  return field
}

function endOfDirectory(count: number, offset: number, size: number, limit: number): Buffer {
  const large = count >= 0xffff || offset >= limit || size >= limit
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(large ? 0xffff : count, 8)
  end.writeUInt16LE(large ? 0xffff : count, 10)
  end.writeUInt32LE(large ? classicLimit : size, 12)
  end.writeUInt32LE(large ? classicLimit : offset, 16)
  if (!large) return end
  const wide = Buffer.alloc(56 + 20)
  wide.writeUInt32LE(0x06064b50, 0)
  wide.writeBigUInt64LE(44n, 4)
  wide.writeUInt16LE(45, 12)
  wide.writeUInt16LE(45, 14)
  wide.writeBigUInt64LE(BigInt(count), 24)
  wide.writeBigUInt64LE(BigInt(count), 32)
  wide.writeBigUInt64LE(BigInt(size), 40)
  wide.writeBigUInt64LE(BigInt(offset), 48)
  wide.writeUInt32LE(0x07064b50, 56)
  wide.writeBigUInt64LE(BigInt(offset + size), 64)
  wide.writeUInt32LE(1, 72)
  return Buffer.concat([wide, end])
}

import { provenanceName } from './provenance'

/** A comment extension (GIF89a, 24): a mark, and the text in blocks of at most 255 bytes. */
const [extension, comment, mostBytes] = [0x21, 0xfe, 255]
const mark = `${provenanceName}:`

/** The provenance's JSON as a comment, in ASCII, as the format asks for. */
export function commentsOf(provenance: string): Uint8Array {
  const text = Buffer.from(`${mark}${Buffer.from(provenance).toString('base64')}`, 'latin1')
  const blocks: Buffer[] = []
  for (let at = 0; at < text.length; at += mostBytes) {
    const part = text.subarray(at, at + mostBytes)
    blocks.push(Buffer.from([part.length]), part)
  }
  return Buffer.concat([Buffer.from([extension, comment]), ...blocks, Buffer.from([0])])
}

/** The provenance's JSON, or null where the file has none of ours. It is the last thing before the file's end. */
export function provenanceOfGif(bytes: Buffer): string | null {
  const at = bytes.lastIndexOf(mark, undefined, 'latin1')
  if (at < 3) return null
  const parts: Buffer[] = []
  for (let block = at - 1; block < bytes.length && bytes[block]! > 0; block += bytes[block]! + 1) {
    parts.push(bytes.subarray(block + 1, block + 1 + bytes[block]!))
  }
  const text = Buffer.concat(parts).toString('latin1')
  return Buffer.from(text.slice(mark.length), 'base64').toString('utf8')
}

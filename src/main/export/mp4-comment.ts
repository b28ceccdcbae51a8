import { provenanceName } from './provenance'

const mark = `${provenanceName}:`

/** The provenance's JSON as it stands in the file's comment: in ASCII, which no program writes otherwise. */
export function commentOf(provenance: string): string {
  return mark + Buffer.from(provenance).toString('base64')
}

/** Where an MP4 file's comment stands (ISO/IEC 14496-12, and QuickTime's list of metadata), from the outermost box in. */
const place = ['moov', 'udta', 'meta', 'ilst', '\u00a9cmt', 'data'] as const
/** Of a data box: the kind of value, and its locale. */
const dataHead = 8

/** The provenance's JSON, or null where the file has none of ours. */
export function provenanceOfMp4(bytes: Buffer): string | null {
  let inside: Buffer | null = bytes
  for (const name of place) {
    inside = inside && boxOf(inside, name)
    // The one box of these that has a version and flags before what it holds.
    if (name === 'meta') inside = inside?.subarray(4) ?? null
  }
  const text = inside?.toString('utf8', dataHead)
  return text?.startsWith(mark) ? Buffer.from(text.slice(mark.length), 'base64').toString('utf8') : null
}

/** What the first box of a name holds; null where there is none. */
function boxOf(bytes: Buffer, name: string): Buffer | null {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (length < 8 || at + length > bytes.length) return null
    if (bytes.toString('latin1', at + 4, at + 8) === name) return bytes.subarray(at + 8, at + length)
    at += length
  }
  return null
}

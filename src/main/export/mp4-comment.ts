import { boxAt } from './mp4-boxes'
import { provenanceName } from './provenance'

const mark = `${provenanceName}:`

/** The provenance's JSON as it stands in the file's comment: in ASCII, which no program writes otherwise. */
export function commentOf(provenance: string): string {
  return mark + Buffer.from(provenance).toString('base64')
}

/** Where QuickTime's list of metadata stands. `meta` alone has a version and flags before what it holds. */
const [list, comment] = [
  ['moov', 'udta', 'meta'],
  ['ilst', '\u00a9cmt', 'data'],
] as const
const versionAndFlags = 4
/** Of a data box: the kind of value, and its locale. */
const dataHead = 8

/** The provenance's JSON, or null where the file has none of ours. */
export function provenanceOfMp4(bytes: Buffer): string | null {
  const meta = boxAt(bytes, list)?.subarray(versionAndFlags)
  const text = meta && boxAt(meta, comment)?.toString('utf8', dataHead)
  return text?.startsWith(mark) ? Buffer.from(text.slice(mark.length), 'base64').toString('utf8') : null
}

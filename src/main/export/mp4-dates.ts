import { boxAt } from './mp4-boxes'

/** The boxes that say when a file was made and changed: right after their version and flags, in 32 bits each, or 64 in version 1. */
const dated = [
  ['moov', 'mvhd'],
  ['moov', 'trak', 'tkhd'],
  ['moov', 'trak', 'mdia', 'mdhd'],
] as const
const versionAndFlags = 4

/**
 * Takes the dates out of an MP4 file of one track, in place, so that one film is always the same file: mediabunny writes the time of
 * day, and has no setting for it. 0 is what files say that know none.
 */
export function forgetDates(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const place of dated) {
    const box = boxAt(file, place)
    if (!box) throw new Error(`The film has no ${place.join('/')}.`)
    box.fill(0, versionAndFlags, versionAndFlags + 2 * (box[0] === 1 ? 8 : 4))
  }
}

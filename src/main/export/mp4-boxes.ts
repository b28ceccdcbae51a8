/** Of an MP4 file (ISO/IEC 14496-12), what the innermost of these boxes holds, each the first of its name in the one before; null where there is none. */
export function boxAt(bytes: Buffer, place: readonly string[]): Buffer | null {
  return place.reduce<Buffer | null>((inside, name) => inside && boxIn(inside, name), bytes)
}

/** A box's length and its name. */
const headBytes = 8

function boxIn(bytes: Buffer, name: string): Buffer | null {
  for (let at = 0; at + headBytes <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (length < headBytes || at + length > bytes.length) return null
    if (bytes.toString('latin1', at + 4, at + headBytes) === name) return bytes.subarray(at + headBytes, at + length)
    at += length
  }
  return null
}

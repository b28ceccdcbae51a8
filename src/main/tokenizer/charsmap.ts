/** Writes a text as SentencePiece's trainer saw it: compatible forms as one, spaces of all kinds as one. */
export type Charsmap = (text: string) => string

/**
 * The rules by which a SentencePiece model writes a text before it is cut. `bytes` are a trie (its length, then its units) and
 * the replacements it points at, each with a zero behind it; at each place the longest beginning that has a replacement is
 * replaced (`Normalizer` in normalizer.cc of https://github.com/google/sentencepiece). The trie is Darts-clone's
 * (https://github.com/s-yata/darts-clone): units of 32 bits, each with the label of the byte that leads to it, an offset that is
 * XORed with the next byte, and whether a value follows. Throws an Error where the bytes are cut short.
 *
 * The library's own class for this is none of it: it has NFKC and a list of spaces. The library in Rust goes by graphemes and takes
 * the shortest beginning of one, and so loses marks of letters with two, and leaves Korean in parts, as no trainer saw them.
 */
export function charsmapOf(bytes: Buffer): Charsmap {
  const trieBytes = bytes.length >= 4 ? bytes.readUInt32LE(0) : bytes.length
  if (trieBytes % 4 !== 0 || 4 + trieBytes >= bytes.length) throw new Error('The rules for characters are cut short')
  const units = Uint32Array.from({ length: trieBytes / 4 }, (_, index) => bytes.readUInt32LE(4 + 4 * index))
  const replacements = bytes.subarray(4 + trieBytes)
  return (text) => rewritten(Buffer.from(text), units, replacements)
}

function rewritten(text: Buffer, units: Uint32Array, replacements: Buffer): string {
  const pieces: Buffer[] = []
  for (let at = 0, kept = 0; at <= text.length; ) {
    const found = at < text.length ? longest(text, at, units) : null
    if (found === null && at < text.length) {
      at += characterBytes(text[at]!)
      continue
    }
    pieces.push(text.subarray(kept, at))
    if (found === null) break
    const end = replacements.indexOf(0, found.value)
    if (found.value < replacements.length) pieces.push(replacements.subarray(found.value, end < 0 ? undefined : end))
    at += found.length
    kept = at
  }
  return Buffer.concat(pieces).toString()
}

/** The longest text of the trie that begins at a place, and where its replacement does. */
function longest(text: Buffer, from: number, units: Uint32Array): { length: number; value: number } | null {
  let found: { length: number; value: number } | null = null
  let node = offsetOf(units[0] ?? 0)
  for (let at = from; at < text.length; at++) {
    const byte = text[at]!
    node ^= byte
    const unit = units[node]
    if (unit === undefined || (unit & 0x8000_00ff) !== byte) break
    node ^= offsetOf(unit)
    if ((unit >>> 8) & 1) found = { length: at + 1 - from, value: (units[node] ?? 0) & 0x7fff_ffff }
  }
  return found
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6)
}

function characterBytes(first: number): number {
  if (first < 0xc0) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}

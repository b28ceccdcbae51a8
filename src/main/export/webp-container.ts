import { provenanceName } from './provenance'

/**
 * WebP's extended file (RFC 9649): a still picture as `encoded` has it, with the resolution in EXIF and the provenance in XMP, both of
 * which the plain form has no place for.
 */
export function webpFile(
  encoded: Uint8Array,
  width: number,
  height: number,
  dpi: number,
  provenance: string,
): Uint8Array {
  // RIFF, its size and WEBP: what follows are the picture's own chunks.
  const picture = Buffer.from(encoded.buffer, encoded.byteOffset + 12, encoded.byteLength - 12)
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', header(width, height)),
    picture,
    chunk('EXIF', resolution(dpi)),
    chunk('XMP ', Buffer.from(packet(provenance))),
  ])
  return chunk('RIFF', body)
}

/** The provenance's JSON, or null where the file has none of ours. */
export function provenanceOfWebp(bytes: Buffer): string | null {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    if (bytes.toString('latin1', at, at + 4) === 'XMP ') {
      const packet = bytes.toString('utf8', at + 8, at + 8 + length)
      const [, base64] = new RegExp(`<${provenanceName}:provenance>([^<]*)<`).exec(packet) ?? []
      return base64 === undefined ? null : Buffer.from(base64, 'base64').toString('utf8')
    }
    at += 8 + length + (length % 2)
  }
  return null
}

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.byteLength, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.byteLength % 2)])
}

const [hasExif, hasXmp] = [0x08, 0x04]

function header(width: number, height: number): Buffer {
  const data = Buffer.alloc(10)
  data.writeUInt8(hasExif | hasXmp, 0)
  data.writeUIntLE(width - 1, 4, 3)
  data.writeUIntLE(height - 1, 7, 3)
  return data
}

/** A TIFF header with one directory: XResolution and YResolution in dots to the inch (EXIF 2.32, 4.6.4). */
function resolution(dpi: number): Buffer {
  const [rational, short] = [5, 3]
  const entries = [
    { tag: 0x011a, type: rational, value: 50 },
    { tag: 0x011b, type: rational, value: 58 },
    { tag: 0x0128, type: short, value: 2 },
  ]
  const data = Buffer.alloc(66)
  data.write('II*\0', 'latin1')
  data.writeUInt32LE(8, 4)
  data.writeUInt16LE(entries.length, 8)
  for (const [index, { tag, type, value }] of entries.entries()) {
    const at = 10 + 12 * index
    data.writeUInt16LE(tag, at)
    data.writeUInt16LE(type, at + 2)
    data.writeUInt32LE(1, at + 4)
    data.writeUInt32LE(value, at + 8)
  }
  for (const at of [50, 58]) {
    data.writeUInt32LE(Math.round(dpi * 100), at)
    data.writeUInt32LE(100, at + 4)
  }
  return data
}

function packet(provenance: string): string {
  const base64 = Buffer.from(provenance).toString('base64')
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:${provenanceName}="https://tokentrace.invalid/ns/"><${provenanceName}:provenance>${base64}</${provenanceName}:provenance></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`
}

import { inflateSync } from 'node:zlib'
import { provenanceOfGif } from './gif-comments'
import { provenanceOfGlb } from './gltf-container'
import { provenanceOfMp4 } from './mp4-comment'
import { type Provenance, provenance, provenanceName } from './provenance'
import { elementsOf, parseSvg } from './svg-tree'
import { provenanceOfWebp } from './webp-container'

/** The provenance out of a figure that we wrote: an SVG, PDF, EPS, PNG, WebP, GLB, GIF or MP4, told apart by its first bytes. Null where it has none. */
export function readProvenance(file: Uint8Array): Provenance | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  try {
    const json = bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))
      ? fromPdf(bytes)
      : bytes.readUInt32BE(0) === 0x89504e47
        ? fromPng(bytes)
        : bytes.subarray(0, 4).equals(Buffer.from('%!PS'))
          ? fromEps(bytes)
          : bytes.subarray(0, 4).equals(Buffer.from('RIFF'))
            ? provenanceOfWebp(bytes)
            : bytes.subarray(0, 4).equals(Buffer.from('glTF'))
              ? provenanceOfGlb(bytes)
              : bytes.subarray(0, 4).equals(Buffer.from('GIF8'))
                ? provenanceOfGif(bytes)
                : bytes.subarray(4, 8).equals(Buffer.from('ftyp'))
                  ? provenanceOfMp4(bytes)
                  : fromSvg(bytes)
    return json === null ? null : provenance.parse(JSON.parse(json))
  } catch {
    // Cut off, edited or another program's: there is nothing to make the figure again from.
    return null
  }
}

function fromSvg(bytes: Buffer): string | null {
  const root = parseSvg(bytes.toString('utf8'))
  return (
    elementsOf(root).find(({ name, attributes }) => name === 'metadata' && attributes.id === provenanceName)?.text ??
    null
  )
}

function fromPng(bytes: Buffer): string | null {
  const head = Buffer.from(`${provenanceName}\0\0\0\0\0`)
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (bytes.toString('latin1', at + 4, at + 8) === 'iTXt' && data.subarray(0, head.length).equals(head)) {
      return data.toString('utf8', head.length)
    }
    at += 12 + length
  }
  return null
}

function fromEps(bytes: Buffer): string | null {
  const mark = `%${provenanceName}:`
  const lines = bytes
    .toString('latin1')
    .split('\n')
    .filter((line) => line.startsWith(mark))
  if (lines.length === 0) return null
  return Buffer.from(lines.map((line) => line.slice(mark.length)).join(''), 'base64').toString('utf8')
}

/** The attachment's stream, found by its dictionary: other programs that rewrite a PDF may pack it elsewhere. */
function fromPdf(bytes: Buffer): string | null {
  const at = bytes.indexOf('/EmbeddedFile\n')
  const start = bytes.indexOf('stream\n', at) + 'stream\n'.length
  const end = bytes.indexOf('\nendstream', start)
  if (at < 0 || start < at || end < 0) return null
  const data = bytes.subarray(start, end)
  const dictionary = bytes.toString('latin1', at, start)
  return (dictionary.includes('/FlateDecode') ? inflateSync(data) : data).toString('utf8')
}

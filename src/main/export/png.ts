import { crc32 } from 'node:zlib'
import { dotsFromSvg } from './dots'
import { type Provenance, provenanceName } from './provenance'

/**
 * An SVG text as PNG bytes. One CSS pixel is 1/96 inch, so that 672 px at 300 dpi become 2100 pixels; the resolution is written
 * into the file. Throws an `input` fault when that would be too many pixels.
 */
export async function pngFromSvg(
  svg: string,
  dpi: number,
  origin: Provenance,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const image = await dotsFromSvg(svg, dpi, signal)
  return withChunks(image.asPng(), [resolution(dpi), text(JSON.stringify(origin))])
}

const signatureBytes = 8
/** Signature and IHDR, after which other chunks may stand. */
const headEnd = signatureBytes + 25

function withChunks(png: Buffer, chunks: Buffer[]): Uint8Array {
  return Buffer.concat([png.subarray(0, headEnd), ...chunks, png.subarray(headEnd)])
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(typed.length + 8)
  framed.writeUInt32BE(data.length, 0)
  typed.copy(framed, 4)
  framed.writeUInt32BE(crc32(typed), typed.length + 4)
  return framed
}

/** pHYs: pixels a metre, both ways. */
function resolution(dpi: number): Buffer {
  const data = Buffer.alloc(9)
  data.writeUInt32BE(Math.round(dpi / 0.0254), 0)
  data.writeUInt32BE(Math.round(dpi / 0.0254), 4)
  data.writeUInt8(1, 8)
  return chunk('pHYs', data)
}

/** iTXt, uncompressed: keyword, two flags, no language, no translated keyword, UTF-8. */
function text(json: string): Buffer {
  return chunk('iTXt', Buffer.from(`${provenanceName}\0\0\0\0\0${json}`))
}

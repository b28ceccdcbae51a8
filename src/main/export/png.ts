import { crc32 } from 'node:zlib'
import { type ResvgRenderOptions, renderAsync } from '@resvg/resvg-js'
import { Fault } from '../../shared/fault'
import { fontFaces, fontFile } from './fonts'
import { type Provenance, provenanceName } from './provenance'
import { svgSize } from './svg-tree'

/** 400 MB of pixels; the renderer holds them all. */
const mostPixels = 100e6

/**
 * An SVG text as PNG bytes, drawn with the bundled fonts alone. One CSS pixel is 1/96 inch, so that 672 px at 300 dpi become
 * 2100 pixels; the resolution is written into the file. Throws an `input` fault when that would be too many pixels.
 */
export async function pngFromSvg(
  svg: string,
  dpi: number,
  origin: Provenance,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const zoom = dpi / 96
  const { width, height } = svgSize(svg)
  const pixels = Math.round(width * zoom) * Math.round(height * zoom)
  if (pixels > mostPixels) {
    throw Fault.input(`A picture of ${Math.round(pixels / 1e6)} million pixels is too large`, {
      place: `${width} × ${height} px at ${dpi} dpi`,
      remedy: 'Choose fewer dots per inch, or a smaller figure.',
    })
  }
  const options: ResvgRenderOptions = {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: false, fontFiles: fontFaces.map(fontFile), defaultFontFamily: 'Inter' },
  }
  const image = await renderAsync(spacesBeforeTspans(svg), options, signal ?? null)
  return withChunks(image.asPng(), [resolution(dpi), text(JSON.stringify(origin))])
}

/** resvg loses a space that opens a <tspan> after a letter; before the tag it draws it. */
function spacesBeforeTspans(svg: string): string {
  return svg.replaceAll(/(?<=[^\s>])((?:<\/?tspan\b[^>]*>)+) /g, ' $1')
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

import { deflateSync } from 'node:zlib'
import { convertIndexedToRgb, decode } from 'fast-png'

/** Structure comments' longest line, rounded down. */
const lineLength = 240

/**
 * A PNG as PostScript of level 3 that draws it in the unit square, whose y grows downwards. What is half transparent is blended with
 * the paper; where nothing is seen nothing is painted, so that what lies below stays.
 */
export function epsImage(png: Uint8Array, paper: readonly number[]): string {
  const { width, height, data } = flattened(png, paper)
  const none = data.some((colour) => colour === nothing) ? unused(data) : null
  const rgb = new Uint8Array(3 * data.length)
  for (const [at, colour] of data.entries()) rgb.set(channels(colour === nothing ? none! : colour), 3 * at)
  const hex = deflateSync(rgb, { level: 9 }).toString('hex')
  return [
    '/DeviceRGB setcolorspace',
    '<<',
    `/ImageType ${none === null ? 1 : 4} /Width ${width} /Height ${height} /ImageMatrix [${width} 0 0 ${height} 0 0]`,
    '/BitsPerComponent 8 /Decode [0 1 0 1 0 1]',
    ...(none === null ? [] : [`/MaskColor [${channels(none).join(' ')}]`]),
    '/DataSource currentfile /ASCIIHexDecode filter /FlateDecode filter',
    '>> image',
    ...(hex.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []),
    '>',
  ].join('\n')
}

/** A dot through which all is seen that lies below. */
const nothing = -1

/** A colour for each dot, as 0xRRGGBB, or `nothing`. */
function flattened(png: Uint8Array, paper: readonly number[]): { width: number; height: number; data: Int32Array } {
  const image = decode(png)
  const { width, height, depth } = image
  const own = image.palette ? convertIndexedToRgb(image) : image.data
  const each = own.length / (width * height)
  if (depth !== 8 || each < 3) throw new Error('The EPS export draws images of 8 bits in colour alone.')
  const data = new Int32Array(width * height)
  for (let at = 0; at < data.length; at++) {
    const opacity = each === 4 ? own[4 * at + 3]! / 255 : 1
    const blended = (channel: 0 | 1 | 2) =>
      Math.round(opacity * own[each * at + channel]! + (1 - opacity) * paper[channel]!)
    data[at] = opacity === 0 ? nothing : (blended(0) << 16) | (blended(1) << 8) | blended(2)
  }
  return { width, height, data }
}

function channels(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255]
}

function unused(data: Int32Array): number {
  const used = new Set(data)
  let colour = 0
  while (used.has(colour)) colour++
  return colour
}

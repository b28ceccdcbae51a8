import { zlibSync } from 'fflate'
import { base64 } from './base64'

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** A chunk of a PNG: its length, type, data and check (PNG 3rd edition, 5.3). */
function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(data.length + 12)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  for (const [index, letter] of [...type].entries()) chunk[4 + index] = letter.charCodeAt(0)
  chunk.set(data, 8)
  view.setUint32(data.length + 8, crc32(chunk.subarray(4, data.length + 8)))
  return chunk
}

/** What the bytes of a dot are, one for each channel: of a palette one, its number. */
const channels = { palette: 1, colour: 3, 'colour and opacity': 4 } as const
/** PNG 3rd edition, 11.2.1. */
const colourTypes = { palette: 3, colour: 2, 'colour and opacity': 6 } as const

interface Dots {
  readonly width: number
  readonly height: number
  readonly kind: keyof typeof channels
  /** Row by row, eight bits a channel. */
  readonly data: Uint8Array
  /** Red, green and blue of each colour. */
  readonly palette?: Uint8Array
  readonly level: 6 | 9
}

/** An image as a PNG in a `data:` address. Deterministic. */
export function pngAddress({ width, height, kind, data, palette, level }: Dots): string {
  const wide = width * channels[kind]
  const lines = new Uint8Array(height * (wide + 1))
  // Each line begins with its filter, which is none.
  for (let row = 0; row < height; row++) lines.set(data.subarray(row * wide, (row + 1) * wide), row * (wide + 1) + 1)
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, colourTypes[kind]], 8)
  const parts = [
    signature,
    chunkOf('IHDR', header),
    ...(palette ? [chunkOf('PLTE', palette)] : []),
    chunkOf('IDAT', zlibSync(lines, { level })),
    chunkOf('IEND', new Uint8Array(0)),
  ]
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return `data:image/png;base64,${base64(bytes)}`
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = table[(sum ^ byte) & 0xff]! ^ (sum >>> 8)
  return ~sum >>> 0
}

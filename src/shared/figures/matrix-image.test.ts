import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { matrixImage } from './matrix-image'

const grey = (share: number) => `rgb(${Math.round(share * 254)}, 0, 0)`

describe('a matrix as an image', () => {
  const png = Buffer.from(matrixImage([0, 1, 0.5, Number.NaN, 2, -1], 3, grey, '#0000ff').split(',')[1]!, 'base64')
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const typed = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(typed))
    chunks.set(typed.toString('latin1', 0, 4), typed.subarray(4))
    at += 12 + length
  }

  it('has a dot for each cell, of the shade of its share; beyond the scale its ends, and NaN apart', () => {
    expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND'])
    expect([chunks.get('IHDR')!.readUInt32BE(0), chunks.get('IHDR')!.readUInt32BE(4)]).toEqual([3, 2])
    expect([...inflateSync(chunks.get('IDAT')!)]).toEqual([0, 0, 254, 127, 0, 255, 254, 0])
    const palette = chunks.get('PLTE')!
    expect([...palette.subarray(3 * 127, 3 * 127 + 3)]).toEqual([127, 0, 0])
    expect([...palette.subarray(3 * 255)]).toEqual([0, 0, 255])
  })
})

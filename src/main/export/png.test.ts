import { crc32, inflateSync } from 'node:zlib'
import { createElement as h, type ReactNode } from 'react'
import { beforeAll, describe, expect, it } from 'vitest'
import { pngFromSvg } from './png'
import { readProvenance } from './read-provenance'
import { svgDocument } from './svg-document'
import { figure, origin } from './testing/figure'

interface Chunk {
  type: string
  data: Buffer
}

function chunks(png: Uint8Array): Chunk[] {
  const bytes = Buffer.from(png)
  const found: Chunk[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const typed = bytes.subarray(at + 4, at + 8 + length)
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(typed))
    found.push({ type: typed.toString('latin1', 0, 4), data: typed.subarray(4) })
    at += 12 + length
  }
  return found
}

function chunk(png: Uint8Array, type: string): Buffer {
  return chunks(png).find((one) => one.type === type)!.data
}

describe('a figure as a PNG file', () => {
  let png: Uint8Array
  beforeAll(async () => {
    png = await pngFromSvg(svgDocument(figure(), origin), 300, origin)
  })

  it('has the pixels that its size and resolution ask for, and states the resolution', () => {
    expect(chunk(png, 'IHDR').readUInt32BE(0)).toBe(2100)
    expect(chunk(png, 'IHDR').readUInt32BE(4)).toBe(1250)
    expect(chunk(png, 'pHYs')).toEqual(Buffer.from([0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1]))
  })

  it('carries its provenance', () => {
    expect(readProvenance(png)).toEqual(origin)
  })

  it('draws its text with the bundled font, whatever the machine has', async () => {
    const one = (text: string) =>
      h('svg', { width: 120, height: 120 }, h('text', { x: 10, y: 60, fontFamily: 'Inter' }, text))
    const drawn = async (text: string) => {
      const image = await pngFromSvg(svgDocument(one(text), origin), 96, origin)
      return inflateSync(chunk(image, 'IDAT')).filter((byte) => byte > 0).length
    }
    expect(await drawn('Tower')).toBeGreaterThan((await drawn('')) + 100)
  })

  it('keeps the space between a text and a part of it in another style', async () => {
    const pixels = async (...content: ReactNode[]) => {
      const text = h('svg', { width: 120, height: 120 }, h('text', { x: 10, y: 60, fontFamily: 'Inter' }, ...content))
      return chunk(await pngFromSvg(svgDocument(text, origin), 96, origin), 'IDAT')
    }
    expect(await pixels('Tower', h('tspan', null, ' raw'))).toEqual(await pixels('Tower raw'))
  })

  it('is refused before it is drawn when it would be too large', async () => {
    const large = svgDocument(h('svg', { width: 8000, height: 8000 }), origin)
    await expect(pngFromSvg(large, 1200, origin)).rejects.toThrow(/10000 million pixels.*Choose fewer dots/)
  })
})

describe('a file that is not a figure of ours', () => {
  it('has no provenance', async () => {
    const png = Buffer.from(await pngFromSvg(svgDocument(figure(), origin), 96, origin))
    const others = ['', 'GIF89a', '%PDF-1.4\n', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<svg'].map((text) =>
      Buffer.from(text),
    )
    for (const bytes of [...others, png.subarray(0, 60)]) expect(readProvenance(bytes)).toBeNull()
  })
})

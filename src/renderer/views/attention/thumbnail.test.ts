import { describe, expect, it } from 'vitest'
import { sequential } from '../../../shared/figures/scales'
import { paletteOf, thumbnail } from './thumbnail'

const channels = (colour: string) => (colour.match(/\d+/g) ?? []).map(Number)
const pixel = (pixels: Uint8ClampedArray, size: number, x: number, y: number) => [
  ...pixels.subarray(4 * (y * size + x), 4 * (y * size + x) + 3),
]

describe('a head’s thumbnail', () => {
  const palette = paletteOf('light')
  const white = channels(sequential('light')(0))
  const deep = channels(sequential('light')(1))

  it('spreads a cell over its pixels, queries downwards and keys to the right', () => {
    const pixels = thumbnail(Float32Array.of(1, 0, 0, 1), { queries: 2, keys: 2 }, 4, palette)
    expect(pixel(pixels, 4, 1, 1)).toEqual(deep)
    expect(pixel(pixels, 4, 2, 1)).toEqual(white)
    expect(pixel(pixels, 4, 1, 2)).toEqual(white)
    expect(pixel(pixels, 4, 3, 3)).toEqual(deep)
  })

  it('spreads the cells of fewer queries than keys over as many pixels each way', () => {
    const pixels = thumbnail(Float32Array.of(0, 0, 1, 0), { queries: 1, keys: 4 }, 4, palette)
    for (const y of [0, 1, 2, 3]) {
      expect([0, 1, 2, 3].map((x) => pixel(pixels, 4, x, y))).toEqual([white, white, deep, white])
    }
  })

  it('shows the largest of the cells that share a pixel', () => {
    const tokens = 6
    const weights = new Float32Array(tokens * tokens)
    weights[4 * tokens + 1] = 1
    const pixels = thumbnail(weights, { queries: tokens, keys: tokens }, 2, palette)
    expect(pixel(pixels, 2, 0, 1)).toEqual(deep)
    expect([pixel(pixels, 2, 0, 0), pixel(pixels, 2, 1, 0), pixel(pixels, 2, 1, 1)]).toEqual([white, white, white])
  })
})

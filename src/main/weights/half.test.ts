import { describe, expect, test } from 'vitest'
import { fitsHalf, halfValues } from './half'

const { POSITIVE_INFINITY: infinity, NaN: notANumber } = Number

describe('F16', () => {
  test('holds all of its own numbers', () => expect(fitsHalf(halfValues)).toBe(true))

  // IEEE 754, binary16.
  test.each([
    [0x3c00, 1],
    [0x8000, -0],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x83ff, -(2 ** -14 - 2 ** -24)],
    [0xfc00, -infinity],
    [0x7e00, notANumber],
  ])('writes %i for %d', (bits, value) => expect(halfValues[bits]).toBe(value))

  test.each([0, -0, 1 + 2 ** -10, 65504, -65504, 2 ** -24, 1023 * 2 ** -24, infinity, -infinity, notANumber])(
    'holds %d',
    (value) => expect(fitsHalf(Float32Array.of(0.5, value))).toBe(true),
  )

  test.each([1 + 2 ** -11, 65505, 65536, -1e9, 2 ** -25, 1.5 * 2 ** -24, 2 ** -14 + 2 ** -25, 0.1, 1e-45])(
    'does not hold %d',
    (value) => expect(fitsHalf(Float32Array.of(0.5, value))).toBe(false),
  )

  test('misses one value among thousands, wherever it stands', () => {
    for (const at of [0, 4095, 4096, 9999]) {
      const values = new Float32Array(10_000).fill(0.25)
      values[at] = 0.1
      expect(fitsHalf(values)).toBe(false)
    }
    expect(fitsHalf(new Float32Array(10_000).fill(0.25))).toBe(true)
    expect(fitsHalf(new Float32Array(0))).toBe(true)
  })
})

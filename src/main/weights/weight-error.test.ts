import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { WeightErrorSum, weightError } from './weight-error'

test('the error of (3, 4) against (0, 5) is as by hand', () => {
  const { rms, relative, largest, cosine } = weightError(Float32Array.of(3, 4), Float32Array.of(0, 5))
  expect(rms).toBeCloseTo(Math.sqrt(5), 12)
  expect(relative).toBeCloseTo(Math.sqrt(10) / 5, 12)
  expect(largest).toBe(3)
  expect(cosine).toBeCloseTo(0.8, 12)
})

test('a tensor has no error against itself', () => {
  const values = Float32Array.of(0.1, -2.5, 3e-40, 7e30)
  expect(weightError(values, values)).toEqual({ rms: 0, relative: 0, largest: 0, cosine: 1 })
})

test('what is turned round is off by twice its length', () => {
  const values = Float32Array.of(1, -2, 2)
  const error = weightError(
    values.map((value) => -value),
    values,
  )
  expect(error).toEqual({ rms: Math.sqrt(12), relative: 2, largest: 4, cosine: -1 })
})

test('zeros, and nothing at all, have no angle and no scale, and are told all the same', () => {
  const [none, zero, one] = [new Float32Array(0), Float32Array.of(0, 0), Float32Array.of(1, 0)]
  const without = { rms: 0, relative: 0, largest: 0, cosine: 1 }
  expect(weightError(none, none)).toEqual(without)
  expect(weightError(zero, zero)).toEqual(without)
  expect(weightError(one, zero)).toMatchObject({ relative: Number.POSITIVE_INFINITY, cosine: 0 })
  expect(weightError(zero, one)).toMatchObject({ relative: 1, cosine: 0 })
})

test('a value that is not finite is not hidden', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const error = weightError(Float32Array.of(1, value, 1), Float32Array.of(1, value, 2))
    expect(error).toEqual({ rms: Number.NaN, relative: Number.NaN, largest: Number.NaN, cosine: Number.NaN })
  }
})

test('pieces add up to the whole, however they are cut', () => {
  const values = fc.float32Array({ noNaN: true, min: -(2 ** 126), max: 2 ** 126, minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(values, fc.nat(40), (b, cut) => {
      const a = b.map((value, index) => value * (1 + index / 64))
      const sum = new WeightErrorSum()
      sum.add(a.subarray(0, cut), b.subarray(0, cut))
      sum.add(a.subarray(cut), b.subarray(cut))
      const [parts, whole] = [sum.error(), weightError(a, b)]
      expect(parts.largest).toBe(whole.largest)
      for (const key of ['rms', 'relative', 'cosine'] as const) {
        expect(Math.abs(parts[key] - whole[key])).toBeLessThanOrEqual(1e-12 * Math.abs(whole[key]))
      }
    }),
    { seed: 6 },
  )
})

test('pieces of different lengths are refused', () => {
  expect(() => weightError(new Float32Array(2), new Float32Array(3))).toThrow(RangeError)
})

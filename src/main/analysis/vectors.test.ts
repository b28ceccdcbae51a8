import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cosine, distance, norm } from './vectors'

const component = fc.float({ noNaN: true, min: -1e6, max: 1e6 })
const pair = fc.integer({ min: 1, max: 20 }).chain((length) => {
  const vector = fc
    .array(component, { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values))
  return fc.tuple(vector, vector)
})

describe('the cosine of two vectors', () => {
  it('lies within −1 and 1, is the same either way round, and is 1 for a vector and itself', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(Math.abs(cosine(a, b))).toBeLessThanOrEqual(1)
        expect(cosine(a, b)).toBe(cosine(b, a))
        expect(cosine(a, a)).toBe(norm(a) === 0 ? 0 : 1)
      }),
    )
  })

  it('is 0 where a vector has no length', () => {
    expect(cosine(new Float32Array(3), Float32Array.of(1, 2, 3))).toBe(0)
  })

  it('holds at both ends of what float32 can say', () => {
    for (const scale of [3e38, 1e-30]) {
      expect(cosine(Float32Array.of(scale, 0), Float32Array.of(scale, scale))).toBeCloseTo(Math.SQRT1_2, 6)
    }
  })
})

describe('the distance between two vectors', () => {
  it('is the length of their difference, and obeys the triangle inequality', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(distance(a, b)).toBeCloseTo(Math.hypot(...[...a].map((value, i) => b[i]! - value)), 6)
        expect(distance(a, b)).toBeLessThanOrEqual((norm(a) + norm(b)) * (1 + 1e-12))
      }),
    )
  })

  it('keeps the digits of a small step beside a large value', () => {
    expect(distance(Float32Array.of(3000, 1, 0), Float32Array.of(3000, 1.25, 0))).toBe(0.25)
  })
})

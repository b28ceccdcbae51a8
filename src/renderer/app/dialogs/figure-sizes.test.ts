import { describe, expect, it } from 'vitest'
import { dotsOf, millimetres, pixelsOf } from './figure-sizes'

describe("a figure's size", () => {
  it('is 96 CSS pixels to the inch', () => {
    expect(pixelsOf(25.4)).toBe(96)
    expect(pixelsOf(84)).toBeCloseTo(317.48)
  })

  it('has as many dots as its resolution asks for', () => {
    expect(dotsOf(174, 300)).toBe(2055)
  })

  it('may be typed with a comma or a point, within reason', () => {
    expect([millimetres('84'), millimetres(' 84,5 '), millimetres('84.5')]).toEqual([84, 84.5, 84.5])
    expect([millimetres(''), millimetres('x'), millimetres('5'), millimetres('1e9')]).toEqual([null, null, null, null])
  })
})

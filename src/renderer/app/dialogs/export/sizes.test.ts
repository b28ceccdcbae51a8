import { describe, expect, it } from 'vitest'
import { dotsOf, lengthText, millimetres, pixelsOf, points, scaleOf } from './sizes'

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
    expect([points('6,5'), points('1'), points('')]).toEqual([6.5, null, null])
  })

  it('is told to a tenth of a millimetre', () => {
    expect([lengthText(88.9), lengthText(139.7), lengthText(90), lengthText(181.864)]).toEqual([
      ...['88.9', '139.7', '90', '181.9'],
    ])
  })

  it('scales labels of 11 pixels to the points that are asked for', () => {
    expect(scaleOf(8.25)).toBe(1)
    expect(scaleOf(16.5)).toBe(2)
  })
})

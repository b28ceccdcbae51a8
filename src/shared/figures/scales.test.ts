import { describe, expect, it } from 'vitest'
import { inkOn, sequential } from './scales'

const grey = (colour: string) => (colour.match(/\d+/g) ?? []).map(Number).reduce((a, b) => a + b, 0)

describe('the sequential scale', () => {
  it.each([
    ['light', -1],
    ['dark', 1],
  ] as const)('goes one way from the %s paper', (theme, way) => {
    const colour = sequential(theme)
    const greys = Array.from({ length: 33 }, (_, index) => grey(colour(index / 32)))
    for (let index = 1; index < greys.length; index++)
      expect((greys[index]! - greys[index - 1]!) * way).toBeGreaterThan(0)
  })

  it('ends at 0 and 1', () => {
    const colour = sequential('light')
    expect(colour(-1)).toBe(colour(0))
    expect(colour(2)).toBe(colour(1))
  })

  it('is written on in the ink that is read better', () => {
    expect([inkOn('#ffffff'), inkOn('rgb(247, 251, 255)')]).toEqual(['#14171c', '#14171c'])
    expect([inkOn('#08306b'), inkOn('rgb(23, 27, 35)')]).toEqual(['#ffffff', '#ffffff'])
  })
})

import { describe, expect, it } from 'vitest'
import { tickStride } from './tick-stride'

describe('the numbers below the layers', () => {
  it('stand at every layer where there is room', () => expect(tickStride(44)).toBe(1))

  it('stand at every second, fifth or tenth where there is less', () => {
    expect([18, 9, 3.5].map(tickStride)).toEqual([2, 5, 10])
  })

  it('are few before the width is known', () => expect(tickStride(0)).toBe(100))
})

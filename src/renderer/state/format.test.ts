import { describe, expect, it } from 'vitest'
import { cosine, count, duration, length, parameters, percent, plural, probability } from './format'

describe('numbers on the screen', () => {
  it('carry a real minus sign', () => {
    expect(cosine(-0.314)).toBe('\u22120.31')
    expect(length(-12.34)).toBe('\u221212.3')
    expect(count(-1200)).toBe('\u22121,200')
  })

  it('never show a negative zero', () => {
    expect(cosine(-0.001)).toBe('0.00')
    expect(cosine(0)).toBe('0.00')
  })

  it('show lengths with three significant digits', () => {
    expect([0, 0.01234, 1.234, 12.34, 123.4, 1234.5].map(length)).toEqual([
      '0',
      '0.012',
      '1.23',
      '12.3',
      '123',
      '1,235',
    ])
    expect(length(0.00001234)).toBe('1.2e\u22125')
  })

  it('say that a probability is small or nearly one instead of rounding it to a lie', () => {
    expect([0, 0.0001, 0.005, 0.41, 0.9999, 1].map(probability)).toEqual([
      '0.00',
      '<0.01',
      '0.01',
      '0.41',
      '>0.99',
      '1.00',
    ])
  })

  it('write parameter counts as the field does', () => {
    expect([980, 124_439_808, 1_540_000_000].map(parameters)).toEqual(['980', '124 M', '1.54 B'])
  })

  it('write durations in the unit a person would use', () => {
    expect([0.2, 4, 120.4, 1500, 45_000, 125_000].map(duration)).toEqual([
      '<1 ms',
      '4 ms',
      '120 ms',
      '1.5 s',
      '45 s',
      '2 min 5 s',
    ])
  })

  it('keep a thin space before the percent sign', () => {
    expect(percent(0.714)).toBe('71\u202f%')
  })

  it('agree in number', () => {
    expect([plural(1, 'token'), plural(8, 'token'), plural(0, 'entry', 'entries')]).toEqual([
      '1 token',
      '8 tokens',
      '0 entries',
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { count, fixed, percent } from './numbers'
import { legible, plainWord, shortened } from './words'

describe('a word in a figure', () => {
  it('loses the space that leads it', () => expect(plainWord(' Tower')).toBe('Tower'))
  it('stays visible when it is nothing but space', () => expect(plainWord(' \n')).toBe('␣⏎'))
  it('holds nothing that an XML file may not hold', () => {
    expect(legible('a\u0000b\ud800c\uffff')).toBe('a\ufffdb\ufffdc\ufffd')
    expect(legible('🗼')).toBe('🗼')
  })
  it('is shortened by characters, not in the middle of one', () => expect(shortened('🗼🗼🗼🗼', 3)).toBe('🗼🗼…'))
})

describe('a number in a figure', () => {
  it('has a real minus sign', () => expect(fixed(-0.314, 2)).toBe('−0.31'))
  it('is never minus zero', () => expect(fixed(-0.001, 2)).toBe('0.00'))
  it('has its thousands set off', () => expect(count(1234567)).toBe('1,234,567'))
  it('is a share in per cent, with a decimal where it is small', () => {
    expect([0.412, 1, 0.004, 0].map(percent)).toEqual(['41 %', '100 %', '0.4 %', '0 %'])
  })
})

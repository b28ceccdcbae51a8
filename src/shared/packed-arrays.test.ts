import { expect, it } from 'vitest'
import { packArrays, unpackArrays } from './packed-arrays'

const facts = { texts: [' Straße', '家', '"\\\n', ''], none: null }
const arrays = { places: Float32Array.of(1.5, -2, Number.NaN), ids: Int32Array.of(-1, 7), few: Uint16Array.of(65535) }

it('gives back what was packed, whatever its text and numbers', () => {
  const { facts: read, arrays: lists } = unpackArrays(packArrays(facts, arrays).buffer)
  expect(read).toEqual(facts)
  expect(lists).toEqual(arrays)
})

it('refuses bytes that are cut short', () => {
  const bytes = packArrays(facts, arrays)
  expect(() => unpackArrays(bytes.slice(0, bytes.length - 8).buffer)).toThrow(RangeError)
  expect(() => unpackArrays(new ArrayBuffer(3))).toThrow('no header')
})

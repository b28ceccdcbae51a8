import { expect, it } from 'vitest'
import { byteText } from './byte-text'

it('bytes are counted in decimal units, with as many digits as they deserve', () => {
  expect([0, 999, 1000, 269_060_552, 4e9, 1.5e12].map(byteText)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '269 MB',
    '4 GB',
    '1.5 TB',
  ])
})

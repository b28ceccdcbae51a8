import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteRanges } from './byte-ranges'

it('counts each byte once, in whatever order and however often it comes', () => {
  const part = fc.tuple(fc.nat(60), fc.nat(12)).map(([from, length]) => ({ from, to: from + length }))
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const ranges = new ByteRanges()
      const bytes = new Set<number>()
      for (const { from, to } of parts) {
        ranges.add(from, to)
        for (let at = from; at < to; at++) bytes.add(at)
        expect(ranges.covered).toBe(bytes.size)
      }
    }),
  )
})

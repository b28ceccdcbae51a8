import { describe, expect, it } from 'vitest'
import { packTexts, unpackTexts } from './packed-texts'
import { atOnce, inSlices } from './slices'

describe('texts as numbers', () => {
  it('come back as they were, whatever stands in them', () => {
    const texts = [' the', '', '\u0000', '日本', '🗼', '\ud83d', '\u00e9']
    const packed = packTexts(texts)
    expect([...packed.ends]).toEqual([4, 4, 5, 7, 9, 10, 11])
    expect(atOnce(unpackTexts(packed))).toEqual(texts)
    expect(atOnce(unpackTexts(packTexts([])))).toEqual([])
  })

  it('come back some at a time', async () => {
    const texts = Array.from({ length: 300_000 }, (_, id) => `word ${id}`)
    let turns = 0
    const read = await inSlices(unpackTexts(packTexts(texts)), async () => {
      turns++
    })
    expect(turns).toBeGreaterThan(1)
    expect(read).toEqual(texts)
  })
})

import { describe, expect, it } from 'vitest'
import { importanceBy } from '../../shared/figures/vocabulary/asking-words'
import { madeWords } from '../../shared/figures/vocabulary/map.test-data'
import { findWords } from './word-matches'

const texts = [' tower', 'own', ' Tower', 'towering', ' the', ' watchtower', 'TOW', ' ']
const words = { ...madeWords(0), texts }
const importance = importanceBy(Uint32Array.from([5, 4, 3, 2, 1, 0, 6, 7]))
const found = async (typed: string) =>
  [...(await findWords(words, importance, typed, new AbortController().signal))].map((id) => texts[id])

describe('a search over words', () => {
  it('has the text itself first, then what begins with it, then what holds it, whatever the case', async () => {
    expect(await found('Tower')).toEqual([' Tower', ' tower', 'towering', ' watchtower'])
    expect(await found('tow')).toEqual(['TOW', 'towering', ' Tower', ' tower', ' watchtower'])
  })

  it('finds nothing for nothing', async () => {
    expect(await found('  ')).toEqual([])
    expect(await found('zebra')).toEqual([])
  })

  it('gives way in a large vocabulary, and stops where nobody waits', async () => {
    const large = { ...words, texts: Array.from({ length: 400_000 }, (_, id) => ` word number ${id}`) }
    const controller = new AbortController()
    const order = importanceBy(new Uint32Array(400_000).map((_, id) => id))
    const search = findWords(large, order, 'number 39', controller.signal)
    setTimeout(() => controller.abort())
    await expect(search).rejects.toThrow()
  })
})

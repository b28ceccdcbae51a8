import { describe, expect, it } from 'vitest'
import { ggufPath, thrownFault } from '../testing/fault-table'
import { chooseGguf } from './choose-gguf'

describe('the GGUF model of a folder', () => {
  it('is the one that is there, by its first file', () => {
    const names = ['a-00002-of-00002.gguf', 'README.md', 'mmproj-a.gguf', 'a-00001-of-00002.gguf']
    expect(chooseGguf('/m', names)).toBe('/m/a-00001-of-00002.gguf')
    expect(chooseGguf('/m', ['config.json'])).toBeNull()
  })

  it('is not guessed where there are several', () => {
    const names = [...'hgfedcba'].map((letter) => `${letter}.gguf`)
    expect(
      thrownFault(() => chooseGguf(ggufPath, [...names, 's-00001-of-00002.gguf', 's-00002-of-00002.gguf'])),
    ).toEqual({
      kind: 'input',
      message: 'The folder holds 9 GGUF models: a.gguf, b.gguf, c.gguf, d.gguf, e.gguf, f.gguf and 3 more',
      remedy: 'Open one of the files.',
    })
  })
})

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { thrownFault } from '../testing/fault-table'
import { chooseGguf } from './choose-gguf'

const folder = '/m/model.gguf'
const shards = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}-0000${index + 1}-of-0000${count}.gguf`)

/** A folder’s files, and which of them is its model. */
const chosen: readonly [string, readonly string[], string | null][] = [
  ['one file', ['README.md', 'a.Q4_K_M.gguf'], 'a.Q4_K_M.gguf'],
  ['a name in capitals', ['A.GGUF'], 'A.GGUF'],
  ['the files that one was split into', shards('a', 3).reverse(), 'a-00001-of-00003.gguf'],
  ['the last of several alone, of which the others are then missed', shards('a', 2).slice(1), 'a-00002-of-00002.gguf'],
  ['a projector and an importance matrix beside it', ['a.gguf', 'mmproj-F16.gguf', 'imatrix.gguf'], 'a.gguf'],
  ['a projector alone, which then says what it is', ['mmproj-F16.gguf'], 'mmproj-F16.gguf'],
  ['none', ['a.gguf.part', 'gguf', 'config.json'], null],
  ['nothing', [], null],
]

describe('the GGUF model of a folder', () => {
  it.each(chosen)('with %s', (_, names, name) => {
    expect(chooseGguf(folder, names)).toBe(name && join(folder, name))
  })

  it('with several is not guessed', () => {
    const names = [...'hgfedcba'].map((letter) => `${letter}.gguf`)
    expect(thrownFault(() => chooseGguf(folder, [...names, ...shards('s', 2)]))).toEqual({
      kind: 'input',
      message: 'The folder holds 9 GGUF models: a.gguf, b.gguf, c.gguf, d.gguf, e.gguf, f.gguf and 3 more',
      remedy: 'Open one of the files.',
    })
  })
})

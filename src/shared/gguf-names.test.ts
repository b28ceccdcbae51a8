import { describe, expect, it } from 'vitest'
import { ggufModels } from './gguf-names'

const shards = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}-0000${index + 1}-of-0000${count}.gguf`)

/** Names of files, and the models among them. */
const cases: readonly [string, readonly string[], ReturnType<typeof ggufModels>][] = [
  ['one file', ['README.md', 'a.Q4_K_M.gguf'], [{ files: ['a.Q4_K_M.gguf'], count: 1 }]],
  ['a name in capitals', ['A.GGUF'], [{ files: ['A.GGUF'], count: 1 }]],
  ['the files that one was split into', shards('a', 3).reverse(), [{ files: shards('a', 3), count: 3 }]],
  ['the last of two', shards('a', 2).slice(1), [{ files: shards('a', 2).slice(1), count: 2 }]],
  [
    'two that were split, one of them twice',
    [...shards('a', 2), ...shards('a', 3), ...shards('b', 2)],
    [
      { files: shards('a', 2), count: 2 },
      { files: shards('a', 3), count: 3 },
      { files: shards('b', 2), count: 2 },
    ],
  ],
  [
    'a projector and a matrix beside one',
    ['a.gguf', 'mmproj-F16.gguf', 'imatrix.gguf'],
    [{ files: ['a.gguf'], count: 1 }],
  ],
  ['a projector alone', ['mmproj-F16.gguf'], [{ files: ['mmproj-F16.gguf'], count: 1 }]],
  ['none', ['a.gguf.part', 'gguf', 'config.json'], []],
]

describe('the GGUF models among files', () => {
  it.each(cases)('that are %s', (_, names, models) => {
    const sorted = (list: typeof models) => [...list].sort((x, y) => (x.files[0]! < y.files[0]! ? -1 : 1))
    expect(sorted(ggufModels(names))).toEqual(models)
  })
})

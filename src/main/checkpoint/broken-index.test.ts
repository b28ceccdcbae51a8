import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCheckpoint } from './open-checkpoint'
import { faultOf, tensors, writeFiles } from './testing/files'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-index-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const config = { model_type: 'gpt2' }

const indexName = 'model.safetensors.index.json'
const indexAgain = 'Fetch the index again, and the weight files that belong to it.'
const together = 'Fetch the model’s files again; these do not belong together.'
const trust = 'Do not open this model unless you trust where it came from.'
const indices: readonly [string, unknown, { message: string; file?: string; place?: string; remedy: string }][] = [
  ['no map', {}, { message: 'The index has no map of weights', place: 'weight_map', remedy: indexAgain }],
  [
    'an empty map',
    { weight_map: {} },
    { message: 'The index names no tensors', place: 'weight_map', remedy: indexAgain },
  ],
  [
    'a file that is a number',
    { weight_map: { a: 1 } },
    { message: 'The index does not say which file a tensor is in', place: 'weight_map, tensor a', remedy: indexAgain },
  ],
  ...['../a.safetensors', '/etc/passwd', '..', 'sub/a.safetensors', 'sub\\a', 'C:a', ''].map(
    (name): (typeof indices)[number] => [
      `a file outside the folder, ${JSON.stringify(name)}`,
      { weight_map: { a: name } },
      {
        message: `The index names a file outside its folder, ${JSON.stringify(name)}`,
        place: 'weight_map, tensor a',
        remedy: trust,
      },
    ],
  ),
  [
    'a file that is missing',
    { weight_map: { a: 'one.safetensors', b: 'two.safetensors', d: 'three.safetensors' } },
    {
      message: 'The weight file is missing, or a link to one that is',
      file: 'three.safetensors',
      remedy: 'Fetch it too, beside the model’s other files.',
    },
  ],
  [
    'a tensor that its file lacks',
    { weight_map: { a: 'one.safetensors', b: 'two.safetensors', d: 'two.safetensors' } },
    {
      message: 'The index says that the tensor is in two.safetensors, and it is not',
      place: 'tensor d',
      remedy: together,
    },
  ],
  [
    'a tensor that is in another file',
    { weight_map: { a: 'two.safetensors', b: 'one.safetensors' } },
    {
      message: 'The index says that the tensor is in two.safetensors, and it is not',
      place: 'tensor a',
      remedy: together,
    },
  ],
  [
    'a tensor that is in two files',
    { weight_map: { a: 'one.safetensors', c: 'twin.safetensors' } },
    { message: 'The tensor is in one.safetensors too', file: 'twin.safetensors', place: 'tensor a', remedy: together },
  ],
]

it.each(indices)('an index: %s', async (_, index, fault) => {
  writeFiles(folder, {
    'config.json': config,
    'one.safetensors': tensors('a'),
    'two.safetensors': tensors('b'),
    'twin.safetensors': tensors('a', 'c'),
    [indexName]: index as object,
  })
  expect(await faultOf(openCheckpoint(folder), folder)).toEqual({ kind: 'input', file: indexName, ...fault })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCheckpoint } from './open-checkpoint'
import { faultOf, tensors, writeFiles } from './testing/files'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-config-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const itself = 'Fetch the file itself again.'
const again = 'Fetch the model’s config.json again.'
const configs: readonly [string, string | Buffer, string, (string | undefined)?, string?][] = [
  ['empty', '', 'The config is not JSON', 'its end'],
  ['cut', '{\n  "a": 1', 'The config is not JSON', 'line 2, column 9'],
  ['with a mistake', '{\n  "a" 1}', 'The config is not JSON', 'line 2, column 7'],
  ['with a word that is no value', '{"a": NaN}', 'The config is not JSON'],
  ['an array', '[]', 'The config is JSON, and not an object'],
  ['not text', Buffer.from([0x7b, 0xff, 0x7d]), 'The config is not text in UTF-8'],
  ['a web page', '<html>', 'The file is a web page, saved in the file’s place', undefined, itself],
  [
    'too long',
    Buffer.alloc((16 << 20) + 1, ' '),
    'The file is 16777217 bytes long, where at most 16777216 make sense',
    undefined,
    'Fetch it again; it is not what its name says.',
  ],
]

it.each(configs)('a config: %s', async (_, content, message, place, remedy = again) => {
  writeFiles(folder, { 'config.json': content, 'model.safetensors': tensors('a') })
  expect(await faultOf(openCheckpoint(folder), folder)).toEqual({
    kind: 'input',
    message,
    file: 'config.json',
    ...(place !== undefined && { place }),
    remedy,
  })
})

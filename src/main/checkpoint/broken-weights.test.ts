import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCheckpoint } from './open-checkpoint'
import { faultOf, safetensors, tensor, writeFiles } from './testing/files'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-weights-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const damaged = 'Fetch the file again; it was cut short or damaged on its way.'
const itself = 'Fetch the file itself again.'
const convert = 'Convert it to safetensors: in Python, load the model with transformers and call save_pretrained.'
const f32 = 'Open the model in F32, F16 or BF16.'
const config = { model_type: 'gpt2' }

/** What a weight file holds, and the message, place and remedy that it is refused with. */
const weights: readonly [string, Buffer | string, string, (string | undefined)?, string?][] = [
  ['empty', '', 'The file is empty'],
  ['shorter than a length', 'abc', 'The file is 3 bytes long, too short for a header'],
  [
    'a header longer than the file',
    safetensors('{}', 0, 100n),
    'The header is said to be 100 bytes long, longer than the file of 10',
  ],
  [
    'a header longer than any',
    safetensors('{}', 0, 1n << 40n),
    'The header is said to be 1099511627776 bytes long, where at most 100000000 make sense',
  ],
  [
    'the greatest length',
    safetensors('{}', 0, (1n << 64n) - 1n),
    'The header is said to be 18446744073709552000 bytes long, where at most 100000000 make sense',
  ],
  ['a header of nothing', safetensors('', 4), 'The file does not begin with a header'],
  ['a header that is an array', safetensors('[]', 0), 'The file does not begin with a header'],
  ['a header that is cut', safetensors('{"a":', 0), 'The header is not JSON', 'its end'],
  ['a header with a mistake', safetensors('{"a" 1}', 0), 'The header is not JSON', 'line 1, column 6'],
  ['a header that is not text', safetensors('{"a":1}', 0).fill(0xff, 10), 'The header is not text in UTF-8'],
  ['a tensor named twice', safetensors('{"a":{},"b":{},"a":{}}', 0), 'The header names a tensor twice', 'tensor a'],
  ['an entry that is a number', safetensors({ a: 7 }, 0), 'The tensor’s entry is not an object', 'tensor a'],
  ['an entry that is null', safetensors({ a: null }, 0), 'The tensor’s entry is not an object', 'tensor a'],
  ['no dtype', safetensors({ a: {} }, 0), 'The tensor has the dtype (none), which is not known', 'tensor a', f32],
  [
    'an unknown dtype',
    safetensors({ a: { ...tensor(0, 1), dtype: 'F4' } }, 1),
    'The tensor has the dtype "F4", which is not known',
    'tensor a',
    f32,
  ],
  [
    'no shape',
    safetensors({ a: { ...tensor(0, 1), shape: undefined } }, 1),
    'The tensor has the shape (none), which is no list of sizes',
    'tensor a',
  ],
  [
    'a negative size',
    safetensors({ a: { ...tensor(0, 1), shape: [-1, -1] } }, 1),
    'The tensor has the shape [-1,-1], which is no list of sizes',
    'tensor a',
  ],
  [
    'a size that is no integer',
    safetensors({ a: { ...tensor(0, 1), shape: [0.5, 2] } }, 1),
    'The tensor has the shape [0.5,2], which is no list of sizes',
    'tensor a',
  ],
  [
    'a shape whose product overflows',
    safetensors({ a: { ...tensor(0, 1), shape: [2 ** 53 - 1, 2 ** 53 - 1, 2] } }, 1),
    'The tensor has 1 bytes, which is not what U8 [9007199254740991, 9007199254740991, 2] takes',
    'tensor a',
  ],
  [
    'too many dimensions',
    safetensors({ a: { ...tensor(0, 1), shape: Array(65).fill(1) } }, 1),
    'The tensor has 65 dimensions, where at most 64 make sense',
    'tensor a',
  ],
  [
    'no offsets',
    safetensors({ a: { dtype: 'U8', shape: [1] } }, 1),
    'The tensor has the data_offsets (none), which are no begin and end',
    'tensor a',
  ],
  [
    'offsets that run backwards',
    safetensors({ a: { ...tensor(0, 1), data_offsets: [1, 0] } }, 1),
    'The tensor has the data_offsets [1,0], which are no begin and end',
    'tensor a',
  ],
  [
    'three offsets',
    safetensors({ a: { ...tensor(0, 1), data_offsets: [0, 1, 2] } }, 1),
    'The tensor has the data_offsets [0,1,2], which are no begin and end',
    'tensor a',
  ],
  [
    'a tensor outside the file',
    safetensors({ a: tensor(0, 4), b: tensor(4, 9) }, 8),
    'The tensor ends at byte 122, and the file at byte 121',
    'tensor b',
  ],
  [
    'a length that the shape does not take',
    safetensors({ a: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 20] } }, 20),
    'The tensor has 20 bytes, which is not what F32 [2, 3] takes',
    'tensor a',
  ],
  [
    'tensors that overlap',
    safetensors({ a: tensor(0, 4), b: tensor(3, 6) }, 6),
    'Two tensors share bytes',
    'tensors a and b',
  ],
  [
    'tensors that are one',
    safetensors({ a: tensor(0, 4), b: tensor(0, 4) }, 4),
    'Two tensors share bytes',
    'tensors a and b',
  ],
  [
    'a hole between tensors',
    safetensors({ a: tensor(0, 4), b: tensor(5, 6) }, 6),
    'The file does not match its header: bytes 117 to 118 are no tensor’s',
  ],
  [
    'bytes behind the tensors',
    safetensors({ a: tensor(0, 4) }, 7),
    'The file does not match its header: its tensors end at byte 65 of 68',
  ],
  [
    'no tensors',
    safetensors({ __metadata__: { format: 'pt' } }, 0),
    'The weight file holds no tensors',
    undefined,
    'Fetch it again; it is not a model’s.',
  ],
  [
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n',
    'The file is a Git LFS pointer, which stands for the file',
    undefined,
    'Run “git lfs pull” in the model’s folder.',
  ],
  ['a web page', '\n<!DOCTYPE html><html>', 'The file is a web page, saved in the file’s place', undefined, itself],
  [
    'a refusal in JSON',
    '{"error":"Repository not found"}',
    'The file is a message in JSON, saved in the file’s place',
    undefined,
    itself,
  ],
  ['zeros', Buffer.alloc(1000), 'The file is nothing but zeros, as an unfinished download leaves', undefined, itself],
  [
    'a PyTorch file',
    'PK\x03\x04 and more of it',
    'The file is a PyTorch file, whose pickle can run any code',
    undefined,
    convert,
  ],
  [
    'a bare pickle',
    Buffer.from('\x80\x02\x8a\x0al\xfc and more', 'latin1'),
    'The file is a PyTorch file, whose pickle can run any code',
    undefined,
    convert,
  ],
  [
    'a GGUF file',
    'GGUF\x03\0\0\0\0\0\0\0',
    'The file is a GGUF file, under another’s name',
    undefined,
    'Give it a name that ends in .gguf.',
  ],
  ['a gzip archive', Buffer.from('1f8b080000000000aabb', 'hex'), 'The file is packed', undefined, 'Unpack it first.'],
]

it.each(weights)('weights: %s', async (_, content, message, place, remedy = damaged) => {
  writeFiles(folder, { 'config.json': config, 'model.safetensors': content })
  expect(await faultOf(openCheckpoint(folder), folder)).toEqual({
    kind: 'input',
    message,
    file: 'model.safetensors',
    ...(place !== undefined && { place }),
    remedy,
  })
})

it('a link to nothing says that the file is missing', async () => {
  writeFiles(folder, { 'config.json': config })
  symlinkSync('../blobs/gone', join(folder, 'model.safetensors'))
  expect(await faultOf(openCheckpoint(folder), folder)).toMatchObject({
    message: 'The weight file is missing, or a link to one that is',
    file: 'model.safetensors',
  })
})

it('a folder in a file’s place is refused', async () => {
  writeFiles(folder, { 'config.json': config })
  mkdirSync(join(folder, 'model.safetensors'))
  expect(await faultOf(openCheckpoint(folder), folder)).toMatchObject({
    message: 'This is a folder where a file is expected',
    file: 'model.safetensors',
  })
})

it.skipIf(process.platform === 'win32')('a device in a file’s place is refused before it is read', async () => {
  writeFiles(folder, { 'config.json': config })
  symlinkSync('/dev/zero', join(folder, 'model.safetensors'))
  expect(await faultOf(openCheckpoint(folder), folder)).toEqual({
    kind: 'input',
    message: 'This is no regular file',
    file: 'model.safetensors',
    remedy: 'Put the model’s own file in its place.',
  })
})

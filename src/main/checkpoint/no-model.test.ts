import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCheckpoint } from './open-checkpoint'
import { faultOf, tensors, writeFiles } from './testing/files'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-folder-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const convert = 'Convert it to safetensors: in Python, load the model with transformers and call save_pretrained.'
const config = { model_type: 'gpt2' }

const saves = 'Open a folder as Hugging Face saves it, or a GGUF or ONNX file.'
const folders: readonly [string, Record<string, string | Buffer | object>, string, string][] = [
  [
    'an empty folder',
    {},
    'There is no model here: config.json and model.safetensors, or a GGUF or ONNX file, were looked for, and the folder is empty',
    saves,
  ],
  [
    'a folder of other files',
    { a: '', b: '', c: '', d: '', 'e/f': '' },
    'There is no model here: config.json and model.safetensors, or a GGUF or ONNX file, were looked for, and found were a, b, c and 2 more',
    saves,
  ],
  [
    'weights without a config',
    { 'model.safetensors': tensors('a') },
    'There is no config.json beside the weights',
    'Put the model’s config.json into this folder.',
  ],
  [
    'a config without weights',
    { 'config.json': config },
    'The folder has a config.json and no weights',
    'Fetch model.safetensors too, or model.safetensors.index.json with every file that it names.',
  ],
  [
    'a pickle',
    { 'config.json': config, 'pytorch_model.bin': '', 'training_args.bin': '' },
    'The folder holds pytorch_model.bin, and PyTorch’s own files do not open yet',
    convert,
  ],
  [
    'a TensorFlow model',
    { 'config.json': config, 'tf_model.h5': '' },
    'The folder holds tf_model.h5, and TensorFlow’s and Flax’s files do not open yet',
    convert,
  ],
  [
    'several GGUF files',
    { 'a.Q4_K_M.gguf': '', 'a.Q8_0.gguf': '', 'mmproj-a.gguf': '' },
    'The folder holds 2 GGUF models: a.Q4_K_M.gguf, a.Q8_0.gguf',
    'Open one of the files.',
  ],
  [
    'several ONNX files of no usual name',
    { 'a.onnx': '', 'b.onnx': '', 'config.json': config },
    'The folder holds 2 ONNX files: a.onnx, b.onnx',
    'Open one of the files.',
  ],
  [
    'a folder of models',
    { 'bert/config.json': config, 'gpt2/config.json': config, 'notes/a': '', 'models--o--n/snapshots/x/a': '' },
    'The folder holds models, and is none itself: bert, gpt2 and models--o--n',
    'Open one of them.',
  ],
  [
    'shards without their index',
    { 'config.json': config, 'model-00001-of-00002.safetensors': tensors('a') },
    'The weights are in several files, and the index that names them is missing',
    'Fetch model.safetensors.index.json and every file that it names.',
  ],
]

it.each(folders)('a path: %s', async (_, files, message, remedy) => {
  writeFiles(folder, files)
  expect(await faultOf(openCheckpoint(folder), folder)).toEqual({ kind: 'input', message, file: '.', remedy })
})

it('several weight files under other names cannot be told apart', async () => {
  writeFiles(folder, { 'config.json': config, 'a.safetensors': tensors('a'), 'b.safetensors': tensors('a') })
  expect(await faultOf(openCheckpoint(join(folder, 'a.safetensors')), folder)).toEqual({
    kind: 'input',
    message: 'The folder holds several weight files, none of them model.safetensors',
    file: '.',
    place: 'a.safetensors, b.safetensors',
    remedy: 'Leave one of them in the folder, with its config.json.',
  })
})

const open = 'Open a GGUF or ONNX file, or a model’s folder with config.json and model.safetensors in it.'
const files: readonly [string, string | Buffer, string, string][] = [
  ['missing/model', '', 'There is no such file or folder', 'Check the path.'],
  ['config.json/more', '', 'A part of this path is a file and not a folder', 'Check the path.'],
  ['notes.txt', 'hello', 'The file is none that makes a model', open],
  ['empty', '', 'The file is none that makes a model', open],
  ['a.bin', 'PK\x03\x04', 'The file is a PyTorch file, whose pickle can run any code', convert],
  ['a.gguf', 'PK\x03\x04', 'The file is a PyTorch file, whose pickle can run any code', convert],
  ['empty.onnx', '', 'The file is empty', 'Fetch the file again; it was cut short or damaged on its way.'],
  [
    'adapter.safetensors',
    tensors('a'),
    'The model in this folder is made of model.safetensors, and not of this file',
    'Open the folder, or put this file into one of its own with its config.json.',
  ],
]

it.each(files)('a path to a file: %s', async (name, content, message, remedy) => {
  writeFiles(folder, { 'config.json': config, 'model.safetensors': tensors('b') })
  if (!/^missing|\/more$/.test(name)) writeFiles(folder, { [name]: content })
  expect(await faultOf(openCheckpoint(join(folder, name)), folder)).toEqual({
    kind: 'input',
    message,
    file: name,
    remedy,
  })
})

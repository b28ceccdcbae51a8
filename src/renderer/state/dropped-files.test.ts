import { describe, expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { filesToCopy, nameOfLoose } from './dropped-files'

const shards = ['m-00001-of-00002.gguf', 'm-00002-of-00002.gguf']

describe('what is copied of a drop', () => {
  it.each([
    ['one GGUF file', ['m.gguf'], ['m.gguf']],
    ['all files that one was split into', [...shards].reverse(), shards],
    ['a GGUF file among others', ['README.md', 'm.gguf', 'mmproj-m.gguf', 'config.json'], ['m.gguf']],
    [
      'a Hugging Face folder with other formats beside it',
      [
        'config.json',
        'model.safetensors',
        'm.gguf',
        'pytorch_model.bin',
        'tokenizer.json',
        'chat_template.jinja',
        'merges.txt',
      ],
      ['config.json', 'model.safetensors', 'tokenizer.json', 'chat_template.jinja', 'merges.txt'],
    ],
    [
      'the ONNX file that stands for a model, with its data',
      ['model.onnx', 'model_fp16.onnx', 'model.onnx_data', 'tokenizer.json', 'README.md'],
      ['model.onnx', 'model.onnx_data', 'tokenizer.json'],
    ],
    ['nothing of a model', ['notes.pdf'], []],
  ])('is, of %s, what makes the model', (_, names, copied) => {
    expect(filesToCopy('x', names)).toEqual(copied)
  })

  it.each([
    [
      'several models',
      ['a.gguf', 'b.gguf'],
      'downloads: It holds 2 GGUF models: a.gguf, b.gguf. Drop one of the files.',
    ],
    [
      'several ONNX files of no usual name',
      ['a.onnx', 'b.onnx'],
      'downloads: It holds 2 ONNX files: a.onnx, b.onnx. Drop one of the files, with its data file where it has one.',
    ],
    [
      'a part',
      shards.slice(1),
      'm-00002-of-00002.gguf: The model is in 2 files, and 1 came. Drop all of its files together.',
    ],
  ])('is nothing of %s, before anything is copied', (_, names, message) => {
    expect(() => filesToCopy('downloads', names)).toThrow(Fault)
    expect(() => filesToCopy('downloads', names)).toThrow(message)
  })

  it.each([
    [['config.json', 'llama.safetensors'], 'llama'],
    [['SmolLM2.Q4_1.gguf'], 'SmolLM2.Q4_1'],
    [shards, 'm'],
    [['notes.pdf'], 'notes'],
    [['.gguf'], 'model'],
  ])('of loose files %j is called %s', (names, name) => {
    expect(nameOfLoose(names)).toBe(name)
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openCheckpoint } from '../open-checkpoint'
import { damaged } from '../testing/fault-table'
import { faultOf, writeFiles } from '../testing/files'
import { bool, f32, gguf, list, text, u32 } from '../testing/gguf-file'
import { type LlamaChanges, llamaFile, llamaKeys, llamaTensors } from '../testing/gguf-llama'
import { openGguf } from './open-gguf'
import { architectures } from './registry'

vi.mock('../limits', async (actual) => ({ ...(await actual<object>()), ggufHeaderBytes: 3 << 20 }))

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-gguf-'))
  file = join(folder, 'm.gguf')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const known = `Those that open: ${architectures.map(({ name }) => name).join(', ')}.`
const itself = 'Open the model’s own file.'
const newer = 'Fetch the file again, or convert the model again with a newer llama.cpp.'
const variant = 'It is a variant of the architecture that does not open yet.'
const kind = 'key general.type'
const architecture = 'key general.architecture'
const without = (name: string) => llamaTensors.filter((tensor) => tensor.name !== name)

/** A file, and the message, place and remedy that it is refused with. */
const models: readonly [string, LlamaChanges, string, string, string][] = [
  [
    'no architecture',
    { keys: { 'general.architecture': null } },
    'The file does not say of which architecture it is',
    architecture,
    known,
  ],
  [
    'a number for one',
    { keys: { 'general.architecture': u32(1) } },
    'The file does not say of which architecture it is',
    architecture,
    known,
  ],
  [
    'one that is not known',
    { keys: { 'general.architecture': text('rwkv7') } },
    'The file is of the architecture rwkv7, which does not open yet',
    architecture,
    known,
  ],
  [
    'one called like a member of every object',
    { keys: { 'general.architecture': text('constructor'), 'general.type': text('constructor') } },
    'The file is of the architecture constructor, which does not open yet',
    architecture,
    known,
  ],
  [
    'one of a megabyte',
    { keys: { 'general.architecture': text('x'.repeat(1 << 20)) } },
    `The file is of the architecture ${'x'.repeat(80)}…, which does not open yet`,
    architecture,
    known,
  ],
  [
    'an adapter',
    { keys: { 'general.type': text('adapter') } },
    'The file is a LoRA adapter, which changes another model',
    kind,
    itself,
  ],
  [
    'a projector',
    { keys: { 'general.architecture': text('clip'), 'general.type': text('mmproj') } },
    'The file is the part of a model that turns pictures or sound into embeddings',
    kind,
    itself,
  ],
  [
    'a projector of an older converter',
    { keys: { 'general.architecture': text('clip') } },
    'The file is the part of a model that turns pictures or sound into embeddings',
    architecture,
    itself,
  ],
  [
    'an importance matrix',
    { keys: { 'general.architecture': null, 'general.type': text('imatrix') } },
    'The file is an importance matrix, from which quantisations are made',
    kind,
    itself,
  ],
  [
    'a vocabulary',
    { keys: { 'general.type': text('vocab') } },
    'The file is a vocabulary without a model',
    kind,
    itself,
  ],
  ['no tensors', { tensors: [] }, 'The file holds no tensors', 'the number of tensors', itself],
  ...[
    'context_length',
    'embedding_length',
    'block_count',
    'attention.head_count',
    'attention.layer_norm_rms_epsilon',
  ].map((key): [string, LlamaChanges, string, string, string] => [
    `no ${key}`,
    { keys: { [`llama.${key}`]: null } },
    'The file does not say',
    `key llama.${key}`,
    newer,
  ]),
  [
    'a text for its width',
    { keys: { 'llama.embedding_length': text('4') } },
    'The value should be a number',
    'key llama.embedding_length',
    newer,
  ],
  [
    'a key that nothing computes',
    { keys: { 'llama.attention.temperature_scale': f32(0.1) } },
    'The file sets what is not computed yet',
    'key llama.attention.temperature_scale',
    variant,
  ],
  [
    'layers that differ',
    { keys: { 'llama.attention.head_count_kv': list([u32(1), u32(2)]) } },
    'Layers that differ are not computed yet, and they do in',
    'key llama.attention.head_count_kv',
    newer,
  ],
  [
    'values of another length than keys',
    { keys: { 'llama.attention.value_length': u32(2) } },
    'Values of another length than keys are not computed yet',
    'key llama.attention.value_length',
    newer,
  ],
  [
    'attention to what follows',
    { keys: { 'llama.attention.causal': bool(false) } },
    'Attention to tokens that follow is not computed for this architecture',
    'key llama.attention.causal',
    newer,
  ],
  [
    'an unknown rotary scaling',
    { keys: { 'llama.rope.scaling.type': text('spiral\n') } },
    'The rotary scaling “spiral\\n” is not known here',
    'key llama.rope.scaling.type',
    newer,
  ],
  [
    'no embedding',
    { tensors: without('token_embd.weight') },
    'The model lacks a weight that its architecture calls for',
    'tensor token_embd.weight',
    'Fetch the file again; part of it is missing.',
  ],
  [
    'a weight of a layer that nothing computes with',
    { tensors: [...llamaTensors, { name: 'blk.0.attn_sinks.weight', dims: [1] }] },
    'The layers hold a weight that the architecture llama does not compute with',
    'tensor blk.0.attn_sinks.weight',
    variant,
  ],
  [
    'rotary factors in another type',
    { tensors: [...llamaTensors, { name: 'rope_freqs.weight', dims: [2], type: 1 }] },
    'The factors of the rotary frequencies should be at most 65536 numbers in F32',
    'tensor rope_freqs.weight',
    'Fetch the file again.',
  ],
]

describe('a GGUF file is refused', () => {
  it.each(models)('with %s', async (_, changes, message, place, remedy) => {
    writeFileSync(file, llamaFile(changes))
    expect(await faultOf(openGguf(file), folder)).toEqual({ kind: 'input', message, file: 'm.gguf', place, remedy })
  })

  it('wherever it is cut', async () => {
    const bytes = llamaFile()
    const { offset } = [...(await opened(bytes)).tensors.values()][0]!
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(file, bytes.subarray(0, length))
      const { message, remedy, place } = await faultOf(openCheckpoint(file), folder)
      expect(remedy).toBe(damaged)
      if (length < 4) expect(message).toBe('The file does not begin as a GGUF file does')
      else if (length <= offset - 32)
        expect([message, place]).toEqual(['The file ends within its header', `byte ${length}`])
      else
        expect(message).toMatch(
          /^The file ends within its header$|^The tensor ends at byte \d+, and the file at byte \d+$/,
        )
    }
  })

  it('with a header longer than any', async () => {
    writeFileSync(file, llamaFile({ keys: { long: text('x'.repeat(3 << 20)) } }))
    expect(await faultOf(openGguf(file), folder)).toEqual({
      kind: 'input',
      message: 'The header is longer than 3145728 bytes',
      file: 'm.gguf',
      remedy: damaged,
    })
  })

  it('when reading it is stopped', async () => {
    writeFileSync(file, llamaFile())
    await expect(openGguf(file, { signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  })
})

const opened = (bytes: Buffer) => {
  writeFileSync(file, bytes)
  return openCheckpoint(file)
}

describe('a GGUF file', () => {
  it('opens with the config that transformers would have, and its tensors under transformers’ names', async () => {
    const bytes = llamaFile()
    const checkpoint = await opened(bytes)
    expect(checkpoint).toMatchObject({
      ...{ path: file, folder, name: 'm', format: 'gguf', configFile: file, tokenizerFile: null },
      files: [{ name: 'm.gguf', bytes: bytes.length }],
      config: { model_type: 'llama', hidden_size: 4, num_hidden_layers: 1, vocab_size: 3, tie_word_embeddings: true },
    })
    expect([...checkpoint.metadata!.keys()]).toEqual([...llamaKeys.keys()])
    expect(checkpoint.tensors.get('model.layers.0.self_attn.q_proj.weight')).toMatchObject({
      shape: [4, 4],
      lies: { pairs: true },
    })
    expect(checkpoint.tensors.size).toBe(llamaTensors.length)
  })

  it('opens by any name, as Ollama’s have none that says what they are', async () => {
    writeFiles(folder, { 'sha256-00': llamaFile() })
    expect(await openCheckpoint(join(folder, 'sha256-00'))).toMatchObject({ format: 'gguf', name: 'sha256-00' })
  })

  it('opens whose header goes on behind what is read at first', async () => {
    const long = 'é'.repeat(600_000)
    const { metadata } = await opened(llamaFile({ keys: { 'tokenizer.chat_template': text(long) } }))
    expect(metadata!.get('tokenizer.chat_template')).toBe(long)
  })

  it('is another model by its fingerprint when a key or a weight changes, and the same when it is copied', async () => {
    const bytes = llamaFile()
    const changed = Buffer.from(bytes)
    changed[changed.length - 1]! ^= 1
    const others = [llamaFile({ keys: { 'llama.attention.layer_norm_rms_epsilon': f32(1e-6) } }), changed]
    const prints = new Set<string>()
    for (const each of [bytes, ...others]) prints.add((await opened(each)).fingerprint)
    expect(prints.size).toBe(3)
    writeFiles(folder, { 'copy.gguf': bytes })
    expect((await openCheckpoint(join(folder, 'copy.gguf'))).fingerprint).toBe((await opened(bytes)).fingerprint)
  })

  it('with nothing but its first letters is cut', async () => {
    writeFileSync(file, gguf().subarray(0, 4))
    expect(await faultOf(openCheckpoint(file), folder)).toMatchObject({
      message: 'The file ends within its header',
      place: 'byte 4',
    })
  })
})

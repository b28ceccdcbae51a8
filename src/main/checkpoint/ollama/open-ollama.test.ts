import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCheckpoint } from '../open-checkpoint'
import { faultOf, writeFiles } from '../testing/files'
import { i32, text, u16 } from '../testing/gguf-file'
import { llamaFile, llamaTensors } from '../testing/gguf-llama'
import { layerOf, writeManifest } from '../testing/ollama-folder'

let store: string
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'tokentrace-ollama-'))
})
afterEach(() => {
  rmSync(store, { recursive: true })
})

const small = 'registry.ollama.ai/library/llama3.2/1b'
const pull = 'Fetch the model again with “ollama pull”.'
const layer = (kind: string, bytes: Buffer | string, more?: object) => layerOf(store, kind, bytes, more)
const model = () => layer('model', llamaFile({ keys: { 'general.license': text('llama3.2') } }))

describe('a model of Ollama’s', () => {
  it('opens by its manifest, under its name, from the file that its layer names', async () => {
    const weights = model()
    const layers = [weights, layer('template', '{{ .Prompt }}'), layer('params', '{}'), layer('license', 'text')]
    const path = writeManifest(store, small, { layers })
    const blob = weights.digest.replace(':', '-')
    expect(await openCheckpoint(path)).toMatchObject({
      ...{ path, name: 'llama3.2:1b', format: 'gguf', folder: join(store, 'blobs') },
      files: [{ name: blob, bytes: weights.size }],
      about: [
        { label: 'Licence', value: 'llama3.2' },
        { label: 'Not used of it', value: 'Ollama’s prompt template, Ollama’s parameters' },
      ],
    })
  })

  it('has the fingerprint of its file, wherever that lies', async () => {
    const path = writeManifest(store, small, { layers: [model()] })
    writeFiles(store, { 'copy.gguf': llamaFile({ keys: { 'general.license': text('llama3.2') } }) })
    const copy = await openCheckpoint(join(store, 'copy.gguf'))
    expect((await openCheckpoint(path)).fingerprint).toBe(copy.fingerprint)
  })

  it('in several layers opens in the order that the files say, whatever that of the manifest', async () => {
    const parts = [llamaTensors.slice(0, 4), llamaTensors.slice(4, 8), llamaTensors.slice(8)]
    const shard = (number: number) =>
      layer(
        'model',
        llamaFile({
          keys: { 'split.no': u16(number), 'split.count': u16(3), 'split.tensors.count': i32(11) },
          tensors: parts[number]!,
        }),
      )
    const layers = [shard(2), shard(0), shard(1)]
    const { files, tensors } = await openCheckpoint(writeManifest(store, small, { layers }))
    expect(files.map(({ name }) => name)).toEqual(
      [layers[1], layers[2], layers[0]].map((each) => each!.digest.replace(':', '-')),
    )
    expect(tensors.size).toBe(11)
  })

  it('that also sees opens as the language model that it is', async () => {
    const path = writeManifest(store, 'hf.co/ada/llava/Q4_0', { layers: [model(), layer('projector', 'GGUF')] })
    const { name, about } = await openCheckpoint(path)
    expect(name).toBe('hf.co/ada/llava:Q4_0')
    expect(about).toContainEqual({ label: 'Not used of it', value: 'the part for pictures or sound' })
  })

  it('opens where newer versions keep it: as a link, and as one of a list', async () => {
    const child = layer('manifest', JSON.stringify({ schemaVersion: 2, layers: [model()] }))
    const list = layer(
      'manifest',
      JSON.stringify({
        schemaVersion: 2,
        manifests: [
          { runner: 'mlx', format: 'safetensors', digest: `sha256:${'0'.repeat(64)}` },
          { runner: 'llamacpp', format: 'gguf', digest: child.digest },
        ],
      }),
    )
    const folder = join(store, 'manifests-v2/ollama.com/library/llama3.2')
    mkdirSync(folder, { recursive: true })
    symlinkSync(join('../../../../blobs', list.digest.replace(':', '-')), join(folder, '1b'))
    expect(await openCheckpoint(join(folder, '1b'))).toMatchObject({ name: 'llama3.2:1b', path: join(folder, '1b') })
    expect((await openCheckpoint(join(store, 'blobs', child.digest.replace(':', '-')))).format).toBe('gguf')
  })
})

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const adapter = { mediaType: 'application/vnd.ollama.image.adapter', digest: digest('a'), size: 1 }
const tensors = { mediaType: 'application/vnd.ollama.image.tensor; name=a', digest: digest('b'), size: 1 }
const weights = { mediaType: 'application/vnd.ollama.image.model', digest: digest('c'), size: 5 }

/** A manifest, and the message, place and remedy that it is refused with. */
const refused: readonly [string, object, string, string, string?][] = [
  ['no layers', {}, 'The manifest names no model', pull],
  [
    'layers that are none',
    { layers: [7] },
    'The manifest makes no sense: Invalid input: expected object, received number',
    pull,
    'layers.0',
  ],
  [
    'a digest that leads elsewhere',
    { layers: [{ ...weights, digest: '../../../../etc/passwd' }] },
    'The manifest names the file ../../../../etc/passwd, which is no SHA-256',
    pull,
  ],
  [
    'an adapter',
    { layers: [{ ...weights, from: 'llama3.2:1b' }, adapter] },
    'The model is another with a LoRA adapter over it, which is not computed',
    'Open the model that it was made from, llama3.2:1b, or merge the adapter into its weights.',
    'layer application/vnd.ollama.image.adapter',
  ],
  [
    'single tensors',
    { layers: [tensors] },
    'Ollama keeps this model as single tensors, which do not open yet',
    'Open the model’s folder as Hugging Face has it, or a GGUF file of it.',
  ],
  [
    'a list without GGUF',
    { manifests: [{ runner: 'mlx', format: 'safetensors' }] },
    'Ollama has this model in other forms than GGUF alone: safetensors',
    'Open the model’s folder as Hugging Face has it.',
  ],
]

describe('a manifest is refused', () => {
  it.each(refused)('with %s', async (_, manifest, message, remedy, place) => {
    const path = writeManifest(store, small, manifest)
    const expected = { kind: 'input', message, file: `manifests/${small}`, remedy, ...(place && { place }) }
    expect(await faultOf(openCheckpoint(path), store)).toEqual(expected)
  })

  it('of a model that runs elsewhere', async () => {
    const config = layer('config', JSON.stringify({ remote_host: 'cloud.example:443', model_format: '' }))
    const path = writeManifest(store, small, { config, layers: [] })
    expect(await faultOf(openCheckpoint(path), store)).toEqual({
      kind: 'input',
      message: 'Ollama runs this model on cloud.example:443, and its weights are not here',
      file: `manifests/${small}`,
      remedy: 'Open one that was fetched.',
    })
  })

  it.each([
    ['is missing', null, 'The weights that Ollama’s manifest names are missing'],
    ['was not fetched whole', 'GGU', 'The file is 3 bytes long, where Ollama’s manifest says 5'],
  ])('whose file %s', async (_, bytes, message) => {
    const path = writeManifest(store, small, { layers: [weights] })
    const blob = `sha256-${'c'.repeat(64)}`
    if (bytes !== null) writeFiles(join(store, 'blobs'), { [blob]: bytes })
    expect(await faultOf(openCheckpoint(path), store)).toEqual({
      kind: 'input',
      message,
      file: `blobs/${blob}`,
      remedy: pull,
    })
  })

  it('that is cut', async () => {
    const path = writeManifest(store, small, {})
    writeFileSync(path, '{"schemaVersion":2,')
    expect(await faultOf(openCheckpoint(path), store)).toMatchObject({
      message: 'The file is a manifest of Ollama’s or Docker’s, which names the files of a model',
      file: `manifests/${small}`,
    })
  })

  it('that lies outside of Ollama’s folder', async () => {
    writeFiles(store, { 'manifest.json': { schemaVersion: 2, layers: [] } })
    expect(await faultOf(openCheckpoint(join(store, 'manifest.json')), store)).toEqual({
      kind: 'input',
      message: 'The file is a manifest of Ollama’s, which names files that are kept beside it, and here are none',
      file: 'manifest.json',
      remedy: 'Open the model by its name in Ollama, llama3.2:1b say.',
    })
  })
})

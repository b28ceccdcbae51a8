import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCheckpoint } from './open-checkpoint'
import { safetensors, tensor, tensors, writeFiles } from './testing/files'

const models = fileURLToPath(new URL('../../../fixtures/models', import.meta.url))
const config = { model_type: 'gpt2' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-open-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('a model as Hugging Face saves it', () => {
  it.each(readdirSync(models))('%s opens with its config, its tensors and what tokenizer it has', async (name) => {
    const path = join(models, name)
    const fileOf = (part: string) => (existsSync(join(path, part)) ? join(path, part) : null)
    const checkpoint = await openCheckpoint(path)
    expect(checkpoint).toMatchObject({ path, name, format: 'safetensors' })
    expect(checkpoint.config).toEqual(JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')))
    expect(checkpoint.tokenizerFile).toBe(fileOf('tokenizer.json'))
    expect(checkpoint.tokenizerConfigFile).toBe(fileOf('tokenizer_config.json'))
    const held = [...checkpoint.tensors.values()].reduce((sum, { length }) => sum + length, 0)
    const bytes = checkpoint.files.reduce((sum, file) => sum + file.bytes, 0)
    expect(held).toBeLessThan(bytes)
    expect(checkpoint.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })

  it('in a folder that is called as any is named with the folder around it', async () => {
    cpSync(join(models, 'gpt2-tiny'), join(folder, 'shakespeare/model'), { recursive: true })
    expect((await openCheckpoint(join(folder, 'shakespeare/model'))).name).toBe('shakespeare/model')
  })

  it('has the same weights in several files as in one', async () => {
    const valuesOf = async (name: string) => {
      const { path, tensors } = await openCheckpoint(join(models, name))
      const values = [...tensors.values()].map(({ name, dtype, shape, file, offset, length }) => {
        const bytes = readFileSync(join(path, file)).subarray(offset, offset + length)
        return [name, { dtype, shape, bytes: bytes.toString('base64') }] as const
      })
      return new Map(values)
    }
    const [one, several] = [await valuesOf('gpt2-tiny'), await valuesOf('gpt2-tiny-sharded')]
    expect(several).toEqual(one)
  })

  it.each(['config.json', 'model.safetensors.index.json', 'model-00003-of-00004.safetensors'])(
    'is meant by its %s too',
    async (file) => {
      const path = join(models, 'gpt2-tiny-sharded')
      expect(await openCheckpoint(join(path, file))).toEqual(await openCheckpoint(path))
    },
  )

  it('is made of the single file where an index lies beside it, as transformers reads it', async () => {
    writeFiles(folder, {
      'config.json': config,
      'model.safetensors': tensors('a'),
      'one.safetensors': tensors('b'),
      'model.safetensors.index.json': { weight_map: { b: 'one.safetensors' } },
    })
    expect([...(await openCheckpoint(folder)).tensors.keys()]).toEqual(['a'])
  })

  it('may have its only weight file under another name, a config with a byte order mark, and no tokenizer', async () => {
    writeFiles(folder, { 'config.json': '\ufeff{"model_type":"gpt2"}', 'mine.safetensors': tensors('a') })
    expect(await openCheckpoint(join(folder, 'mine.safetensors'))).toMatchObject({
      config,
      files: [{ name: 'mine.safetensors' }],
      tokenizerFile: null,
      tokenizerConfigFile: null,
      chatTemplateFile: null,
      specialTokensFile: null,
      generationConfigFile: null,
    })
  })

  it('may hold tensors of no bytes, and buffers of dtypes that no weight has', async () => {
    const empty = { dtype: 'F64', shape: [0, 3], data_offsets: [4, 4] }
    const mask = { dtype: 'BOOL', shape: [2, 2], data_offsets: [0, 4] }
    writeFiles(folder, {
      'config.json': config,
      'model.safetensors': safetensors({ empty, scalar: tensor(4, 5), mask }, 5),
    })
    const read = [...(await openCheckpoint(folder)).tensors.values()]
    expect(read.map(({ name, dtype, length }) => [name, dtype, length])).toEqual([
      ['mask', 'BOOL', 4],
      ['empty', 'F64', 0],
      ['scalar', 'U8', 1],
    ])
  })
})

describe('a hub cache', () => {
  const layOut = (repository: string, ...hashes: string[]) => {
    const cache = join(folder, repository)
    writeFiles(join(cache, 'blobs'), { c: config, w: tensors('a') })
    for (const hash of hashes) {
      const snapshot = join(cache, 'snapshots', hash)
      mkdirSync(snapshot, { recursive: true })
      symlinkSync('../../blobs/c', join(snapshot, 'config.json'))
      symlinkSync('../../blobs/w', join(snapshot, 'model.safetensors'))
    }
    return cache
  }

  it('opens at the snapshot of main, through its links, under the repository’s name', async () => {
    const cache = layOut('models--org--my-model', 'aaa', 'bbb')
    writeFiles(cache, { 'refs/main': 'bbb\n' })
    const checkpoint = await openCheckpoint(cache)
    expect(checkpoint).toMatchObject({ name: 'my-model', path: join(cache, 'snapshots', 'bbb') })
    expect(await openCheckpoint(join(cache, 'snapshots', 'bbb'))).toEqual(checkpoint)
    expect(await openCheckpoint(join(cache, 'snapshots', 'bbb', 'config.json'))).toEqual(checkpoint)
  })

  it('opens at its only snapshot where main is not said, and a repository may have no owner', async () => {
    expect(await openCheckpoint(layOut('models--gpt2', 'aaa'))).toMatchObject({ name: 'gpt2' })
  })

  it('does not guess among several snapshots', async () => {
    await expect(openCheckpoint(layOut('models--o--n', 'aaa', 'bbb'))).rejects.toThrow(
      'The hub cache does not say which snapshot is meant. Open one of the folders in snapshots.',
    )
  })

  it('does not follow a main that leads out of the snapshots', async () => {
    const cache = layOut('models--o--n', 'aaa', 'bbb')
    writeFiles(cache, { 'refs/main': '../..' })
    await expect(openCheckpoint(cache)).rejects.toThrow('does not say which snapshot is meant')
  })
})

describe('the fingerprint', () => {
  const fingerprint = async () => (await openCheckpoint(folder)).fingerprint
  const big = safetensors({ a: tensor(0, 5000), b: tensor(5000, 5100) }, 5100)
  const dataStart = big.length - 5100

  beforeEach(() => writeFiles(folder, { 'config.json': config, 'model.safetensors': big }))

  it('is the same for a copy under another name', async () => {
    const before = await fingerprint()
    const copy = `${folder}-copy`
    cpSync(folder, copy, { recursive: true })
    const { fingerprint: after } = await openCheckpoint(copy)
    rmSync(copy, { recursive: true })
    expect(after).toBe(before)
  })

  it.each([
    ['the first value of a tensor', 0],
    ['a value in the middle of a tensor', 2500],
    ['the last value of a tensor', 4999],
    ['any value of a small tensor', 5040],
  ])('changes with %s', async (_, at) => {
    const before = await fingerprint()
    const changed = Buffer.from(big)
    changed[dataStart + at] = 7
    writeFileSync(join(folder, 'model.safetensors'), changed)
    expect(await fingerprint()).not.toBe(before)
  })

  it('changes with the config and with a tensor’s name', async () => {
    const before = await fingerprint()
    writeFiles(folder, { 'config.json': { ...config, n_layer: 1 } })
    const after = await fingerprint()
    writeFiles(folder, { 'model.safetensors': safetensors({ a: tensor(0, 5000), c: tensor(5000, 5100) }, 5100) })
    expect(new Set([before, after, await fingerprint()]).size).toBe(3)
  })

  it('does not change with the name of the weight file', async () => {
    const before = await fingerprint()
    renameSync(join(folder, 'model.safetensors'), join(folder, 'mine.safetensors'))
    expect(await fingerprint()).toBe(before)
  })
})

it('a person may stop the opening', async () => {
  const signal = AbortSignal.abort()
  await expect(openCheckpoint(join(models, 'gpt2-tiny'), { signal })).rejects.toMatchObject({ name: 'AbortError' })
})

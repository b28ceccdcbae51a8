import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DroppedModels, openDroppedModels } from './dropped-models'

let data: string
let dropped: string
let models: DroppedModels
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tokentrace-dropped-'))
  dropped = join(data, 'dropped')
  models = await openDroppedModels(data)
})
afterEach(() => {
  rmSync(data, { recursive: true })
})

const gpt2 = { 'config.json': '{"model_type":"gpt2"}', 'model.safetensors': '0123456789'.repeat(1000), empty: '' }
const announced = (name: string, files: Record<string, string>) => ({
  name,
  files: Object.entries(files).map(([file, text]) => ({ name: file, size: text.length })),
})

/** Sends as the window does, in chunks of so many bytes. */
async function send(id: string, files: Record<string, string>, chunkBytes = 4096): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    for (let offset = 0; offset < text.length; offset += chunkBytes) {
      await models.chunk({ id, name, offset, data: new File([text.slice(offset, offset + chunkBytes)], 'chunk') })
    }
  }
}

async function drop(name: string, files: Record<string, string>): Promise<string> {
  const { id } = await models.begin(announced(name, files))
  await send(id, files)
  return (await models.finish({ id })).path
}

function contentOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

describe('a dropped folder', () => {
  it('is copied whole under its name, and shows there only when it is whole', async () => {
    const { id } = await models.begin(announced('gpt2', gpt2))
    await send(id, gpt2)
    expect(existsSync(join(dropped, 'gpt2'))).toBe(false)
    expect(await models.finish({ id })).toEqual({ path: join(dropped, 'gpt2') })
    expect(contentOf(join(dropped, 'gpt2'))).toEqual(gpt2)
    expect(readdirSync(dropped)).toEqual(['gpt2'])
  })

  it('may arrive in any order, and a chunk twice', async () => {
    const { id } = await models.begin(announced('x', { a: '0123456789' }))
    const chunk = (offset: number, text: string) => models.chunk({ id, name: 'a', offset, data: new Blob([text]) })
    await Promise.all([chunk(6, '6789'), chunk(0, '012'), chunk(3, '345'), chunk(6, '6789')])
    const { path } = await models.finish({ id })
    expect(contentOf(path)).toEqual({ a: '0123456789' })
  })

  it('that was dropped before is not kept twice', async () => {
    expect(await drop('gpt2', gpt2)).toBe(await drop('gpt2', gpt2))
    expect(readdirSync(dropped)).toEqual(['gpt2'])
  })

  it('with another’s name is kept beside it, and found again there', async () => {
    const other = { ...gpt2, 'config.json': '{"model_type":"bert"}' }
    const third = { ...gpt2, more: '' }
    expect(await drop('m', gpt2)).toBe(join(dropped, 'm'))
    expect(await drop('m', other)).toBe(join(dropped, 'm (2)'))
    expect(await drop('m', third)).toBe(join(dropped, 'm (3)'))
    expect(await drop('m', other)).toBe(join(dropped, 'm (2)'))
    expect(contentOf(join(dropped, 'm'))).toEqual(gpt2)
  })

  it('several at once do not touch each other, even under one name', async () => {
    const other = { ...gpt2, 'config.json': '{"model_type":"bert"}' }
    const paths = await Promise.all([drop('m', gpt2), drop('m', other), drop('m', gpt2), drop('n', gpt2)])
    expect(paths[0]).toBe(paths[2])
    expect(readdirSync(dropped)).toEqual(['m', 'm (2)', 'n'])
    expect(contentOf(paths[0]!)).toEqual(gpt2)
    expect(contentOf(paths[1]!)).toEqual(other)
  })
})

describe('beginning refuses', () => {
  it.each(['..', '../../etc', 'a/b', 'a\\b', '/etc', '', 'nul', 'x\0', '.partial-1', 'x'.repeat(241)])(
    'a folder named %j',
    async (name) => {
      await expect(models.begin(announced(name, gpt2))).rejects.toMatchObject({ data: { kind: 'input', file: name } })
      expect(existsSync(dropped)).toBe(false)
    },
  )

  it.each(['..', '../config.json', 'sub/config.json', 'C:\\x', 'config.json\0', 'con'])(
    'a file named %j, and leaves nothing',
    async (name) => {
      const folder = announced('m', { 'config.json': '{}', [name]: 'x' })
      await expect(models.begin(folder)).rejects.toMatchObject({ data: { kind: 'input', file: name } })
      expect(existsSync(dropped)).toBe(false)
    },
  )

  it('two files of one name', async () => {
    const file = { name: 'config.json', size: 1 }
    await expect(models.begin({ name: 'm', files: [file, file] })).rejects.toMatchObject({
      data: { kind: 'environment', message: 'Two names mean the same file here' },
    })
    expect(readdirSync(dropped)).toEqual([])
  })

  it('a folder without files, saying what to drop', async () => {
    await expect(models.begin({ name: 'photos', files: [] })).rejects.toThrow(
      'photos: It holds no file of a model. Drop a GGUF or ONNX file, or the folder that holds config.json and the .safetensors files.',
    )
  })

  it('too many files', async () => {
    const files = Array.from({ length: 5000 }, (_, index) => ({ name: `${index}`, size: 0 }))
    await expect(models.begin({ name: 'm', files })).rejects.toThrow('It holds 5000 files')
  })

  it('what the disk has no room for, with both sizes', async () => {
    const size = 2 ** 52
    await expect(models.begin({ name: 'm', files: [{ name: 'a', size }] })).rejects.toMatchObject({
      data: {
        kind: 'environment',
        file: dropped,
        message: expect.stringMatching(/^Copying m needs 4,500,000 GB, and [\d.,]+ [MG]B is free$/),
      },
    })
    expect(readdirSync(dropped)).toEqual([])
  })

  it('what has no room beside a drop that is under way, until that one is stopped', async () => {
    const { bavail, bsize } = statfsSync(data)
    const folder = { name: 'm', files: [{ name: 'a', size: Math.floor(bavail * bsize * 0.6) }] }
    const { id } = await models.begin(folder)
    await expect(models.begin(folder)).rejects.toMatchObject({ data: { kind: 'environment' } })
    await models.cancel({ id })
    await models.begin(folder)
  })
})

describe('a chunk is refused', () => {
  it.each([
    [-1, '0'],
    [10, '0'],
    [9, '01'],
    [0.5, '0'],
    [2 ** 60, '0'],
  ])('outside its file, at %d', async (offset, text) => {
    const { id } = await models.begin(announced('m', { a: '0123456789' }))
    await expect(models.chunk({ id, name: 'a', offset, data: new Blob([text]) })).rejects.toMatchObject({
      data: { kind: 'input', file: 'a' },
    })
  })

  it('of a file that was not announced', async () => {
    const { id } = await models.begin(announced('m', { a: '0' }))
    for (const name of ['b', '../a', '__proto__']) {
      await expect(models.chunk({ id, name, offset: 0, data: new Blob(['0']) })).rejects.toMatchObject({
        data: { kind: 'input', message: 'This file was not announced' },
      })
    }
  })

  it('of a drop that is not under way', async () => {
    await expect(models.chunk({ id: 'x', name: 'a', offset: 0, data: new Blob(['0']) })).rejects.toThrow(
      'This copy is not under way',
    )
  })
})

describe('an unfinished drop', () => {
  it('cannot be finished while bytes are missing, and may go on', async () => {
    const { id } = await models.begin(announced('m', { a: '0123456789', b: 'x' }))
    await models.chunk({ id, name: 'a', offset: 5, data: new Blob(['56789']) })
    await expect(models.finish({ id })).rejects.toMatchObject({
      data: { kind: 'input', file: 'a', message: 'Only 5 of 10 bytes came' },
    })
    await send(id, { a: '01234', b: 'x' })
    expect(contentOf((await models.finish({ id })).path)).toEqual({ a: '0123456789', b: 'x' })
  })

  it('that is cancelled leaves nothing, and cancelling again is quiet', async () => {
    const { id } = await models.begin(announced('gpt2', gpt2))
    await send(id, { 'config.json': gpt2['config.json'] })
    await models.cancel({ id })
    await models.cancel({ id })
    expect(readdirSync(dropped)).toEqual([])
    await expect(models.finish({ id })).rejects.toMatchObject({ data: { kind: 'input' } })
  })

  it('that is cancelled under a chunk ends that chunk as stopped, or lets it end', async () => {
    const { id } = await models.begin(announced('m', { a: 'x'.repeat(1_000_000) }))
    const chunk = models.chunk({ id, name: 'a', offset: 0, data: new Blob(['x'.repeat(1_000_000)]) }).then(
      () => 'done',
      (fault: { data: { kind: string } }) => fault.data.kind,
    )
    await models.cancel({ id })
    expect(['done', 'cancelled']).toContain(await chunk)
    expect(readdirSync(dropped)).toEqual([])
  })

  it('goes when the engine closes', async () => {
    await models.begin(announced('gpt2', gpt2))
    await models.begin(announced('bert', gpt2))
    await models.close()
    expect(readdirSync(dropped)).toEqual([])
  })

  it('of a process that was killed is removed at the next start', async () => {
    mkdirSync(join(dropped, '.partial-999999999-a'), { recursive: true })
    await openDroppedModels(data)
    expect(readdirSync(dropped)).toEqual([])
  })
})

it('a data folder that cannot hold it is a fault of the environment', async () => {
  writeFileSync(dropped, 'a file in the way')
  await expect(models.begin(announced('gpt2', gpt2))).rejects.toMatchObject({ data: { kind: 'environment' } })
})

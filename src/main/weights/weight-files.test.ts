import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Checkpoint } from '../checkpoint'
import { type WeightFiles, weightFiles } from './weight-files'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokentrace-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

const checkpoint = (path: string, names: string[]) =>
  ({ folder: path, tensors: new Map(), files: names.map((name) => ({ name, bytes: 0 })) }) as unknown as Checkpoint

const nameOf = (files: WeightFiles, file: string) =>
  files.placeOf({ name: 'w', dtype: 'F32', shape: [], file, offset: 0, length: 4 }).file

it('plain files are named within their own folder', async () => {
  await writeFile(join(folder, 'model.safetensors'), '')
  const files = await weightFiles(checkpoint(folder, ['model.safetensors']))
  expect(nameOf(files, 'model.safetensors')).toBe('model.safetensors')
})

it('files that a hub cache links are named where they really lie', async () => {
  await mkdir(join(folder, 'blobs'))
  await mkdir(join(folder, 'snapshots/abc'), { recursive: true })
  for (const blob of ['b1', 'b2']) await writeFile(join(folder, 'blobs', blob), '')
  await symlink('../../blobs/b1', join(folder, 'snapshots/abc/one.safetensors'))
  await symlink('../../blobs/b2', join(folder, 'snapshots/abc/two.safetensors'))
  const files = await weightFiles(checkpoint(join(folder, 'snapshots/abc'), ['one.safetensors', 'two.safetensors']))
  expect(files.folder.endsWith('/blobs')).toBe(true)
  expect([nameOf(files, 'one.safetensors'), nameOf(files, 'two.safetensors')]).toEqual(['b1', 'b2'])
})

it('files in several folders are named from the one that holds them all', async () => {
  await mkdir(join(folder, 'a/model'), { recursive: true })
  await mkdir(join(folder, 'b'))
  await writeFile(join(folder, 'a/model/one.safetensors'), '')
  await writeFile(join(folder, 'b/two'), '')
  await symlink('../../b/two', join(folder, 'a/model/two.safetensors'))
  const files = await weightFiles(checkpoint(join(folder, 'a/model'), ['one.safetensors', 'two.safetensors']))
  expect([nameOf(files, 'one.safetensors'), nameOf(files, 'two.safetensors')]).toEqual([
    'a/model/one.safetensors',
    'b/two',
  ])
})

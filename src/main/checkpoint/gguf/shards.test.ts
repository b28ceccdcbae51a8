import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faultOf } from '../testing/files'
import { i32, text, u16 } from '../testing/gguf-file'
import { llamaFile, llamaTensors } from '../testing/gguf-llama'
import { openGguf } from './open-gguf'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-shards-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const together = 'Fetch the model’s files again; these do not belong together.'
const names = 'Give each file the name that gguf-split gave it, name-00001-of-00002.gguf say, and keep them together.'
const nameOf = (number: number, count = 3) =>
  `m-${String(number).padStart(5, '0')}-of-${String(count).padStart(5, '0')}.gguf`

/** The file of this number, counted from 0, as gguf-split writes it: the first has the keys, each has a third of the tensors. */
function shard(number: number, { says = number, of = 3, total = llamaTensors.length, tensors = thirds[number]! } = {}) {
  const keys = { 'split.no': u16(says), 'split.count': u16(of), 'split.tensors.count': i32(total) }
  return llamaFile({ keys, tensors })
}
const thirds = [llamaTensors.slice(0, 4), llamaTensors.slice(4, 8), llamaTensors.slice(8)]

function write(files: Readonly<Record<string, Buffer>>) {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
}
const whole = () => ({ [nameOf(1)]: shard(0), [nameOf(2)]: shard(1), [nameOf(3)]: shard(2) })
const opened = (name: string) => openGguf(join(folder, name))
const faultAt = (name: string) => faultOf(opened(name), folder)

describe('a model in several files', () => {
  it('opens by any of them, with the tensors of all', async () => {
    write(whole())
    const first = await opened(nameOf(1))
    expect(first).toMatchObject({ name: 'm', path: join(folder, nameOf(1)), tensors: { size: llamaTensors.length } })
    expect(first.files.map(({ name }) => name)).toEqual([nameOf(1), nameOf(2), nameOf(3)])
    for (const number of [2, 3]) expect(await opened(nameOf(number))).toEqual(first)
  })

  it.each([1, 2, 3])('is refused where number %d is missing', async (missing) => {
    const { [nameOf(missing)]: _, ...others } = whole()
    write(others)
    expect(await faultAt(nameOf(missing === 1 ? 2 : 1))).toEqual({
      kind: 'input',
      message: 'The model is in 3 files, and one is missing',
      file: nameOf(missing),
      remedy: 'Fetch it too, beside the others.',
    })
  })

  it('is refused where a file has the name of another', async () => {
    write({ ...whole(), [nameOf(2)]: shard(2), [nameOf(3)]: shard(1) })
    expect(await faultAt(nameOf(1))).toEqual({
      kind: 'input',
      message: 'The file says that it is number 2 of 3, counted from 0, and its name says 1 of 3',
      file: nameOf(2),
      place: 'key split.no',
      remedy: names,
    })
  })

  it('is refused where the files are fewer by their names than they say', async () => {
    write({ [nameOf(1, 2)]: shard(0), [nameOf(2, 2)]: shard(1) })
    expect(await faultAt(nameOf(1, 2))).toMatchObject({
      message: 'The file says that it is number 0 of 3, counted from 0, and its name says 0 of 2',
    })
  })

  it('is refused where one says that it is the whole model', async () => {
    write({ ...whole(), [nameOf(2)]: llamaFile() })
    expect(await faultAt(nameOf(1))).toEqual({
      kind: 'input',
      message: 'By its name the file is one of several, and it says that it is whole',
      file: nameOf(2),
      place: 'key split.count',
      remedy: names,
    })
  })

  it('is refused where one has lost its number', async () => {
    write({ 'renamed.gguf': shard(1) })
    expect(await faultAt('renamed.gguf')).toEqual({
      kind: 'input',
      message: 'The file is one of 3 that a model was split into, and its name does not say so',
      file: 'renamed.gguf',
      place: 'key split.count',
      remedy: names,
    })
  })

  it('is refused where its numbers are words', async () => {
    const words = llamaFile({ keys: { 'split.no': text('two'), 'split.count': i32(3) }, tensors: thirds[1]! })
    write({ ...whole(), [nameOf(2)]: words })
    expect(await faultAt(nameOf(1))).toMatchObject({
      message: 'The file says that it is number two of 3, counted from 0, and its name says 1 of 3',
      place: 'key split.no',
    })
  })

  it('is refused where two files have one tensor', async () => {
    write({ ...whole(), [nameOf(3)]: shard(2, { tensors: [llamaTensors[0]!] }) })
    expect(await faultAt(nameOf(1))).toEqual({
      kind: 'input',
      message: `The tensor is in ${nameOf(1)} too`,
      file: nameOf(3),
      place: 'tensor token_embd.weight',
      remedy: together,
    })
  })

  it('is refused where the files have fewer tensors together than they say', async () => {
    write({ ...whole(), [nameOf(3)]: shard(2, { tensors: thirds[2]!.slice(1) }) })
    expect(await faultAt(nameOf(1))).toEqual({
      kind: 'input',
      message: 'The files hold 10 tensors together, and this one says 11',
      file: nameOf(1),
      place: 'key split.tensors.count',
      remedy: together,
    })
  })

  it.each([
    ['m-00001-of-00000.gguf', 0],
    ['m-00001-of-99999.gguf', 99_999],
  ])('is refused by the name %s, before its files are looked for', async (name, count) => {
    write({ [name]: shard(0) })
    expect(await faultAt(name)).toEqual({
      kind: 'input',
      message: `By its name the model has ${count} files, which makes no sense`,
      file: name,
      remedy: 'Give the file its own name back.',
    })
  })

  it('of which there is one is a whole model', async () => {
    write({ [nameOf(1, 1)]: shard(0, { of: 1, tensors: [...llamaTensors] }) })
    expect((await opened(nameOf(1, 1))).name).toBe('m')
  })
})
